"use client";
import { useView, type ViewOutput } from "../query";
import { formatCount, formatPercent } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { StatTiles } from "../ui/stat-tiles";
import { ViewState } from "../ui/view-state";

type Card = ViewOutput<"detector-scorecards">["scorecards"][number];

/** How well one detector does over the last 30 days: precision on labels, anomalies a day, share in situations, cost. */
export function Scorecard({ detectorId }: { detectorId: string }) {
  const query = useView("detector-scorecards", { detectorId }, { topics: ["anomaly", "detector"] });
  return (
    <ViewState
      query={query}
      what="The scorecard"
      skeleton={<Skeleton className="h-[62px] w-full rounded-lg" />}
    >
      {({ scorecards: [card] }) => (card ? <Tiles card={card} /> : null)}
    </ViewState>
  );
}

function Tiles({ card }: { card: Card }) {
  const { labels, cost } = card;
  const judged = labels.true + labels["false-alarm"];
  const days = Math.round(card.days);
  const over = days === 1 ? "1 day" : `${days} days`;
  return (
    <StatTiles
      className="lg:grid-flow-row lg:grid-cols-2"
      tiles={[
        {
          label: "Precision on labels",
          value: card.precision === null ? "–" : formatPercent(card.precision),
          unit: judged === 0 ? "no labels yet" : `${labels.true} of ${judged}`,
          hint: `True of all labelled true or false alarm. Beside them ${labels.expected} expected and ${labels["new-trend"]} new trends.`,
        },
        {
          label: "Anomalies a day",
          value: formatCount(card.perDay),
          unit: `${card.anomalies} in ${over}`,
          hint: card.muted > 0 ? `${card.muted} more were recorded but muted.` : "None was muted.",
        },
        {
          label: "In situations",
          value: card.inSituations === null ? "–" : formatPercent(card.inSituations),
          unit: card.inSituations === null ? "no anomalies" : "of them",
          hint: "What joins no situation is noise.",
        },
        {
          label: "Cost",
          value: formatBytes(cost.stateBytes),
          unit: `${compact(cost.pointsPerDay)} points a day`,
          hint: "Saved state, series learned, and points judged a day at the rate of the last 5 minutes that had data.",
        },
      ]}
    />
  );
}

const compact = (n: number) =>
  n.toLocaleString("en-US", { notation: "compact", maximumFractionDigits: 1 });

function formatBytes(bytes: number): string {
  const power = bytes >= 1024 ? Math.min(3, Math.floor(Math.log2(bytes) / 10)) : 0;
  return `${formatCount(Math.round((bytes / 1024 ** power) * 10) / 10)} ${["B", "KiB", "MiB", "GiB"][power]}`;
}
