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
        <Card key={key} title={name} note="median; trend with p90">
          <div className="grid gap-2 px-3.5 py-3">
            <div className="flex items-end justify-between gap-4">
              <span>
                <span className="block font-semibold text-2xl tabular-nums">
                  {span(data.median[key])}
                </span>
                <span className="text-muted text-sm tabular-nums">p90 {span(data.p90[key])}</span>
              </span>
              <TrendBars
                parts={data.trend.map((t) => ({
                  start: t.start,
                  count: t.count,
                  median: t.median[key],
                  p90: t.p90[key],
                }))}
                name={name}
              />
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

type Part = { start: number; count: number; median: number | null; p90: number | null };
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/**
 * Seven equal parts of the time, oldest first: the full bar is the median, the pale one above it the p90; a part without
 * situations is a line.
 */
function TrendBars({ parts, name }: { parts: readonly Part[]; name: string }) {
  const most = Math.max(1, ...parts.map((p) => p.p90 ?? 0));
  const height = (ms: number) => `${Math.max(6, (ms / most) * 100)}%`;
  const told = (p: Part) =>
    p.median === null
      ? `from ${day(p.start)}: none`
      : `from ${day(p.start)}: median ${span(p.median)}, p90 ${span(p.p90)}, ${p.count} situations`;
  return (
    <span
      role="img"
      aria-label={`${name}, oldest first: ${parts.map(told).join("; ")}`}
      className="flex h-10 w-32 items-end gap-1"
    >
      {parts.map((p) => (
        <span key={p.start} title={told(p)} className="relative h-full flex-1">
          {p.median === null ? (
            <span className="absolute inset-x-0 bottom-0 h-px bg-line" />
          ) : (
            <>
              <span
                className="absolute inset-x-0 bottom-0 rounded-xs bg-series opacity-30"
                style={{ height: height(p.p90 ?? p.median) }}
              />
              <span
                className="absolute inset-x-0 bottom-0 rounded-xs bg-series"
                style={{ height: height(p.median) }}
              />
            </>
          )}
        </span>
      ))}
    </span>
  );
}
