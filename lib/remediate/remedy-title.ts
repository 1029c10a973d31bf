import type { Plan } from "./model";

/** What the approval does, as a title: "Roll pricing back to v2.13.4". */
export const remedyTitle = (plan: Pick<Plan, "kind" | "target" | "service" | "to">): string => {
  const name = plan.target.replace(/^(flag|config):/, "");
  if (plan.kind === "rollback") return `Roll ${plan.service} back to ${plan.to}`;
  if (plan.kind === "flag-off") return `Set flag ${name} to ${plan.to}`;
  return `Revert ${name} to ${plan.to}`;
};
