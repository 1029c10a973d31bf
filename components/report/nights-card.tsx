import { Moon } from "lucide-react";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";

/** Who had to act between 22:00 and 07:00. */
export function NightsCard({ data }: { data: ViewOutput<"reports"> }) {
  return (
    <Card title="Nights" note="people who acted between 22:00 and 07:00">
      {data.nights.length === 0 ? (
        <EmptyState
          className="py-8"
          icon={<Moon size={16} aria-hidden="true" />}
          title="Everybody slept"
        >
          Nobody had to act on a situation at night.
        </EmptyState>
      ) : (
        <ul>
          {data.nights.map((n) => (
            <li key={`${n.night} ${n.name}`} className="row flex items-center gap-3 px-3.5 py-1.5">
              <span className="text-muted tabular-nums">{n.night}</span>
              <span className="min-w-0 truncate font-medium">{n.name}</span>
              <span className="ml-auto text-muted text-sm">
                {n.situations} {n.situations === 1 ? "situation" : "situations"}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
