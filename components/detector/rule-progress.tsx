"use client";
import { formatSpan } from "@/lib/series/format-span";
import { useNow } from "../providers/clock";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { formatCount } from "../ui/format";
import { Meter } from "../ui/meter";
import { Ago } from "../ui/time";

type Run = NonNullable<ViewOutput<"detector-rules">["rules"][number]["run"]>;

/** How the last application of a rule went, or how far it is: counts, time left, and why series were left out. */
export function RuleProgress({ run, mayEdit }: { run: Run; mayEdit: boolean }) {
  const now = useNow(1000);
  const cancel = useVerb("cancel-detector-rule", { says: () => "Cancelled; what it made stays" });
  const busy = run.state === "queued" || run.state === "running";
  const spent = run.startedAt === null ? 0 : now - run.startedAt;
  const left = run.done > 0 ? (spent / run.done) * (run.total - run.done) : null;
  const counts = [
    [run.created, "made"],
    [run.changed, "changed"],
    [run.removed, "switched off"],
    [run.kept, "kept"],
    [run.skipped, "left out"],
  ] as const;
  return (
    <div className="grid gap-1.5" aria-live="polite">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {busy ? (
          <>
            <span>
              {run.state === "queued"
                ? "Waiting for the worker"
                : `${formatCount(run.done)} of ${formatCount(run.total)}`}
              {left !== null && run.state === "running" ? (
                <span className="text-muted">, ≈ {formatSpan(left)} left</span>
              ) : null}
            </span>
            {mayEdit ? (
              <Button
                size="sm"
                variant="ghost"
                disabled={cancel.isPending}
                onClick={() => cancel.mutate({ runId: run.id })}
              >
                Cancel
              </Button>
            ) : null}
          </>
        ) : (
          <span>
            {run.state === "done" ? "Applied" : run.state === "cancelled" ? "Cancelled" : "Failed"}{" "}
            <Ago at={run.finishedAt ?? run.queuedAt} /> by {run.by}
          </span>
        )}
        <span className="text-muted">
          {counts
            .filter(([n]) => n > 0)
            .map(([n, word]) => `${formatCount(n)} ${word}`)
            .join(", ") || (busy ? "" : "nothing to do")}
        </span>
      </p>
      {busy ? <Meter tone="accent" share={run.total === 0 ? 0 : run.done / run.total} /> : null}
      {run.problems.length > 0 ? (
        <details>
          <summary className="cursor-pointer text-weak">
            Why {formatCount(run.skipped)} {run.skipped === 1 ? "was" : "were"} left out
          </summary>
          <ul className="pt-1">
            {run.problems.map((p) => (
              <li key={p.series} className="text-sm">
                {p.series}: <span className="text-muted">{p.why}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
