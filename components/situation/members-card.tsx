"use client";
import { Split, Unlink } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMay } from "../nav/use-shell";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { MemberRows } from "./member-rows";
import { useGroupingDeeds } from "./use-grouping-deeds";

/** The anomalies; those that do not belong are split off or taken out, which teaches grouping and can be undone. */
export function MembersCard({ situation: s }: { situation: ViewOutput<"situation"> }) {
  const may = useMay("responder", s.services) && s.status !== "resolved";
  const deeds = useGroupingDeeds();
  const router = useRouter();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = s.members.map((m) => m.id).filter((id) => chosen.has(id));
  const some = ids.length > 0 && ids.length < s.members.length;
  const clear = () => setChosen(new Set());
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <Card
      title="Anomalies"
      note={
        ids.length > 0
          ? `${ids.length} of ${s.members.length} chosen${some ? "" : ": leave at least one"}`
          : "first to break first"
      }
      aside={
        may ? (
          <>
            {ids.length === 0 ? (
              <span className="max-md:hidden">choose what does not belong</span>
            ) : null}
            <Button
              size="sm"
              className="max-md:h-10"
              disabled={!some || deeds.busy}
              title="Makes a situation of its own of the chosen ones"
              onClick={() => deeds.split(s.id, ids, clear)}
            >
              <Split size={12} aria-hidden="true" /> Split off
            </Button>
            <Button
              size="sm"
              className="max-md:h-10"
              disabled={!some || deeds.busy}
              title="Takes the chosen ones out; they may join another situation, not this one"
              onClick={() => deeds.unlink(s.id, ids, clear)}
            >
              <Unlink size={12} aria-hidden="true" /> Take out
            </Button>
          </>
        ) : null
      }
    >
      {s.members.length > 0 ? (
        <MemberRows
          members={s.members}
          from={s.sparkFrom}
          to={s.sparkTo}
          choice={may && s.members.length > 1 ? { chosen, onToggle: toggle } : null}
        />
      ) : (
        <p className="px-3.5 py-3 text-muted">
          {s.mergedInto ? (
            <>
              Its anomalies are in S-{s.mergedInto}.{" "}
              <Button
                size="sm"
                variant="ghost"
                onClick={() => router.push(`/situations/${s.mergedInto}/anomalies`)}
              >
                Open it
              </Button>
            </>
          ) : (
            "No anomaly is left in it."
          )}
        </p>
      )}
    </Card>
  );
}
