import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { addJobIn } from "@/lib/db/jobs";
import { announceIn } from "@/lib/db/live";
import { readSetting, writeSetting } from "@/lib/people/setting-store";
import { Problem } from "@/lib/problem";
import { defineVerb } from "@/lib/verb";
import { pendingSituations } from "./load-store";
import { limitNames, limits } from "./model";

const cooldown = z.number().int().min(0).max(86_400_000);
const ownLimit = z.enum(["perServiceAndDay", "cooldownMs", "blastRadius", "minTraffic", "autoBar"]);

/** Waiting proposals are judged anew by what holds now, and pages hear of it. */
async function judgeAnew(tx: Tx): Promise<void> {
  for (const situationId of await pendingSituations(tx))
    await addJobIn(tx, "propose", { situationId }, { key: `propose:${situationId}` });
  await announceIn(tx, { topic: "settings" });
}

/** What remedies may do at most; what is absent stays. */
export const setLimits = defineVerb({
  name: "set-remedy-limits",
  role: "editor",
  input: limits
    .omit({ services: true })
    .partial()
    .extend({ cooldownMs: cooldown.optional(), reason: z.string().trim().min(3).max(500) }),
  run: async ({ tx }, { reason: _, cooldownMs, ...some }) => {
    const before = await readSetting(tx, "remedy-limits");
    const given = Object.entries(some).filter(([, value]) => value !== undefined);
    const after = limits.parse({ ...before, ...Object.fromEntries(given) });
    const backwards = after.freezes.find((f) => f.to <= f.from);
    if (backwards)
      throw new Problem("bad-input", `The freeze “${backwards.reason}” ends before it begins.`);
    await writeSetting(tx, "remedy-limits", after);
    if (cooldownMs !== undefined) await writeSetting(tx, "cooldown-ms", cooldownMs);
    await judgeAnew(tx);
    return {
      changed: [...given.map(([key]) => key), ...(cooldownMs === undefined ? [] : ["cooldownMs"])],
    };
  },
  tells: ({ reason, ...input }, { changed }) => ({
    says: `Guardrails changed: ${changed.map((key) => saysOf(key, input)).join(", ")}. ${reason}`,
  }),
});

/** One limit of one service instead of what holds for all; null: as for all again. */
export const setServiceLimit = defineVerb({
  name: "set-service-limit",
  role: "editor",
  input: z.object({
    service: z.string().trim().min(1).max(200),
    limit: ownLimit,
    value: z.number().nullable(),
    reason: z.string().trim().min(3).max(500),
  }),
  on: async (_, { service }) => [service],
  run: async ({ tx }, { service, limit, value }) => {
    const before = await readSetting(tx, "remedy-limits");
    const { [limit]: _, ...others } = before.services?.[service] ?? {};
    const own = value === null ? others : { ...others, [limit]: value };
    const { [service]: __, ...elsewhere } = before.services ?? {};
    const services = Object.keys(own).length > 0 ? { ...elsewhere, [service]: own } : elsewhere;
    const after = limits.safeParse({ ...before, services });
    if (!after.success)
      throw new Problem("bad-input", `${limit}: ${z.prettifyError(after.error).slice(0, 200)}`);
    await writeSetting(tx, "remedy-limits", after.data);
    await judgeAnew(tx);
    return {};
  },
  tells: ({ service, limit, value, reason }) => ({
    says: `Guardrails changed for ${service}: ${value === null ? `${nameOf(limit)} as for all` : saysOf(limit, { [limit]: value })}. ${reason}`,
  }),
});

const nameOf = (key: string): string => limitNames[key] ?? key;

/** "remedies per service and day = 3"; times by how many there are, grades by their letters. */
function saysOf(key: string, input: Readonly<Record<string, unknown>>): string {
  const value = input[key];
  if (!Array.isArray(value)) return `${nameOf(key)} = ${String(value)}`;
  return `${nameOf(key)} = ${key === "freezes" ? value.length : value.join(", ") || "none"}`;
}

/** Stops every remedy that has not been sent yet, and lets them run again. */
export const killSwitch = defineVerb({
  name: "kill-switch",
  role: "approver",
  input: z.object({ on: z.boolean(), reason: z.string().trim().min(3).max(500) }),
  run: async ({ tx, actor, now }, { on, reason }) => {
    await writeSetting(tx, "kill-switch", { on, reason, by: actor.name, at: now });
    await judgeAnew(tx);
    return { on };
  },
  tells: ({ on, reason }) => ({ says: `Kill switch ${on ? "on" : "off"}: ${reason}` }),
});
