import Link from "next/link";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { formatPercent } from "../ui/format";

/** How right the proposals were, and what ran without a person. */
export function AutomationCard({ data }: { data: ViewOutput<"reports"> }) {
  const a = data.automation;
  const decided = a.right + a.wrong;
  const rows: readonly (readonly [string, string])[] = [
    ["Proposals judged", String(a.judged)],
    ["Right", String(a.right)],
    ["Wrong", String(a.wrong)],
    ["Refused by a person", String(a.disagreed)],
    ["Precision", decided === 0 ? "–" : `${formatPercent(a.right / decided)} of ${decided}`],
    ["Ran by itself", `${a.automatic.right} right, ${a.automatic.wrong} wrong`],
  ];
  return (
    <Card
      title="Automation"
      note="judged by what verification found"
      aside={
        <Link href="/policy" className="hover:text-ink">
          Policy
        </Link>
      }
    >
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-y-1.5 px-3.5 py-3">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
