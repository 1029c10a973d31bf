import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { formatCount } from "../ui/format";
import { Meter } from "../ui/meter";

/** What became of the flood: each step's bar is the logarithm of its count, for the steps differ by powers of ten. */
export function FunnelCard({ data }: { data: ViewOutput<"reports"> }) {
  const most = Math.log10(Math.max(10, ...data.funnel.map((f) => f.count)));
  return (
    <Card title="From noise to action" note="bars are logarithms">
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-3 px-3.5 py-3">
        {data.funnel.map((f) => (
          <li key={f.step} className="grid min-w-0 gap-1">
            <span className="flex min-w-0 items-baseline gap-2">
              <span className="font-medium">{f.step}</span>
              <span className="min-w-0 truncate text-faint text-sm">{f.says}</span>
              <span className="ml-auto tabular-nums">{formatCount(f.count)}</span>
            </span>
            <Meter share={f.count === 0 ? 0 : Math.log10(f.count + 1) / most} tone="accent" />
          </li>
        ))}
      </ol>
    </Card>
  );
}
