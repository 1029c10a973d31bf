import Link from "next/link";
import { formatSpan } from "@/lib/series/format-span";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Time } from "../ui/time";

/** Earlier situations most like this one, how they ended and what helped. */
export function SeenBefore({ before }: { before: ViewOutput<"situation">["before"] }) {
  if (before.length === 0) return null;
  return (
    <Card title="Seen before" aside="last 90 days">
      <ul>
        {before.map((s) => (
          <li key={s.id} className="border-line border-b px-3.5 py-2 last:border-0">
            <div className="flex items-center gap-2">
              <span className="whitespace-nowrap font-mono text-muted text-sm">{s.name}</span>
              <Link
                href={`/situations/${s.id}`}
                className="min-w-0 truncate font-medium hover:underline"
              >
                {s.title}
              </Link>
              <span className="ml-auto">
                {s.resolution === "recovered" ? (
                  <Chip tone="good">
                    {s.tookMs === null ? "Recovered" : `Recovered in ${formatSpan(s.tookMs)}`}
                  </Chip>
                ) : (
                  <Chip>{s.resolution === "cleared" ? "Cleared itself" : "By hand"}</Chip>
                )}
              </span>
            </div>
            <p className="text-muted text-sm">
              <Time at={s.openedAt} date seconds={false} />
              {`, ${Math.round(s.likeness * 100)} % alike`}
            </p>
            {s.helped || s.cause ? (
              <p className="text-sm">
                {s.helped
                  ? `${s.helped.outcome === "recovered" ? "Helped" : s.helped.outcome ? `Tried (${s.helped.outcome})` : "Tried"}: ${s.helped.says}${s.decidedBy ? `, approved by ${s.decidedBy}` : ""}.`
                  : ""}
                {s.cause ? ` Cause: ${s.cause}.` : ""}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
