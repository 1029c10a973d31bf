import type { Command } from "@/lib/integrations/executor";
import type { Plan } from "./model";

/** What executors call what a plan does. Throws for a page, which goes to people. */
export function commandAction(kind: Plan["kind"]): Command["action"] {
  if (kind === "restart-instance") return "restart";
  if (kind === "roll-forward") throw new Error("A page goes to people, not to an executor.");
  return kind;
}
