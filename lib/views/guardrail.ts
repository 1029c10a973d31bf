import { z } from "zod";
import { readSetting } from "../people/setting-store";
import { Problem } from "../problem";
import { guardrails } from "../remediate/guardrails";
import { guardrailId, limitNames, plan, remedyTitle, usualLimits } from "../remediate/model";

import { defineView } from "../view";

const monthMs = 30 * 86_400_000;
const usualCooldownMs = 600_000;
const mostShown = 50;
const author = z.object({ name: z.string() });

/** One guardrail: what it allows, for all and for single services, its verdict on every plan of a month, and who changed it. */
export const guardrail = defineView({
  input: z.object({ id: z.string().min(1).max(100) }),
  async load({ db, now }, { id }) {
    const rule = guardrails.find((g) => guardrailId(g.name) === id);
    if (!rule) throw new Problem("not-found", `There is no guardrail ${id}.`);
    const { name, stops, why, limit = null } = rule;
    const [limits, cooldownMs, kill, rows, services, changes] = await Promise.all([
      readSetting(db.prisma, "remedy-limits"),
      readSetting(db.prisma, "cooldown-ms"),
      readSetting(db.prisma, "kill-switch"),
      db.prisma.remedy.findMany({
        where: { proposedAt: { gte: new Date(now - monthMs) } },
        orderBy: { proposedAt: "desc" },
        take: 500,
        select: { id: true, situationId: true, plan: true, state: true, proposedAt: true },
      }),
      db.prisma.service.findMany({ select: { name: true }, orderBy: { name: "asc" }, take: 2000 }),
      db.prisma.timelineEvent.findMany({
        where: {
          kind: {
            in: ["set-remedy-limits", "set-service-limit", "kill-switch", "change-settings"],
          },
          OR: wordsOf(name, limit).map((text) => ({ says: { contains: text } })),
        },
        orderBy: { id: "desc" },
        take: 20,
        select: { id: true, at: true, says: true, actor: true },
      }),
    ]);
    const verdicts = rows.flatMap((row) => {
      const parsed = plan.safeParse(row.plan);
      const own = parsed.data?.guardrails.find((g) => g.name === name);
      return parsed.data && own
        ? [
            {
              remedyId: row.id,
              situationId: row.situationId,
              title: remedyTitle(parsed.data),
              service: parsed.data.service,
              state: row.state,
              at: row.proposedAt.getTime(),
              ok: own.ok,
              says: own.says,
            },
          ]
        : [];
    });
    const numeric = limit === "freezes" ? null : limit;
    return {
      id,
      name,
      stops,
      why,
      limit,
      killSwitch: name === "Kill switch off" ? kill : null,
      value: numeric === null ? null : numeric === "cooldownMs" ? cooldownMs : limits[numeric],
      usual:
        numeric === null ? null : numeric === "cooldownMs" ? usualCooldownMs : usualLimits[numeric],
      limits,
      own:
        numeric === null || numeric === "atOnce"
          ? []
          : Object.entries(limits.services ?? {}).flatMap(([service, its]) => {
              const value = its[numeric];
              return value === undefined ? [] : [{ service, value }];
            }),
      services: services.map((s) => s.name),
      plans: verdicts.length,
      held: verdicts.filter((v) => !v.ok).length,
      // Those that it stopped first: they are what somebody comes here for.
      verdicts: [...verdicts.filter((v) => !v.ok), ...verdicts.filter((v) => v.ok)].slice(
        0,
        mostShown,
      ),
      changes: changes.map((c) => ({
        id: String(c.id),
        at: c.at.getTime(),
        says: c.says,
        by: author.parse(c.actor).name,
      })),
    };
  },
});

/** What an entry of the timeline says that changed this guardrail. */
function wordsOf(name: string, limit: string | null): string[] {
  if (name === "Kill switch off") return ["Kill switch"];
  if (limit === "cooldownMs") return [limitNames.cooldownMs ?? "", "Cooldown between"];
  if (limit === "freezes") return ["freezes", "Freeze:", "Freeze lifted"];
  return [limit === null ? name : (limitNames[limit] ?? limit)];
}
