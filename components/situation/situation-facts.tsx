"use client";
import type { ReactNode } from "react";
import { formatSpan } from "@/lib/series/format-span";
import type { ViewOutput } from "../query";
import { Avatar } from "../ui/avatar";
import { cn } from "../ui/cn";
import { formatCount, formatPercent } from "../ui/format";
import { Led } from "../ui/led";
import { Ago, Time } from "../ui/time";
import { NextStepChip } from "./next-step-chip";

type Situation = ViewOutput<"situation">;

function Fact({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={cn(
        "min-w-0 py-2.5 md:border-line md:not-last:border-r md:not-last:mr-5 md:pr-5",
        className,
      )}
    >
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="mt-px flex min-h-5 flex-wrap items-center gap-x-1.5 font-medium text-md [&_span.q]:font-normal [&_span.q]:text-muted">
        {children}
      </dd>
    </div>
  );
}

const statusLook = {
  open: ["strong", "Open, not acked"],
  acknowledged: ["weak", "Acknowledged"],
  resolved: ["good", "Resolved"],
} as const;

/** The facts in one strip: status, since when, how much, who. */
export function SituationFacts({ situation: s }: { situation: Situation }) {
  const [tone, words] = statusLook[s.status];
  const { failingRatio, usualRatio, requestsLost, entry } = s.impact;
  return (
    <dl className="my-3.5 grid grid-cols-2 border-line border-y max-md:gap-x-4 md:flex md:flex-wrap">
      <Fact label="Status">
        <Led tone={tone} /> {words}
      </Fact>
      <Fact label="Next step">
        <NextStepChip next={s.next} />
      </Fact>
      <Fact label={s.resolvedAt === null ? "Started" : "Lasted"}>
        {s.resolvedAt === null ? (
          <>
            <Time at={s.onsetAt} />
            <span className="q">
              <Ago at={s.onsetAt} />
            </span>
          </>
        ) : (
          <>
            {formatSpan(s.resolvedAt - s.onsetAt)}
            <span className="q">
              from <Time at={s.onsetAt} date seconds={false} />
            </span>
          </>
        )}
      </Fact>
      <Fact label="Detected in">{formatSpan(s.openedAt - s.onsetAt)}</Fact>
      <Fact label={entry ? `Failing at ${entry}` : "Requests failing"}>
        {failingRatio === null ? (
          <span className="q">not measured</span>
        ) : (
          <>
            <span
              className={cn(
                s.status !== "resolved" &&
                  failingRatio - (usualRatio ?? 0) >= 0.01 &&
                  "text-strong",
              )}
            >
              {formatPercent(failingRatio)}
            </span>
            {usualRatio === null ? null : (
              <span className="q">usual {formatPercent(usualRatio)}</span>
            )}
          </>
        )}
      </Fact>
      <Fact label="Requests lost">
        {requestsLost === null ? (
          <span className="q">–</span>
        ) : (
          <>
            {formatCount(requestsLost)} <span className="q">above usual</span>
          </>
        )}
      </Fact>
      <Fact label="Owner">
        <Avatar name={s.owner} /> {s.owner ?? <span className="q">nobody</span>}
      </Fact>
    </dl>
  );
}
