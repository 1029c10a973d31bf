import type { ReactNode } from "react";
import { formatValue } from "../chart/format-value";
import type { Column } from "../ui/sortable";

/** How many, how many fail, how fast: of a service, an operation or a call. */
type Rates = {
  rate: number | null;
  errorShare: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
};

/** The columns of `RateCells`; `what` is counted. */
export const rateColumns = (what: string): readonly Column<keyof Rates>[] => [
  { key: "rate", title: what, number: true },
  { key: "errorShare", title: "Failing", number: true },
  { key: "p50", title: "p50", number: true, narrow: true },
  { key: "p95", title: "p95", number: true },
  { key: "p99", title: "p99", number: true, narrow: true },
];

const cell = "whitespace-nowrap px-2 text-right";
const narrow = `${cell} text-muted max-md:hidden`;

/** Five cells of a row. `judged` may wrap the two that objectives look at. */
export function RateCells({
  of: { rate, errorShare, p50, p95, p99 },
  judged = (_, words) => words,
}: {
  of: Rates;
  judged?(signal: "errors" | "p95", words: string): ReactNode;
}) {
  return (
    <>
      <td className={cell}>{formatValue(rate, "req/s")}</td>
      <td className={cell}>{judged("errors", formatValue(errorShare, "ratio"))}</td>
      <td className={narrow}>{formatValue(p50, "ms")}</td>
      <td className={cell}>{judged("p95", formatValue(p95, "ms"))}</td>
      <td className={narrow}>{formatValue(p99, "ms")}</td>
    </>
  );
}
