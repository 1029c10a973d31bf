import { z } from "zod";
import { ExpressionError, parseExpression } from "@/lib/series/expression";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { type MaintenanceWindow, maintenanceWindow, occurrences } from "./maintenance";
import { changeWindow, endWindow, saveWindow } from "./maintenance-store";

const dayMs = 86_400_000;
const id = z.string().min(1).max(100);
const planned = maintenanceWindow.extend({
  /** Ends when this situation is resolved, if that is before its end */
  situationId: z.number().int().positive().nullable().default(null),
  /** Ends when this change has finished, if that is before its end */
  changeId: id.nullable().default(null),
});

/** Refuses a window that could not hold, or would hold for ever, with a sentence that says what to change. */
function check<W extends MaintenanceWindow>(window: W, now: number): W {
  try {
    parseExpression(window.scope);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new Problem("bad-input", `Scope: ${error.message}.`, { position: error.position });
  }
  if (window.repeats === "weekly" && window.days.length === 0)
    throw new Problem("bad-input", "Choose at least one day of the week.");
  if (window.repeats === "daily" && window.minutes >= 1440)
    throw new Problem("bad-input", "A window that repeats daily lasts less than a day.");
  // A single one ends with its duration
  const until = window.repeats === "none" ? window.from + window.minutes * 60_000 : window.until;
  if (until <= now) throw new Problem("bad-input", "It ends in the past; choose a later end.");
  if (until <= window.from) throw new Problem("bad-input", "It must end after it begins.");
  if (until > now + 366 * dayMs)
    throw new Problem("bad-input", "Every window has an end: a year from now at the latest.");
  const checked = { ...window, until };
  if (occurrences(checked, now, 1).length === 0)
    throw new Problem("bad-input", "It would never hold: no repetition lies before its end.");
  return checked;
}

export const planMaintenance = defineVerb({
  name: "plan-maintenance",
  role: "responder",
  input: planned,
  async run({ tx, actor, now }, window) {
    const checked = check(window, now);
    return { id: await saveWindow(tx, checked, { author: actor.name, now }), name: checked.name };
  },
  tells: ({ name, reason, scope }) => ({
    says: `Maintenance "${name}" was planned for ${scope}${reason ? `: ${reason}` : "."} What is found is still recorded.`,
  }),
});

export const changeMaintenance = defineVerb({
  name: "change-maintenance",
  role: "responder",
  input: planned.extend({ id }),
  async run({ tx, now }, { id, ...window }) {
    const checked = check(window, now);
    await changeWindow(tx, id, checked, { now });
    return { id, name: checked.name };
  },
  tells: ({ name }) => ({ says: `Maintenance "${name}" was planned anew.` }),
});

export const endMaintenance = defineVerb({
  name: "end-maintenance",
  role: "responder",
  input: z.object({ id }),
  async run({ tx, actor, now }, input) {
    return { name: await endWindow(tx, { id: input.id, by: actor.name, now }) };
  },
  tells: (_, { name }) => ({ says: `Maintenance "${name}" was ended.` }),
});
