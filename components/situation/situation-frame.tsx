"use client";
import { useSelectedLayoutSegment } from "next/navigation";
import type { ReactNode } from "react";
import { useView } from "../query";
import { DecisionFoot } from "../remedy/decision-foot";
import { LinkTabs } from "../ui/link-tabs";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { DecisionPanel } from "./decision-panel";
import { OnsetNote } from "./onset-note";
import { SituationFacts } from "./situation-facts";
import { SituationHeader } from "./situation-header";
import { Story } from "./story";
import { UndoBar } from "./undo-bar";

/** Everything about one situation; all its tabs read the same answer. */
export const useSituation = (id: number) =>
  useView("situation", { id }, { topics: ["situation", "anomaly", "remedy"], everyMs: 15_000 });

function Loading() {
  return (
    <div
      role="status"
      aria-label="Loading"
      className="w-full max-w-[1320px] px-6 py-4 max-md:px-3.5"
    >
      <Skeleton className="h-7 w-2/5" />
      <Skeleton className="my-3.5 h-[62px]" />
      <div className="mt-14 grid gap-5 xl:grid-cols-[minmax(0,1fr)_372px]">
        <div className="grid gap-4">
          <Skeleton className="h-[360px] rounded-lg" />
          <SkeletonRows className="rounded-lg border border-line bg-surface" />
        </div>
        <div className="grid content-start gap-3">
          <Skeleton className="h-56 rounded-lg" />
          <Skeleton className="h-72 rounded-lg" />
        </div>
      </div>
    </div>
  );
}

/** Head, facts and tabs over the tab's own content; the decision panel beside it on every tab. */
export function SituationFrame({ id, children }: { id: number; children: ReactNode }) {
  const query = useSituation(id);
  const tab = useSelectedLayoutSegment() ?? "";
  return (
    <ViewState query={query} what={`S-${id}`} skeleton={<Loading />}>
      {(s) => {
        const to = (segment: string, label: string, count?: number) => ({
          href: `/situations/${id}${segment ? `/${segment}` : ""}`,
          label,
          count,
          on: tab === segment,
        });
        return (
          <>
            <div className="w-full max-w-[1320px] flex-1 px-6 pt-4 pb-10 max-md:px-3.5">
              <UndoBar situation={s} />
              <SituationHeader situation={s} />
              <SituationFacts situation={s} />
              <OnsetNote situation={s} />
              <LinkTabs
                label="Parts of the situation"
                tabs={[
                  to("", "Overview"),
                  to("anomalies", "Anomalies", s.members.length),
                  to("graph", "Graph"),
                  to("diagnostics", "Diagnostics", s.findings.length),
                  to("changes", "Changes", s.changes.length),
                  to("timeline", "Timeline", s.timeline.length),
                  to(
                    "activity",
                    "Activity",
                    s.timeline.filter((e) => e.actor.kind === "user").length,
                  ),
                  to("post-mortem", "Post-mortem"),
                ]}
              />
              {tab === "" ? (
                <div className="mt-4 xl:hidden">
                  <Story lines={s.story} />
                </div>
              ) : null}
              <div className="mt-4 grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_372px]">
                <div className="grid min-w-0 gap-4">{children}</div>
                <aside
                  aria-label="Decision"
                  className={`xl:sticky xl:top-16 ${tab === "" ? "max-xl:row-start-1" : ""}`}
                >
                  <DecisionPanel situation={s} />
                </aside>
              </div>
            </div>
            <DecisionFoot remedy={s.remedies[0]} />
          </>
        );
      }}
    </ViewState>
  );
}
