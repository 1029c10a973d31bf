import Link from "next/link";
import { formatSpan } from "@/lib/series/format-span";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";

type Data = ViewOutput<"reports">;

const times = [
  {
    key: "detectMs",
    name: "Time to detect",
    says: "from the bad change or first bad signal to the situation",
  },
  { key: "knowMs", name: "Time to know", says: "from the situation to the right proposal" },
  { key: "resolveMs", name: "Time to recover", says: "from the first bad signal to recovered" },
] as const;

const span = (ms: number | null) => (ms === null ? "–" : formatSpan(ms));

/** MTTD, MTTK and MTTR: median, p90, and how the medians went. */
export function SpeedCards({ data }: { data: Data }) {
  return (
    <div className="grid gap-4 md:grid-cols-3">
      {times.map(({ key, name, says }) => (
        <Card key={key} title={name} note="median">
          <div className="grid gap-2 px-3.5 py-3">
            <div className="flex items-end justify-between gap-4">
              <span>
                <span className="block font-semibold text-2xl tabular-nums">
                  {span(data.median[key])}
                </span>
                <span className="text-muted text-sm tabular-nums">p90 {span(data.p90[key])}</span>
              </span>
              <TrendBars values={data.trend.map((t) => t.median[key])} name={name} />
            </div>
            <p className="text-faint text-sm">{says}</p>
          </div>
        </Card>
      ))}
      {data.corrected > 0 ? (
        <p className="-mt-1.5 text-muted text-sm md:col-span-3">
          {data.corrected === 1 ? "One situation counts" : `${data.corrected} situations count`}{" "}
          from an onset that a person has corrected.
        </p>
      ) : null}
      {data.slowest.length > 0 ? (
        <Card title="Slowest recoveries" className="md:col-span-3">
          <ul>
            {data.slowest.map((s) => (
              <li
                key={s.id}
                className="row relative flex items-center gap-3 px-3.5 py-1.5 hover:bg-hover"
              >
                <Link
                  href={`/situations/${s.id}`}
                  className="min-w-0 flex-1 truncate after:absolute after:inset-0"
                >
                  <span className="mr-2 text-muted">S-{s.id}</span>
                  {s.title}
                </Link>
                {s.said ? <span className="text-faint text-sm">onset corrected</span> : null}
                <span className="text-muted text-sm tabular-nums">{span(s.resolveMs)}</span>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </div>
  );
}

/** Seven equal parts of the time, oldest first: each bar is a median, a part without situations is a line. */
function TrendBars({ values, name }: { values: readonly (number | null)[]; name: string }) {
  const most = Math.max(1, ...values.map((v) => v ?? 0));
  return (
    <span
      role="img"
      aria-label={`${name}, medians oldest first: ${values.map(span).join(", ")}`}
      className="flex h-10 w-32 items-end gap-1"
    >
      {values.map((value, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a part of the time is its place
          key={i}
          title={span(value)}
          className={value === null ? "flex-1 bg-line" : "flex-1 rounded-xs bg-series"}
          style={{ height: value === null ? 1 : `${Math.max(6, (value / most) * 100)}%` }}
        />
      ))}
    </span>
  );
}
