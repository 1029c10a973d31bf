"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { formatValue } from "../chart/format-value";
import { useListKeys } from "../nav/use-list-keys";
import type { ViewOutput } from "../query";
import { Chip } from "../ui/chip";
import { Time } from "../ui/time";

type Found = ViewOutput<"traces">["traces"][number];
const shownServices = 3;

/** Found traces in rows: when, what began them, how long, how many spans of whom. Keys: j and k move, enter opens. */
export function TraceRows({ traces }: { traces: readonly Found[] }) {
  const router = useRouter();
  const longest = Math.max(1, ...traces.map((t) => t.durationMs));
  const [at] = useListKeys({
    count: traces.length,
    onOpen: (i) => {
      const found = traces[i];
      if (found) router.push(`/traces/${found.traceId}`);
    },
  });
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="border-line border-b">
          <th className="th w-36 px-3.5 max-sm:w-[92px]">Time</th>
          <th className="th px-2">Began with</th>
          <th className="th w-52 px-2 max-md:w-24">Duration</th>
          <th className="th w-16 px-2 text-right max-sm:hidden">Spans</th>
          <th className="th w-20 px-2 max-sm:w-16">Failed</th>
          <th className="th w-[300px] px-3.5 max-xl:hidden">Services</th>
        </tr>
      </thead>
      <tbody>
        {traces.map((t, i) => (
          <tr key={t.traceId} data-row={i} className="row h-[34px]" data-focused={at === i}>
            <td className="truncate px-3.5 text-muted">
              <span className="max-sm:hidden">
                <Time at={t.startMs} date />
              </span>
              <span className="sm:hidden">
                <Time at={t.startMs} />
              </span>
            </td>
            <td className="truncate px-2">
              <Link href={`/traces/${t.traceId}`} className="hover:underline">
                <span className="font-medium">{t.service}</span>{" "}
                <span className="text-muted">{t.operation}</span>
              </Link>
            </td>
            <td className="px-2">
              <span className="flex items-center gap-2">
                <span
                  aria-hidden="true"
                  className="h-1.5 flex-1 rounded-full bg-grid max-md:hidden"
                >
                  <span
                    className={`block h-full rounded-full ${t.errors > 0 ? "bg-strong-mark" : "bg-slate"}`}
                    style={{ width: `${Math.max(2, (t.durationMs / longest) * 100)}%` }}
                  />
                </span>
                <span className="w-16 text-right">{formatValue(t.durationMs, "ms")}</span>
              </span>
            </td>
            <td className="px-2 text-right text-muted max-sm:hidden">{t.spans}</td>
            <td className="px-2">
              {t.errors > 0 ? (
                <Chip tone="strong">{`${t.errors}`}</Chip>
              ) : (
                <span className="text-faint">none</span>
              )}
            </td>
            <td className="truncate px-3.5 text-muted text-sm max-xl:hidden">
              {t.services
                .slice(0, shownServices)
                .map((s) => `${s.name} ${s.spans}`)
                .join(" · ")}
              {t.services.length > shownServices
                ? ` · ${t.services.length - shownServices} more`
                : ""}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
