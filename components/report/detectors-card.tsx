import Link from "next/link";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { formatCount, formatPercent } from "../ui/format";

const cell = "whitespace-nowrap px-2 py-1.5 text-right tabular-nums";

/** Which detectors raise the anomalies, and how many of theirs became part of a situation. */
export function DetectorsCard({ data }: { data: ViewOutput<"reports"> }) {
  return (
    <Card
      title="Detectors"
      note="by anomalies"
      aside={
        <Link href="/detectors" className="hover:text-ink">
          Scorecards
        </Link>
      }
    >
      {data.detectors.length === 0 ? (
        <EmptyState className="py-8" title="No anomaly in this time">
          Detectors that raise something appear here.
        </EmptyState>
      ) : (
        <table className="w-full">
          <thead>
            <tr className="text-left text-muted text-sm">
              <th className="w-full py-1.5 pr-2 pl-3.5 font-normal">Detector</th>
              <th className={`${cell} font-normal`}>Anomalies</th>
              <th className={`${cell} font-normal max-sm:hidden`}>Strong</th>
              <th className={`${cell} font-normal`}>In situations</th>
              <th
                className={`${cell} pr-3.5 font-normal max-sm:hidden`}
                title="Of the anomalies that people labelled true or false alarm"
              >
                Precision
              </th>
            </tr>
          </thead>
          <tbody>
            {data.detectors.map((d) => (
              <tr key={d.id} className="border-line border-t">
                <td className="max-w-0 truncate py-1.5 pr-2 pl-3.5">
                  <Link href={`/detectors/${d.id}`} className="hover:underline">
                    {d.title}
                  </Link>
                </td>
                <td className={cell}>{formatCount(d.anomalies)}</td>
                <td className={`${cell} max-sm:hidden`}>{formatCount(d.strong)}</td>
                <td className={cell}>{formatPercent(d.joined / d.anomalies)}</td>
                <td className={`${cell} pr-3.5 max-sm:hidden`}>
                  {d.precision === null ? (
                    <span className="text-faint">no labels</span>
                  ) : (
                    `${formatPercent(d.precision)} of ${d.labelled}`
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
