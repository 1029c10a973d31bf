"use client";
import { useState } from "react";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Select } from "../ui/select";
import { SecretOnce } from "./secret-once";

const overlaps = [
  { value: "0", label: "Not at all" },
  { value: "1", label: "1 hour" },
  { value: "24", label: "1 day" },
  { value: "168", label: "7 days" },
] as const;

/** Makes a key in another's place, which works on for a while. */
export function RotateKey({ item }: { item: { id: string; name: string } }) {
  const [open, setOpen] = useState(false);
  const [overlap, setOverlap] = useState<(typeof overlaps)[number]["value"]>("24");
  const rotate = useVerb("rotate-api-key");
  const made = rotate.data?.key;
  const close = (o: boolean) => {
    if (!o) rotate.reset();
    setOpen(o);
  };
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Rotate
      </Button>
      <Dialog
        open={open}
        onOpenChange={close}
        title={made ? `New key for ${item.name}` : `Rotate ${item.name}`}
        says={made ? undefined : "A new key with the same scopes takes its place."}
        foot={
          made ? (
            <Button variant="primary" onClick={() => close(false)}>
              I have copied it
            </Button>
          ) : (
            <Button
              variant="primary"
              disabled={rotate.isPending}
              onClick={() => rotate.mutate({ id: item.id, overlapHours: Number(overlap) })}
            >
              Make the new key
            </Button>
          )
        }
      >
        {made ? (
          <SecretOnce label="API key" secret={made} />
        ) : (
          <div className="grid justify-items-start gap-1">
            <span className="text-muted text-sm">The old one works on for</span>
            <Select
              label="The old one works on for"
              value={overlap}
              options={overlaps}
              onChange={setOverlap}
            />
          </div>
        )}
      </Dialog>
    </>
  );
}
