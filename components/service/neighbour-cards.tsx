"use client";
import Link from "next/link";
import { formatValue } from "../chart/format-value";
import { useRangeQuery } from "../metric/use-range-query";
import { Card } from "../ui/card";
import type { ServiceData } from "./service-page";

/** Who calls the service and whom it calls, with what these calls were like. */
export function NeighbourCards({ data }: { data: ServiceData }) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Neighbours
        title="Called by"
        empty="Nobody, as far as spans tell."
        rows={data.callers.map((e) => ({ ...e, name: e.caller }))}
      />
      <Neighbours
        title="Calls"
        empty="Nobody, as far as spans tell."
        rows={data.callees.map((e) => ({ ...e, name: e.callee }))}
      />
    </div>
  );
}

function Neighbours({
  title,
  empty,
  rows,
}: {
  title: string;
  empty: string;
  rows: readonly (ServiceData["callers"][number] & { name: string })[];
}) {
  const query = useRangeQuery();
  return (
    <Card title={title} note={rows.length > 0 ? String(rows.length) : undefined}>
      {rows.length === 0 ? (
        <p className="px-3.5 py-4 text-muted text-sm">{empty}</p>
      ) : (
        <table className="w-full">
          <thead>
            <tr className="border-line border-b">
              <th className="th px-2 pl-3.5">Service</th>
              <th className="th px-2 text-right">Calls</th>
              <th className="th px-2 text-right">Failing</th>
              <th className="th px-2 text-right max-sm:hidden">p50</th>
              <th className="th px-3.5 text-right">p95</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((e) => (
              <tr key={e.name} className="row h-[34px]">
                <td className="max-w-56 truncate px-2 pl-3.5">
                  <Link
                    href={`/services/${encodeURIComponent(e.name)}${query("?")}`}
                    className="hover:underline"
                  >
                    {e.name}
                  </Link>
                </td>
                <td className="whitespace-nowrap px-2 text-right">
                  {formatValue(e.rate, "req/s")}
                </td>
                <td className="whitespace-nowrap px-2 text-right">
                  {formatValue(e.errorShare, "ratio")}
                </td>
                <td className="whitespace-nowrap px-2 text-right text-muted max-sm:hidden">
                  {formatValue(e.p50, "ms")}
                </td>
                <td className="whitespace-nowrap px-3.5 text-right">{formatValue(e.p95, "ms")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
