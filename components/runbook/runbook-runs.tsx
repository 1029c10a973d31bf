"use client";
import Link from "next/link";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Ago } from "../ui/time";

/** The situations over which it ran last, and how many of its steps pointed somewhere. */
export function RunbookRuns({ runs }: { runs: ViewOutput<"runbook">["runs"] }) {
  return (
    <Card title="Last runs">
      {runs.length === 0 ? (
        <EmptyState className="py-8" title="It has not run yet">
          It runs by itself as soon as a situation opens to which it applies.
        </EmptyState>
      ) : (
        <ul>
          {runs.map((r) => (
            <li
              key={r.situationId}
              className="row flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3.5 py-1.5"
            >
              <Link
                href={`/situations/${r.situationId}/diagnostics`}
                className="flex min-w-0 flex-1 gap-2 hover:underline"
              >
                <span className="font-mono text-muted text-sm">{r.name}</span>
                <span className="truncate">{r.title}</span>
              </Link>
              <span className="text-muted text-sm">
                {r.interesting} of {r.steps} interesting
                {r.failed > 0 ? `, ${r.failed} failed` : ""}
              </span>
              <span className="text-muted text-sm">
                <Ago at={r.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
