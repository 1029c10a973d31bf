"use client";
import { Download } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { toast } from "sonner";
import { useMay } from "../nav/use-shell";
import { useVerb, useView, type ViewOutput } from "../query";
import { CommentForm } from "../timeline/comment-form";
import { TimelineRows } from "../timeline/timeline-rows";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Input } from "../ui/input";
import { saveFile } from "../ui/save-file";
import { Select } from "../ui/select";

const shown = ["all", "pinned", "people", "diagnose", "remediate", "verify", "situate"] as const;
const options = [
  { value: "all", label: "Everything" },
  { value: "pinned", label: "Pinned" },
  { value: "people", label: "People" },
  { value: "situate", label: "Situation" },
  { value: "diagnose", label: "Diagnosis" },
  { value: "remediate", label: "Remedies" },
  { value: "verify", label: "Verification" },
] as const;

/** All that happened in a situation: filter, pin to the short story, take the post-mortem with you. */
export function SituationTimeline({ situation }: { situation: ViewOutput<"situation"> }) {
  const may = useMay("responder", situation.services);
  const [{ show, text }, set] = useQueryStates({
    show: parseAsStringLiteral(shown).withDefault("all"),
    text: parseAsString.withDefault(""),
  });
  const pin = useVerb("pin-event", {
    optimistic: ({ eventId, pinned }, views) =>
      views.patch("situation", (data) => ({
        ...data,
        timeline: data.timeline.map((e) => (e.id === eventId ? { ...e, pinned } : e)),
      })),
  });
  const document = useView("post-mortem", { id: situation.id }, { enabled: false });
  const save = async () => {
    const { data, error } = await document.refetch();
    if (data) saveFile(data.name, "text/markdown", data.markdown);
    else toast.error(error?.message ?? "The post-mortem could not be written.");
  };
  const rows = situation.timeline.filter(
    (e) =>
      (show === "all" || (show === "pinned" ? e.pinned : e.room === show)) &&
      `${e.says} ${e.actor.name}`.toLowerCase().includes(text.toLowerCase()),
  );
  return (
    <Card
      title="Timeline"
      note="newest first; nothing is ever removed"
      aside={
        <Button size="sm" onClick={() => void save()}>
          <Download size={13} aria-hidden="true" /> Post-mortem
        </Button>
      }
    >
      {may ? (
        <div className="border-line border-b p-3.5">
          <CommentForm situationId={situation.id} services={situation.services} />
        </div>
      ) : null}
      <div className="flex gap-2 border-line border-b px-3.5 py-2">
        <Select
          label="Show"
          value={show}
          options={options}
          onChange={(value) => void set({ show: value })}
        />
        <Input
          aria-label="Find in the timeline"
          placeholder="Find"
          className="h-[30px] w-auto min-w-0 max-w-60 flex-1"
          value={text}
          onChange={(e) => void set({ text: e.target.value || null })}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState className="py-8" title="Nothing matches">
          Show everything, or look for other words.
        </EmptyState>
      ) : (
        <TimelineRows
          rows={rows}
          dates
          {...(may
            ? {
                onPin: (row) =>
                  pin.mutate({ situationId: situation.id, eventId: row.id, pinned: !row.pinned }),
              }
            : {})}
        />
      )}
      {situation.timelineLeftOut > 0 && show !== "pinned" ? (
        <p className="border-line border-t px-3.5 py-2 text-muted text-sm">
          {situation.timelineLeftOut} older entries are not shown here; the post-mortem and Settings
          → Audit have them.
        </p>
      ) : null}
    </Card>
  );
}
