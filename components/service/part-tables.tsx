import { formatValue } from "../chart/format-value";
import { Sparkline } from "../chart/sparkline";
import { Card } from "../ui/card";
import type { ServiceData } from "./service-page";

/** The same numbers by version and by instance: one that differs from the others stands out. */
export function PartTables({ data }: { data: ServiceData }) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Parts title="Versions" rows={data.versions} empty="No metrics of it in this range." />
      <Parts title="Instances" rows={data.instances} empty="No metrics of it in this range." />
    </div>
  );
}

function Parts({
  title,
  rows,
  empty,
}: {
  title: string;
  rows: ServiceData["versions"];
  empty: string;
}) {
  return (
    <Card title={title} note={rows.length > 0 ? String(rows.length) : undefined}>
      {rows.length === 0 ? (
        <p className="px-3.5 py-4 text-muted text-sm">{empty}</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full">
            <thead>
              <tr className="border-line border-b">
                <th className="th px-2 pl-3.5">{title === "Versions" ? "Version" : "Instance"}</th>
                <th className="th px-2 text-right">Requests</th>
                <th className="th px-2 text-right">Failing</th>
                <th className="th px-2 text-right">p95</th>
                <th className="th px-2 max-sm:hidden">Over time</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((r) => (
                <tr key={r.name} className="row h-[38px]">
                  <td className="max-w-56 truncate px-2 pl-3.5" title={r.name}>
                    {r.name || "not told"}
                  </td>
                  <td className="whitespace-nowrap px-2 text-right">
                    {formatValue(r.rate, "req/s")}
                  </td>
                  <td className="whitespace-nowrap px-2 text-right">
                    {formatValue(r.errorShare, "ratio")}
                  </td>
                  <td className="whitespace-nowrap px-2 text-right">{formatValue(r.p95, "ms")}</td>
                  <td className="px-2 max-sm:hidden">
                    <Sparkline values={r.spark} label={`${r.name} requests over time`} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
