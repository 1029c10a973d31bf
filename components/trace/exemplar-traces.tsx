"use client";
import Link from "next/link";
import { formatValue } from "../chart/format-value";
import { useView } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { tracesUrl } from "./traces-url";

const shown = 5;

/** A few traces of a service and time as examples, the slowest first, and the way to all of them. Epoch ms. */
export function ExemplarTraces({
  service,
  from,
  to,
  failed = false,
  title = "Traces",
}: {
  service: string;
  from: number;
  to: number;
  /** Only those in which the service failed */
  failed?: boolean;
  title?: string;
}) {
  // Round ends keep one answer of the server good for a while as the clock moves on.
  const [a, b] = [Math.floor(from / 60_000) * 60_000, Math.ceil(to / 60_000) * 60_000];
  const query = useView("traces", {
    ...{ from: String(a), to: String(b), service, failed, order: "slowest" },
  });
  const url = tracesUrl({ service, failed, from: a, to: b, order: "slowest" });
  return (
    <Card
      title={title}
      note={`${failed ? "failed at" : "slowest at"} ${service}`}
      aside={
        <Link href={url} className="hover:text-ink">
          {query.data && query.data.total > 0
            ? `All ${query.data.total.toLocaleString("en-US")}`
            : "Search"}
        </Link>
      }
    >
      <ViewState query={query} what="The traces" skeleton={<SkeletonRows rows={3} />}>
        {(data) =>
          data.traces.length === 0 ? (
            <p className="p-3.5 text-muted">
              {failed
                ? `No trace is kept in which ${service} failed then.`
                : `No trace of ${service} is kept of this time.`}
            </p>
          ) : (
            <ul>
              {data.traces.slice(0, shown).map((t) => (
                <li key={t.traceId} className="row flex items-center gap-2.5 px-3.5">
                  <Time at={t.startMs} className="text-muted text-sm" />
                  <Link
                    href={`/traces/${t.traceId}`}
                    className="min-w-0 flex-1 truncate hover:underline"
                  >
                    {t.service} <span className="text-muted">{t.operation}</span>
                  </Link>
                  {t.errors > 0 && !failed ? <Chip tone="strong">Failed</Chip> : null}
                  <span className="whitespace-nowrap">{formatValue(t.durationMs, "ms")}</span>
                </li>
              ))}
            </ul>
          )
        }
      </ViewState>
    </Card>
  );
}
