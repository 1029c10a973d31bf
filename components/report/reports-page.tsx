"use client";
import { parseAsNumberLiteral, useQueryState } from "nuqs";
import { useSyncExternalStore } from "react";
import { useZone } from "../providers/clock";
import { useView, type ViewOutput } from "../query";
import { LinkTabs } from "../ui/link-tabs";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { AutomationCard } from "./automation-card";
import { DetectorsCard } from "./detectors-card";
import { FunnelCard } from "./funnel-card";
import { NightsCard } from "./nights-card";
import { RecordCard } from "./record-card";
import { SpeedCards } from "./speed-cards";

const spans = [7, 28, 84] as const;
const words = { 7: "7 days", 28: "4 weeks", 84: "12 weeks" } as const;
const never = () => () => {};

function Filled({ data }: { data: ViewOutput<"reports"> }) {
  return (
    <>
      <SpeedCards data={data} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <FunnelCard data={data} />
        <AutomationCard data={data} />
        <DetectorsCard data={data} />
        <div className="grid gap-4">
          <NightsCard data={data} />
          <RecordCard />
        </div>
      </div>
    </>
  );
}

/** How the loop did: its speed and trend, the funnel from points to actions, detectors, automation, nights, the record. */
export function ReportsPage() {
  const [days] = useQueryState("days", parseAsNumberLiteral(spans).withDefault(28));
  const [zone] = useZone();
  // The server does not know the browser's zone; UTC until it does.
  const own = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
  const query = useView("reports", { days, zone: zone === "utc" ? "UTC" : own }, {});
  return (
    <div className="w-full max-w-[1320px] px-6 pt-1 pb-16 max-md:px-3.5">
      <LinkTabs
        label="Time of the report"
        tabs={spans.map((n) => ({
          href: n === 28 ? "/reports" : `/reports?days=${n}`,
          label: words[n],
          on: n === days,
        }))}
      />
      <div className="mt-4 grid gap-4">
        <ViewState
          query={query}
          what="Reports"
          skeleton={
            <>
              <Skeleton className="h-32 rounded-lg" />
              <SkeletonRows rows={5} className="rounded-lg border border-line bg-surface" />
            </>
          }
        >
          {(data) => <Filled data={data} />}
        </ViewState>
      </div>
    </div>
  );
}
