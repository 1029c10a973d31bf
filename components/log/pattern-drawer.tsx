"use client";
import Link from "next/link";
import { useRangeQuery } from "../metric/use-range-query";
import { useTimeRange } from "../nav/use-time-range";
import { useView, type ViewOutput } from "../query";
import { tracesUrl } from "../trace/traces-url";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Sheet } from "../ui/sheet";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { PatternText } from "./pattern-text";
import { SeverityChip } from "./severity-chip";

type Pattern = ViewOutput<"logs">["patterns"][number];

/** One pattern: what of it was kept, and the ways to its series and its traces. */
export function PatternDrawer({ pattern, onClose }: { pattern: Pattern | null; onClose(): void }) {
  return (
    <Sheet
      open={pattern !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Log pattern"
      className="w-[min(620px,calc(100vw-24px))]"
    >
      {pattern ? <Body pattern={pattern} /> : null}
    </Sheet>
  );
}

function Body({ pattern: p }: { pattern: Pattern }) {
  const query = useRangeQuery();
  const { text } = useTimeRange();
  return (
    <>
      <div className="grid gap-2.5 border-line border-b px-4 py-3">
        <p className="flex flex-wrap items-center gap-2">
          <SeverityChip severity={p.severity} />
          <span className="font-medium">{p.service}</span>
          <span className="ml-auto text-muted text-sm">
            first seen <Time at={p.firstSeenAt} date seconds={false} />
          </span>
        </p>
        <p className="break-words">
          <PatternText text={p.text} />
        </p>
        <p className="flex flex-wrap gap-2">
          {p.series === null ? null : (
            <Button asChild size="sm">
              <Link href={`/metrics/${p.series}${query("?")}`}>Its series</Link>
            </Button>
          )}
          <Button asChild size="sm">
            <Link
              href={tracesUrl({
                service: p.service,
                failed: p.severity === "error" || p.severity === "fatal",
                ...text,
              })}
            >
              Traces of {p.service}
            </Link>
          </Button>
        </p>
      </div>
      <Samples id={p.id} />
    </>
  );
}

function Samples({ id }: { id: string }) {
  const query = useView("log-pattern", { id });
  return (
    <ViewState query={query} what="The kept messages" skeleton={<SkeletonRows rows={8} />}>
      {(data) =>
        data.samples.length === 0 ? (
          <EmptyState className="py-8" title="No message is kept">
            A few of every minute are kept for some days; these are gone.
          </EmptyState>
        ) : (
          <ul>
            {data.samples.map((s, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two messages may be the same in everything
              <li key={i} className="row grid gap-0.5 px-4 py-2">
                <span className="flex flex-wrap items-center gap-x-3 text-muted text-sm">
                  <Time at={s.at} date />
                  <span className="min-w-0 truncate">{s.instance}</span>
                  {s.traceId ? (
                    <Link
                      href={`/traces/${s.traceId}${s.spanId ? `?span=${s.spanId}` : ""}`}
                      className="ml-auto text-accent hover:underline"
                    >
                      Trace
                    </Link>
                  ) : null}
                </span>
                <span className="whitespace-pre-wrap break-words font-mono text-sm">{s.body}</span>
                {Object.keys(s.attributes).length > 0 ? (
                  <span className="break-words text-faint text-sm">
                    {Object.entries(s.attributes)
                      .map(([name, value]) => `${name}=${value}`)
                      .join("  ")}
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        )
      }
    </ViewState>
  );
}
