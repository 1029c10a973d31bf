"use client";
import Link from "next/link";
import { formatSpan } from "@/lib/series/format-span";
import type { ViewOutput } from "../query";
import { Avatar } from "../ui/avatar";
import { cn } from "../ui/cn";
import { formatCount, formatPercent } from "../ui/format";
import { Led } from "../ui/led";
import { Ago, Time } from "../ui/time";
import { CandidateChoice } from "./candidate-choice";
import { Fact } from "./fact";
import { LossFact } from "./loss-fact";
import { NextStepChip } from "./next-step-chip";
import { OnsetButton } from "./onset-button";
import { statusLook } from "./status-look";

type Situation = ViewOutput<"situation">;

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
        {s.mergedInto ? (
          <Link href={`/situations/${s.mergedInto}`} className="text-accent hover:underline">
            Merged into S-{s.mergedInto}
          </Link>
        ) : s.status === "candidate" ? (
          <CandidateChoice id={s.id} name={s.name} />
        ) : (
          <NextStepChip next={s.next} />
        )}
      </Fact>
      <Fact label={s.resolvedAt === null ? "Started" : "Lasted"}>
        {s.resolvedAt === null ? (
          <>
            <Time at={s.onsetAt} />
            <span className="q">
              <Ago at={s.onsetAt} />
            </span>
            <OnsetButton situation={s} />
          </>
        ) : (
          <>
            {formatSpan(s.resolvedAt - s.onsetAt)}
            <span className="q">
              from <Time at={s.onsetAt} date seconds={false} />
            </span>
            <OnsetButton situation={s} />
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
      <LossFact situation={s} />
      <Fact label="Owner">
        <Avatar name={s.owner} /> {s.owner ?? <span className="q">nobody</span>}
      </Fact>
    </dl>
  );
}
