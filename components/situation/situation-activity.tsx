import type { ViewOutput } from "../query";
import { CommentForm } from "../timeline/comment-form";
import { TimelineRows } from "../timeline/timeline-rows";
import { Card } from "../ui/card";

/** What people said and did: notes and deeds, without the machine's own entries. */
export function SituationActivity({ situation: s }: { situation: ViewOutput<"situation"> }) {
  const rows = s.timeline.filter((e) => e.actor.kind === "user");
  return (
    <Card title="Activity" note="what people said and did">
      <div className="border-line border-b p-3.5">
        <CommentForm situationId={s.id} services={s.services} />
      </div>
      {rows.length > 0 ? (
        <TimelineRows rows={rows} dates />
      ) : (
        <p className="px-3.5 py-3 text-muted">Nobody has said or done anything here yet.</p>
      )}
    </Card>
  );
}
