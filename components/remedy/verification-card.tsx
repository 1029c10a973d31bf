"use client";
import type { ReactNode } from "react";
import type { VerificationOutcome } from "@/lib/verify/model";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip, type ChipTone } from "../ui/chip";
import { Ago, Time } from "../ui/time";
import { type LadderStep, StepLadder } from "./step-ladder";

type Remedy = ViewOutput<"situation">["remedies"][number];

const outcomes: Record<VerificationOutcome, readonly [ChipTone, string, string]> = {
  recovered: [
    "good",
    "Recovered",
    "The detectors that opened this situation are quiet again. The cause is confirmed.",
  ],
  partly: [
    "weak",
    "Partly recovered",
    "Some signals came back, others did not. Something else is wrong too.",
  ],
  "no-effect": [
    "weak",
    "No effect",
    "Nothing came back into its band. The suspect is cleared and the next one moves up.",
  ],
  worse: ["strong", "Worse", "New trouble began after it. Consider undoing the remedy."],
  inconclusive: ["outline", "Inconclusive", "There was too little traffic or data to judge by."],
};

/** What will be checked, before anything runs. */
const ahead: readonly LadderStep[] = [
  { key: "executed", title: "Executed", state: "current", aside: "needs approval" },
  { key: "members-clear", title: "Anomalies clear", state: "waiting" },
  { key: "back-in-band", title: "Signals back in band", state: "waiting" },
  { key: "held", title: "Held", state: "waiting" },
  { key: "verdict", title: "Verdict", state: "waiting" },
];

/** How recovery is judged: the ladder, live while it runs, and its verdict. */
export function VerificationCard({
  remedy,
  signals,
}: {
  remedy: Remedy;
  /** Small charts of what is judged */
  signals?: ReactNode;
}) {
  const v = remedy.verification;
  if (!v)
    return remedy.state === "proposed" ? (
      <Card title="Verification" aside="starts on approval" className="max-md:hidden">
        <StepLadder label="Verification" steps={ahead} />
      </Card>
    ) : null;
  const outcome = v.outcome ? outcomes[v.outcome] : null;
  return (
    <Card
      title="Verification"
      aside={
        outcome ? (
          <Chip tone={outcome[0]}>{outcome[1]}</Chip>
        ) : (
          <span>
            running for <Ago at={v.startedAt} suffix="" />
          </span>
        )
      }
    >
      <StepLadder
        label="Verification"
        steps={v.ladder.map((rung) => ({
          key: rung.rung,
          title: rung.title,
          state: rung.state,
          says: rung.says || undefined,
          aside: rung.at === null ? null : <Time at={rung.at} className="font-mono" />,
        }))}
      />
      {signals}
      {outcome ? (
        <p className="border-line border-t px-3.5 py-2.5 text-muted text-sm">{outcome[2]}</p>
      ) : null}
    </Card>
  );
}
