"use client";
import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatValue } from "../chart/format-value";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { CopyButton } from "../ui/copy-button";
import type { WaterfallRow } from "./prepare-waterfall";
import type { TraceData, TraceSpan } from "./trace-data";
import { tracesUrl } from "./traces-url";

const kinds = ["", "internal", "server", "client", "producer", "consumer"];
/** Links to charts show so much before and after the span. */
const aroundMs = 15 * 60_000;

/** Everything of one span, and the ways on: its series, its logs, its place on the graph, the same operation's traces. */
export function SpanDrawer({
  data,
  row,
  start,
  onClose,
}: {
  data: TraceData;
  row: WaterfallRow<TraceSpan>;
  /** The trace's begin, epoch ms */
  start: number;
  onClose(): void;
}) {
  const { span } = row;
  const logs = data.logs.filter((l) => l.spanId === span.id && l.service === span.service);
  return (
    <aside
      aria-label={`${span.service} ${span.name}`}
      className="sticky top-12 flex h-[calc(100vh-48px)] w-[380px] shrink-0 flex-col overflow-y-auto border-line border-l bg-surface max-lg:fixed max-lg:inset-y-0 max-lg:right-0 max-lg:z-30 max-lg:h-auto max-lg:w-[min(380px,100vw)] max-lg:shadow-float"
    >
      <header className="flex items-start gap-2 border-line border-b px-4 py-3">
        <div className="min-w-0">
          <h2 className="break-words font-semibold text-lg leading-6">{span.name}</h2>
          <p className="mt-0.5 flex flex-wrap items-center gap-1.5 text-muted">
            {span.service}
            {span.error ? <Chip tone="strong">Failed</Chip> : null}
            {kinds[span.kind] ? <Chip>{kinds[span.kind]}</Chip> : null}
          </p>
        </div>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Close"
          className="ml-auto"
          onClick={onClose}
        >
          <X size={15} aria-hidden="true" />
        </Button>
      </header>
      <Part title="Time">
        <Pairs
          pairs={[
            ["Begins after", formatValue(row.from, "ms")],
            ["Takes", formatValue(span.duration, "ms")],
            ["On the critical path", row.criticalMs > 0 ? formatValue(row.criticalMs, "ms") : "no"],
            ...(row.shifted === 0
              ? []
              : ([
                  [
                    "Clock",
                    `${formatValue(Math.abs(row.shifted), "ms")} ${row.shifted > 0 ? "behind" : "ahead of"} its caller's; drawn in place`,
                  ],
                ] as const)),
          ]}
        />
      </Part>
      <Links data={data} span={span} />
      <Part title="Attributes" note={`${Object.keys(span.attributes).length}`}>
        <Pairs
          mono
          pairs={[
            ...Object.entries(span.attributes).sort(([a], [b]) => (a < b ? -1 : 1)),
            ...(span.peer ? [["calls", span.peer] as const] : []),
            ["service.version", span.version || "not told"],
            ["service.instance.id", span.instance || "not told"],
          ]}
        />
        <p className="mt-2 flex items-center gap-1 text-faint text-sm">
          Span <code>{span.id}</code> <CopyButton text={span.id} label="Copy the span's id" />
        </p>
      </Part>
      {span.events.length > 0 ? (
        <Part title="Events" note={`${span.events.length}`}>
          <ul className="grid gap-3">
            {span.events.map((e, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: events of a stored span never change
              <li key={i}>
                <p className="flex gap-2">
                  <span className={e.name === "exception" ? "text-strong" : "font-medium"}>
                    {e.name}
                  </span>
                  <span className="ml-auto text-muted text-sm">
                    after {formatValue(e.at + row.shifted - start, "ms")}
                  </span>
                </p>
                <Pairs mono pairs={Object.entries(e.attributes)} />
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {logs.length > 0 ? (
        <Part title="Logs" note="a few of each pattern are kept">
          <ul className="grid gap-2">
            {logs.map((l, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two messages may be the same in everything
              <li key={i} className="text-sm">
                <span
                  className={
                    l.severity === "error" || l.severity === "fatal" ? "text-strong" : "text-muted"
                  }
                >
                  {l.severity}
                </span>{" "}
                <Link
                  href={`/logs?pattern=${l.patternId}&from=${Math.round(l.at - aroundMs)}&to=${Math.round(l.at + aroundMs)}`}
                  className="break-words font-mono hover:underline"
                >
                  {l.body}
                </Link>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
    </aside>
  );
}

function Links({ data, span }: { data: TraceData; span: TraceSpan }) {
  const range = {
    from: Math.round(span.start - aroundMs),
    to: Math.round(span.start + span.duration + aroundMs),
  };
  const at = `from=${range.from}&to=${range.to}`;
  const series = data.series.filter((s) => s.service === span.service);
  const latency = series.find((s) => s.metric.endsWith("p95"));
  const errors = series.find((s) => s.metric.endsWith("errors"));
  const situations = data.situations.filter((s) => s.services.includes(span.service));
  const service = encodeURIComponent(span.service);
  return (
    <div className="flex flex-wrap gap-2 border-line border-b px-4 py-3">
      {latency ? <To href={`/metrics/${latency.id}?${at}`}>Latency then</To> : null}
      {errors ? <To href={`/metrics/${errors.id}?${at}`}>Failures then</To> : null}
      <To href={`/logs?service=${service}&${at}`}>Logs then</To>
      <To href={`/graph?service=${service}&${at}`}>On the graph</To>
      <To href={tracesUrl({ service: span.service, operation: span.name, ...range })}>
        Same operation
      </To>
      {situations.map((s) => (
        <To key={s.id} href={`/situations/${s.id}`}>
          {s.name}
        </To>
      ))}
    </div>
  );
}

const To = ({ href, children }: { href: string; children: ReactNode }) => (
  <Button asChild size="sm">
    <Link href={href}>{children}</Link>
  </Button>
);

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="border-line border-b px-4 py-3">
      <h3 className="mb-1.5 flex items-center font-semibold text-sm">
        {title}
        {note ? <span className="ml-auto font-normal text-muted">{note}</span> : null}
      </h3>
      {children}
    </section>
  );
}

function Pairs({
  pairs,
  mono = false,
}: {
  pairs: readonly (readonly [string, string])[];
  mono?: boolean;
}) {
  return (
    <dl className="grid gap-1">
      {pairs.map(([name, value]) => (
        <div key={name} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3">
          <dt className="break-words text-muted text-sm">{name}</dt>
          <dd className={mono ? "break-words font-mono text-sm" : "break-words"}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
