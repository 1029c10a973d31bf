import { formatSpan } from "@/lib/series/format-span";
import { cn } from "../ui/cn";
import type { WouldHave } from "./prepare-would-have";
import type { PreviewDone } from "./use-preview";

const rate = (x: number) =>
  x >= 10 ? String(Math.round(x)) : String(Number(x.toFixed(x >= 0.1 ? 1 : 2)));

/** The draft in numbers that matter to people, each beside what the other version has. */
export function WouldHaveTiles({
  done,
  draft,
  live,
  version,
  isDraft,
  trusted,
}: {
  done: PreviewDone;
  draft: WouldHave;
  live: WouldHave;
  version: number;
  isDraft: boolean;
  trusted: boolean;
}) {
  const { summary, liveSummary } = done;
  const span = formatSpan(summary.to - summary.from);
  const was = (words: string) => (isDraft ? `v${version}: ${words}` : null);
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-6 2xl:grid-cols-5">
      <Tile
        value={summary.anomalies}
        unit="would have raised"
        says={
          was(`${liveSummary.anomalies}, ${liveSummary.strong} strong`) ??
          `${summary.strong} strong, in ${span}`
        }
        hint={`${summary.strong} strong; ≈ ${rate(summary.perWeek)} a week over ${span}.`}
      />
      <Tile
        value={`${draft.joined} of ${draft.situations}`}
        unit="situations joined"
        says={was(`${live.joined}`) ?? `of this service, in ${span}`}
        hint="Situations of this service that one of its anomalies overlaps."
      />
      <Tile
        value={trusted ? `≈ ${rate(draft.pagesPerWeek)}` : "0"}
        unit="pages a week"
        says={
          trusted
            ? (was(`≈ ${rate(live.pagesPerWeek)}`) ??
              `${draft.pages} in ${span}, the first to call`)
            : "not trusted: it records only"
        }
        hint="Strong anomalies that hurt, before any situation of the service was open."
      />
      <Tile
        className="sm:col-span-3"
        value={draft.incidents === 0 ? "–" : `${draft.caught} of ${draft.incidents}`}
        unit="labelled incidents caught"
        tone={draft.caught < draft.incidents ? "text-strong" : ""}
        says={
          draft.incidents === 0 && draft.falseAlarms === 0
            ? "none is labelled yet"
            : draft.falseAlarms > 0
              ? `${draft.falseStill} of ${draft.falseAlarms} false alarms still`
              : (was(`${live.caught} of ${live.incidents}`) ?? "labelled true on this series")
        }
        hint="Anomalies of this series that people labelled true, and those they labelled false alarm."
      />
      <Tile
        className="max-sm:col-span-2 sm:col-span-3"
        value={draft.lagMs === null ? "–" : formatSpan(draft.lagMs)}
        unit="detection lag"
        says={
          draft.lagMs === null
            ? "nothing was raised"
            : (was(live.lagMs === null ? "–" : formatSpan(live.lagMs)) ?? "median, onset to raised")
        }
        hint="From the first anomalous point to the one at which it is raised; median."
      />
    </dl>
  );
}

function Tile({
  value,
  unit,
  says,
  hint,
  tone = "",
  className,
}: {
  value: string | number;
  unit: string;
  says: string;
  hint: string;
  tone?: string;
  className?: string;
}) {
  return (
    <div
      className={cn("min-w-0 bg-surface px-3.5 py-2.5 sm:col-span-2", className, "2xl:col-span-1")}
      title={hint}
    >
      <dd className="sm:truncate">
        <span className={cn("font-semibold text-lg", tone)}>{value}</span>{" "}
        <span className="text-muted">{unit}</span>
      </dd>
      <dt className="text-muted sm:truncate text-sm">{says}</dt>
    </div>
  );
}
