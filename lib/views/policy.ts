import { z } from "zod";
import { detectLag } from "../detect/lag-store";
import { restarterKinds } from "../integrations/model";
import { readSetting } from "../people/setting-store";
import { autonomyOf, levelNow, recordOf } from "../remediate/autonomy";
import { loadJudged, memoryMs } from "../remediate/autonomy-store";
import { loadBrake } from "../remediate/brake-store";
import { guardrails } from "../remediate/guardrails";
import { plan } from "../remediate/model";
import { defineView } from "../view";

const monthMs = 30 * 86_400_000;

/** How far each service's remedies may go, what they have earned, and the limits that hold for all. */
export const policy = defineView({
  input: z.object({}),
  async load({ db, now }) {
    const [set, judged, services, limits, cooldownMs, holdMs, lag] = await Promise.all([
      readSetting(db.prisma, "autonomy"),
      loadJudged(db.prisma, null, now),
      db.prisma.service.findMany({ select: { name: true }, orderBy: { name: "asc" }, take: 2000 }),
      readSetting(db.prisma, "remedy-limits"),
      readSetting(db.prisma, "cooldown-ms"),
      readSetting(db.prisma, "hold-ms"),
      detectLag(db, now),
    ]);
    const restarts = await readSetting(db.prisma, "restarts");
    const restarters = await db.prisma.integration.findMany({
      where: { kind: { in: [...restarterKinds] }, enabled: true },
      select: { id: true, name: true },
      orderBy: { name: "asc" },
    });
    const plans = await db.prisma.remedy.findMany({
      where: { proposedAt: { gte: new Date(now - monthMs) } },
      select: { plan: true, proposedAt: true },
      orderBy: { proposedAt: "asc" },
    });
    const suggested = await db.prisma.remedy.groupBy({
      by: ["service"],
      where: { proposedAt: { gte: new Date(now - memoryMs) }, kind: { not: "roll-forward" } },
      _count: true,
    });
    const brake = await loadBrake(db.prisma, lag, now);
    const names = new Set([
      ...services.map((s) => s.name),
      ...judged.map((j) => j.service),
      ...Object.keys(set.services),
    ]);
    return {
      at: now,
      default: set.default,
      limits,
      cooldownMs,
      holdMs,
      brake,
      restarts,
      restarters,
      guardrails: guardrails.map(({ name, stops, why }) => {
        const held = plans.filter((row) => {
          const parsed = plan.safeParse(row.plan);
          return parsed.success && parsed.data.guardrails.some((g) => g.name === name && !g.ok);
        });
        return {
          name,
          stops,
          why,
          held: held.length,
          lastAt: held.at(-1)?.proposedAt.getTime() ?? null,
        };
      }),
      plans: plans.length,
      services: [...names].sort().map((service) => {
        const own = judged.filter((j) => j.service === service);
        return {
          service,
          set: set.services[service] ?? null,
          now: levelNow(autonomyOf(set, service), own, { brake }),
          suggested: suggested.find((s) => s.service === service)?._count ?? 0,
          record: recordOf(own),
        };
      }),
    };
  },
});
