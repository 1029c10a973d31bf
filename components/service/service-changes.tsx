"use client";
import Link from "next/link";
import { useRangeQuery } from "../metric/use-range-query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Time } from "../ui/time";
import type { ServiceData } from "./service-page";

/** What was changed of the service in the range, newest first. */
export function ServiceChanges({ data }: { data: ServiceData }) {
  const query = useRangeQuery();
  return (
    <Card
      title="Changes"
      aside={
        <Link
          href={`/changes?service=${encodeURIComponent(data.service)}${query("&")}`}
          className="text-accent hover:underline"
        >
          All
        </Link>
      }
    >
      {data.changes.length === 0 ? (
        <p className="px-3.5 py-4 text-muted text-sm">None in this range.</p>
      ) : (
        <ul>
          {data.changes.toReversed().map((c) => (
            <li
              key={c.id}
              className="flex min-h-9 items-center gap-2 border-line border-b px-3.5 last:border-0"
            >
              <Chip tone="change">{c.kind}</Chip>
              <Link
                href={`/changes?change=${c.id}${query("&")}`}
                className="min-w-0 flex-1 truncate hover:underline"
              >
                {c.label}
              </Link>
              <Time at={c.at} date seconds={false} className="text-muted" />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
