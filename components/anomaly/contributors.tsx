"use client";
import { GitCommitVertical } from "lucide-react";
import Link from "next/link";
import { useRangeQuery } from "../metric/use-range-query";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Meter } from "../ui/meter";
import { Time } from "../ui/time";
import type { CellSpan } from "./lanes";

type Data = ViewOutput<"anomalies">;
type Anomaly = Data["anomalies"][number];

/** What is chosen in words, the situations in it, and who contributed most. */
export function Contributors({
  anomalies,
  flags,
  chosen,
  onClear,
}: {
  anomalies: readonly Anomaly[];
  flags: Data["flags"];
  chosen: CellSpan | null;
  onClear(): void;
}) {
  const first = anomalies.at(-1);
  const situations = [
    ...new Map(
      anomalies.flatMap((a) => (a.situation ? [[a.situation.id, a.situation] as const] : [])),
    ).values(),
  ];
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Card
        title={chosen ? "Selection" : "In this range"}
        aside={
          chosen ? (
            <Button size="sm" variant="ghost" className="text-accent" onClick={onClear}>
              Clear
            </Button>
          ) : undefined
        }
      >
        <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5 p-3.5">
          {chosen ? (
            <Chip tone="accent" className="justify-self-start">
              <span className="leading-[18px]">
                <Time at={chosen.from} seconds={false} /> to <Time at={chosen.to} seconds={false} />
                {chosen.lanes.length > 0 ? `, ${chosen.lanes.join(", ")}` : ""}
              </span>
            </Chip>
          ) : null}
          <p>
            {anomalies.length === 0 ? (
              "No anomalies."
            ) : (
              <>
                {anomalies.length} {anomalies.length === 1 ? "anomaly" : "anomalies"} on{" "}
                {new Set(anomalies.map((a) => a.service)).size} services
                {first ? (
                  <>
                    , first on <span className="font-medium">{first.service ?? first.metric}</span>{" "}
                    at <Time at={first.startedAt} seconds={false} />
                  </>
                ) : null}
                . {anomalies.filter((a) => a.situation).length} of them are in situations.
              </>
            )}
          </p>
          {situations.map((s) => (
            <Link
              key={s.id}
              href={`/situations/${s.id}`}
              className="flex items-baseline gap-2 hover:underline"
            >
              <span className="whitespace-nowrap font-mono text-sm">{s.name}</span>
              <span className="min-w-0 truncate text-muted">{s.title}</span>
            </Link>
          ))}
        </div>
      </Card>
      <Bars title="By service" anomalies={anomalies} keyOf={(a) => a.service ?? "no service"} />
      <Bars title="By metric" anomalies={anomalies} keyOf={(a) => a.title} />
      <Changes flags={flags} />
    </div>
  );
}

const mostChanges = 8;

/** What changed meanwhile, newest first. */
function Changes({ flags }: { flags: Data["flags"] }) {
  const query = useRangeQuery();
  if (flags.length === 0) return null;
  return (
    <Card title="Changes meanwhile" aside={flags.length}>
      <ul>
        {flags
          .slice(-mostChanges)
          .reverse()
          .map((f) => (
            <li key={f.id} className="row flex items-center gap-2 px-3.5">
              <GitCommitVertical
                size={14}
                aria-hidden="true"
                className={`shrink-0 ${f.kind === "rollback" ? "text-rollback" : "text-change"}`}
              />
              <Link
                href={`/changes?change=${f.id}${query("&")}`}
                className="min-w-0 flex-1 truncate hover:underline"
              >
                <span className="font-medium">{f.service}</span>{" "}
                <span className="text-muted">{f.label}</span>
              </Link>
              <Time at={f.at} seconds={false} className="text-muted text-sm" />
            </li>
          ))}
      </ul>
    </Card>
  );
}

function Bars({
  title,
  anomalies,
  keyOf,
}: {
  title: string;
  anomalies: readonly Anomaly[];
  keyOf(a: Anomaly): string;
}) {
  const groups = new Map<string, Anomaly[]>();
  for (const a of anomalies) groups.set(keyOf(a), [...(groups.get(keyOf(a)) ?? []), a]);
  const sorted = [...groups].sort((a, b) => b[1].length - a[1].length).slice(0, 6);
  if (sorted.length === 0) return null;
  const most = sorted[0]?.[1].length ?? 1;
  return (
    <Card title={title}>
      <ul className="grid gap-2.5 p-3.5">
        {sorted.map(([name, mine]) => (
          <li key={name} className="grid gap-1">
            <span className="flex justify-between gap-2">
              <span className="truncate">{name}</span>
              <span className="text-muted">{mine.length}</span>
            </span>
            <Meter
              share={mine.length / most}
              tone={mine.some((a) => a.level === "STRONG") ? "strong" : "weak"}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
