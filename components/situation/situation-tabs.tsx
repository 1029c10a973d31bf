"use client";
import { FlaskConical, RotateCw } from "lucide-react";
import Link from "next/link";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { TimelineRows } from "../timeline/timeline-rows";
import { ExemplarTraces } from "../trace/exemplar-traces";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { formatPercent } from "../ui/format";
import { ChangeRows } from "./change-rows";
import { FindingRows } from "./finding-rows";
import { MembersCard } from "./members-card";
import { SituationActivity } from "./situation-activity";
import { SituationCharts } from "./situation-charts";
import { useSituation } from "./situation-frame";
import { SituationPostMortem } from "./situation-post-mortem";
import { SituationTimeline } from "./situation-timeline";
import { SpreadGraph } from "./spread-graph";
import { Story } from "./story";

type Situation = ViewOutput<"situation">;
const shownEvents = 6;

/** What to say under each node: the peak of its failed share, where it has one. */
const failingOf = (s: Situation): ReadonlyMap<string, string> =>
  new Map(
    s.members
      .filter((m) => m.service !== null && m.metric === "service.errors")
      .map((m) => [m.service as string, `${formatPercent(m.peakValue)} errors`] as const),
  );

const minute = 60_000;
/** The graph as it was when the situation had begun, in a range around all of it. */
const graphAtOnset = (s: Situation): string => {
  const from = s.onsetAt - 30 * minute;
  const end = s.resolvedAt === null ? "now" : String(s.resolvedAt + 15 * minute);
  return `/graph?situation=${s.id}&from=${from}&to=${end}&at=${s.onsetAt + 2 * minute}`;
};

function SpreadCard({ situation }: { situation: Situation }) {
  return (
    <Card
      title="How it spread"
      note={
        <span className="max-md:hidden">arrows run caller to callee; numbers give the order</span>
      }
      aside={
        <Link href={graphAtOnset(situation)} className="hover:text-ink">
          Open graph
        </Link>
      }
    >
      <SpreadGraph spread={situation.spread} failing={failingOf(situation)} />
    </Card>
  );
}

function ChecksCard({ situation }: { situation: Situation }) {
  const may = useMay("responder", situation.services);
  const run = useVerb("run-checks", { says: () => "Checks started again" });
  const { findings } = situation;
  const took = findings.reduce((sum, f) => sum + f.tookMs, 0);
  return (
    <Card
      title="Diagnostics"
      note={
        findings.length > 0
          ? `${findings.length} ${findings.length === 1 ? "check" : "checks"} in ${took < 1000 ? `${took} ms` : `${(took / 1000).toFixed(1)} s`}`
          : null
      }
      aside={
        <>
          <span className="max-lg:hidden">bar: for or against a suspect</span>
          {may && situation.status !== "resolved" ? (
            <Button
              variant="ghost"
              size="sm"
              disabled={run.isPending}
              onClick={() => run.mutate({ situationId: situation.id })}
            >
              <RotateCw size={12} aria-hidden="true" /> Run again
            </Button>
          ) : null}
        </>
      }
    >
      {findings.length > 0 ? (
        <FindingRows situation={situation} />
      ) : (
        <EmptyState
          className="py-8"
          icon={<FlaskConical size={16} aria-hidden="true" />}
          title={situation.status === "resolved" ? "No check ran" : "No check has finished yet"}
        >
          {situation.status === "resolved"
            ? "It was over before a runbook could look at it."
            : "The runbook that fits starts by itself when a situation opens; its findings appear here within a minute."}
        </EmptyState>
      )}
    </Card>
  );
}

/** So long after the onset traces show what broke; later ones show what people did. */
const exampleMs = 10 * 60_000;

/** Traces of the first suspect's service as it broke. */
function Exemplars({ situation: s }: { situation: Situation }) {
  const service = s.suspects[0]?.service ?? s.members.find((m) => m.service !== null)?.service;
  if (!service) return null;
  const fails = s.members.some((m) => m.service === service && m.metric === "service.errors");
  return (
    <ExemplarTraces
      service={service}
      from={s.onsetAt}
      to={Math.min(s.resolvedAt ?? Number.POSITIVE_INFINITY, s.onsetAt + exampleMs)}
      failed={fails}
      title="Traces as it broke"
    />
  );
}

/** One tab's content; `tab` is the last part of the address. */
export function SituationTab({
  id,
  tab,
}: {
  id: number;
  tab:
    | "overview"
    | "anomalies"
    | "graph"
    | "diagnostics"
    | "changes"
    | "timeline"
    | "activity"
    | "post-mortem";
}) {
  const s = useSituation(id).data;
  if (!s) return null;
  switch (tab) {
    case "overview":
      return (
        <>
          <div className="max-xl:hidden">
            <Story lines={s.story} />
          </div>
          <SituationCharts situation={s} />
          {s.spread.nodes.length > 0 ? <SpreadCard situation={s} /> : null}
          <ChecksCard situation={s} />
          <Card
            title="Timeline"
            note={`last ${Math.min(shownEvents, s.timeline.length)} of ${s.timeline.length}`}
            aside={
              <Link href={`/situations/${id}/timeline`} className="hover:text-ink">
                Open timeline
              </Link>
            }
          >
            <TimelineRows rows={s.timeline.slice(0, shownEvents)} />
          </Card>
        </>
      );
    case "anomalies":
      return <MembersCard situation={s} />;
    case "graph":
      return <SpreadCard situation={s} />;
    case "diagnostics":
      return (
        <>
          <ChecksCard situation={s} />
          <Exemplars situation={s} />
        </>
      );
    case "changes":
      return (
        <Card title="Changes" note="from 2 h before the onset">
          {s.changes.length > 0 ? (
            <ChangeRows situation={s} />
          ) : (
            <EmptyState className="py-8" title="Nothing was changed">
              No deploy, flag, config or database change arrived in the two hours before it began.
            </EmptyState>
          )}
        </Card>
      );
    case "activity":
      return <SituationActivity situation={s} />;
    case "post-mortem":
      return <SituationPostMortem situation={s} />;
    case "timeline":
      return <SituationTimeline situation={s} />;
  }
}
