"use client";
import { Activity } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatValue } from "../chart/format-value";
import { Chip } from "../ui/chip";
import { CopyButton } from "../ui/copy-button";
import { formatPercent } from "../ui/format";
import { Time } from "../ui/time";
import { criticalShares, type Waterfall } from "./prepare-waterfall";
import type { TraceData, TraceSpan } from "./trace-data";

const shownShares = 5;

/** What a trace is: what began it, how long, of how many; what is odd about it; where its time went. */
export function TraceHead({
  data,
  waterfall,
}: {
  data: TraceData;
  waterfall: Waterfall<TraceSpan>;
}) {
  const root = waterfall.rows[0]?.span;
  const failed = data.spans.filter((s) => s.error).length;
  const services = new Set(data.spans.map((s) => s.service)).size;
  return (
    <header className="grid gap-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h1 className="min-w-0 break-words font-semibold text-xl">
          {root?.service} <span className="font-normal text-muted">{root?.name}</span>
        </h1>
        {data.situations.map((s) => (
          <Link key={s.id} href={`/situations/${s.id}`} title={s.title}>
            <Chip tone={s.status === "resolved" ? "outline" : "strong"}>
              <Activity size={11} aria-hidden="true" />
              <span className="font-mono leading-[18px]">{s.name}</span>
              <span className="truncate leading-[18px]">{s.title}</span>
            </Chip>
          </Link>
        ))}
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-1.5 border-line border-y py-2.5">
        <Fact label="Began">
          <Time at={waterfall.start} date />
        </Fact>
        <Fact label="Took">{formatValue(waterfall.durationMs, "ms")}</Fact>
        <Fact label="Spans">
          {data.total.toLocaleString("en-US")}
          {data.total > data.spans.length ? (
            <span className="font-normal text-muted">
              {" "}
              first {data.spans.length.toLocaleString("en-US")} shown
            </span>
          ) : null}
        </Fact>
        <Fact label="Services">{services}</Fact>
        <Fact label="Failed">
          <span className={failed > 0 ? "text-strong" : "font-normal text-muted"}>
            {failed > 0 ? failed : "none"}
          </span>
        </Fact>
        <Fact label="Trace id">
          <span className="flex items-center gap-1">
            <code className="text-sm">{data.id.slice(0, 12)}…</code>
            <CopyButton text={data.id} label="Copy the trace's id" />
          </span>
        </Fact>
        <Oddities waterfall={waterfall} />
      </dl>
      <Shares waterfall={waterfall} />
    </header>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="flex min-h-5 items-center font-medium text-md">{children}</dd>
    </div>
  );
}

function Oddities({ waterfall: { orphans, shifted, repeated } }: { waterfall: Waterfall }) {
  const odd = [
    [
      orphans,
      "without parent",
      "Their parents have not arrived or were sampled away; they stand at the top",
    ],
    [shifted, "moved", "Their clocks differ from their callers'; they are drawn within them"],
    [repeated, "told twice", "Drawn once"],
  ] as const;
  const told = odd.filter(([n]) => n > 0);
  if (told.length === 0) return null;
  return (
    <Fact label="Odd">
      <span className="flex flex-wrap gap-1.5">
        {told.map(([n, what, why]) => (
          <Chip key={what} title={why}>{`${n.toLocaleString("en-US")} ${what}`}</Chip>
        ))}
      </span>
    </Fact>
  );
}

/** Where the time went: the critical path by service. */
function Shares({ waterfall }: { waterfall: Waterfall<TraceSpan> }) {
  const shares = criticalShares(waterfall.rows);
  if (shares.length < 2) return null;
  const rest = shares.slice(shownShares).reduce((sum, s) => sum + s.share, 0);
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      <span className="text-muted">Where the time went</span>
      {shares.slice(0, shownShares).map((s) => (
        <span key={s.service} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-1.5 w-12 rounded-full bg-grid">
            <span
              className="block h-full rounded-full bg-accent"
              style={{ width: `${Math.max(4, s.share * 100)}%` }}
            />
          </span>
          {s.service}
          <span className="text-muted">{formatPercent(s.share)}</span>
        </span>
      ))}
      {rest > 0.005 ? <span className="text-muted">others {formatPercent(rest)}</span> : null}
    </p>
  );
}
