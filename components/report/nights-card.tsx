import { Moon } from "lucide-react";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";

const counted = (n: number, one: string) => `${n} ${one}${n === 1 ? "" : "s"}`;

/** What went out between 22:00 and 07:00, and who had to act. */
export function NightsCard({ data }: { data: ViewOutput<"reports"> }) {
  return (
    <Card title="Nights" note="22:00 to 07:00: who was interrupted, by how many situations">
      {data.nights.length === 0 ? (
        <EmptyState
          className="py-8"
          icon={<Moon size={16} aria-hidden="true" />}
          title="Everybody slept"
        >
          Nothing went out at night, and nobody had to act on a situation.
        </EmptyState>
      ) : (
        <ul>
          {data.nights.map((n) => (
            <li key={n.night} className="row flex items-baseline gap-3 px-3.5 py-1.5">
              <span className="text-muted tabular-nums">{n.night}</span>
              <ul className="min-w-0 flex-1">
                {n.people.map((p) => (
                  <li key={p.name} className="flex min-w-0 items-baseline gap-2">
                    <span className="min-w-0 truncate font-medium">{p.name}</span>
                    <span className="whitespace-nowrap text-muted text-sm">
                      {counted(p.situations, "situation")}
                    </span>
                  </li>
                ))}
                {n.people.length === 0 ? <li className="text-muted">Nobody acted</li> : null}
              </ul>
              <span className="whitespace-nowrap text-muted text-sm tabular-nums">
                {counted(n.pages, "page")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
