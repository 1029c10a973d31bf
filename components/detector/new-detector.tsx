"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { defaultDetector } from "@/lib/detect/detectors";
import { counts } from "@/lib/detect/model";
import { useMay } from "../nav/use-shell";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";

/** A title and a target are enough to begin; the editor opens with the algorithm that needs no training. */
export function NewDetector() {
  const router = useRouter();
  const mayEdit = useMay("editor");
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState("");
  const [target, setTarget] = useState("metric = ");
  const create = useVerb("create-detector");
  if (!mayEdit) return null;
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus size={14} aria-hidden="true" /> New detector
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="New detector"
        says="It starts with the automatic algorithm and learns from the history of its series. You tune it in the next step, on that history."
        foot={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button
              variant="primary"
              disabled={create.isPending || title.trim().length < 3 || target.trim() === ""}
              onClick={() =>
                create.mutate(
                  {
                    title,
                    settings: {
                      algorithm: defaultDetector,
                      params: {},
                      counts: counts.parse({}),
                      target,
                    },
                    note: "",
                  },
                  { onSuccess: (made) => router.push(`/detectors/${encodeURIComponent(made.id)}`) },
                )
              }
            >
              Create
            </Button>
          </>
        }
      >
        <div className="grid gap-3">
          <label className="grid gap-1 text-muted text-sm" htmlFor="new-title">
            Name
            <Input
              id="new-title"
              value={title}
              onChange={(e) => setTitle(e.target.value)}
              placeholder="Bookings confirmed"
            />
          </label>
          <label className="grid gap-1 text-muted text-sm" htmlFor="new-target">
            Target
            <Input
              id="new-target"
              value={target}
              onChange={(e) => setTarget(e.target.value)}
              className="font-mono"
              spellCheck={false}
            />
          </label>
        </div>
      </Dialog>
    </>
  );
}
