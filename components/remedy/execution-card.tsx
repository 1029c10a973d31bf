"use client";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Time } from "../ui/time";
import { type LadderStep, StepLadder } from "./step-ladder";

type Remedy = ViewOutput<"situation">["remedies"][number];

/** What the executor did and does, step by step as it tells it. */
export function ExecutionCard({ remedy }: { remedy: Remedy }) {
  const { state } = remedy;
  if (state !== "approved" && state !== "executing" && state !== "executed" && state !== "failed")
    return null;
  const steps: LadderStep[] = [];
  if (remedy.decidedAt !== null)
    steps.push({
      key: "approved",
      title: `Approved by ${remedy.decidedBy ?? "policy"}`,
      state: "done",
      aside: <Time at={remedy.decidedAt} className="font-mono" />,
    });
  remedy.steps.forEach((s, i) => {
    steps.push({
      key: `${s.at}-${i}`,
      title: s.says,
      state: "done",
      aside: <Time at={s.at} className="font-mono" />,
    });
  });
  if (state === "approved" || state === "executing")
    steps.push({
      key: "running",
      title:
        state === "approved"
          ? "Handing it to the executor"
          : `${remedy.plan.integration} is at work`,
      state: "running",
    });
  if (state === "failed")
    steps.push({ key: "failed", title: "Failed", state: "failed", says: remedy.message });
  const words = {
    approved: <Chip tone="accent">Starting</Chip>,
    executing: <Chip tone="accent">Running</Chip>,
    executed: <Chip tone="good">Executed</Chip>,
    failed: <Chip tone="strong">Failed</Chip>,
  };
  return (
    <Card title="Execution" note={remedy.plan.integration} aside={words[state]}>
      <StepLadder label="Execution" steps={steps} />
    </Card>
  );
}
