import type { Db, Tx } from "../db/client";
import { addJobIn } from "../db/jobs";
import { announceIn } from "../db/live";
import { Problem } from "../problem";
import { SeriesIndex } from "../series/expression-index";
import type { Tags } from "../series/tags";
import { counts, trained } from "./model";
import { type Made, type Rule, type RuleSeries, recipeOf, type Step } from "./rule";
import { addVersion, insertDetector, readLive, setEnabled } from "./store";

type StoredRule = Rule & { follows: boolean; trusted: boolean; author: string };

type Row = NonNullable<Awaited<ReturnType<Db["prisma"]["detectorRule"]["findUnique"]>>>;

const ruleOf = (r: Row): StoredRule => ({
  id: r.id,
  title: r.title,
  target: r.target,
  algorithm: r.algorithm,
  params: r.params as Record<string, unknown>,
  counts: counts.parse(r.counts),
  trainer: r.trainer as Rule["trainer"],
  days: r.days,
  follows: r.follows,
  trusted: r.trusted,
  author: r.author,
});

/** All rules, by title. */
export async function readRules(db: Pick<Tx, "detectorRule">): Promise<StoredRule[]> {
  return (await db.detectorRule.findMany({ orderBy: [{ title: "asc" }, { id: "asc" }] })).map(
    ruleOf,
  );
}

/** Throws Problem "not-found". */
export async function readRule(db: Pick<Tx, "detectorRule">, id: string): Promise<StoredRule> {
  const row = await db.detectorRule.findUnique({ where: { id } });
  if (!row) throw new Problem("not-found", `There is no rule ${id}. It may have been removed.`);
  return ruleOf(row);
}

/** Makes a rule or changes it. Nothing happens to detectors until it is applied. */
export async function saveRule(
  tx: Tx,
  { id, ...rule }: StoredRule,
  { isNew, now }: { isNew: boolean; now: number },
): Promise<void> {
  const data = { ...rule, params: rule.params as object, trainer: rule.trainer as object };
  if (!isNew) {
    await readRule(tx, id);
    const { author: _, ...changed } = data;
    await tx.detectorRule.update({ where: { id }, data: { ...changed, updatedAt: new Date(now) } });
  } else {
    if ((await tx.detectorRule.count({ where: { id } })) > 0)
      throw new Problem("conflict", `There is already a rule ${id}; give this one another title.`);
    const at = new Date(now);
    await tx.detectorRule.create({ data: { id, ...data, createdAt: at, updatedAt: at } });
  }
  // What it has made and nobody has decided on follows the rule's word
  if (rule.trusted)
    await tx.detector.updateMany({
      where: { ruleId: id, untrusted: "new" },
      data: { untrusted: null, untrustedWhy: null, trustedAt: new Date(now) },
    });
  await announceIn(tx, { topic: "detector" });
}

/** Removes a rule. What it made stays as ordinary detectors, switched off where `off`. Returns how many there are. */
export async function deleteRule(tx: Tx, id: string, off: boolean): Promise<number> {
  await readRule(tx, id);
  const { count } = await tx.detector.updateMany({
    where: { ruleId: id },
    data: { managed: "user", ruleSeriesId: null, ...(off ? { enabled: false } : {}) },
  });
  await tx.detectorRule.delete({ where: { id } });
  await announceIn(tx, { topic: "detector" });
  return count;
}

type Reader = Pick<Tx, "series" | "detector">;

/** What a plan is made from: the series of the rule, all series of their metrics, and what it has made. */
export async function readPlanFacts(
  db: Reader,
  rule: Pick<Rule, "id" | "target">,
): Promise<{ matched: RuleSeries[]; siblings: RuleSeries[]; made: Made[] }> {
  const all = await db.series.findMany({
    select: { id: true, metric: true, tags: true },
    orderBy: { id: "asc" },
  });
  const series = all.map((s) => ({ ...s, tags: s.tags as Tags }));
  const index = new SeriesIndex<number>();
  for (const s of series) index.add(s.id, s.metric, s.tags);
  const ids = new Set(index.match(rule.target));
  const matched = series.filter((s) => ids.has(s.id));
  const metrics = new Set(matched.map((s) => s.metric));
  const detectors = await db.detector.findMany({
    where: { ruleId: rule.id, ruleSeriesId: { not: null } },
    include: { versions: true },
  });
  return {
    matched,
    siblings: series.filter((s) => metrics.has(s.metric)),
    made: detectors.flatMap((d): Made[] => {
      const live = d.versions.find((v) => v.version === d.liveVersion);
      if (!live || d.ruleSeriesId === null) return [];
      const how = live.trained === null ? null : trained.parse(live.trained);
      return [
        {
          detectorId: d.id,
          title: d.title,
          seriesId: d.ruleSeriesId,
          target: live.target,
          recipe: how?.recipe ?? null,
          author: live.author,
          trainedTo: how?.to ?? null,
          ended: d.managed === "rule-ended",
        },
      ];
    }),
  };
}

/** Asks for a rule to be applied by the job. Throws Problem "conflict" while it is being applied. */
export async function queueRun(
  tx: Tx,
  { ruleId, by, retrain, now }: { ruleId: string; by: string; retrain: boolean; now: number },
): Promise<string> {
  await tx.$executeRaw`SELECT 1 FROM detector_rules WHERE id = ${ruleId} FOR UPDATE`;
  const busy = await tx.detectorRuleRun.count({
    where: { ruleId, state: { in: ["queued", "running"] } },
  });
  if (busy > 0) throw new Problem("conflict", "This rule is being applied. Wait, or cancel that.");
  const { id } = await tx.detectorRuleRun.create({
    data: { ruleId, state: "queued", by, retrain, queuedAt: new Date(now) },
  });
  await addJobIn(tx, "apply-detector-rule", { runId: id }, { key: `apply-detector-rule ${id}` });
  await announceIn(tx, { topic: "detector" });
  return id;
}

/** Cancels an application that is under way: what it has done stays. Throws Problem "not-found". */
export async function cancelRun(tx: Tx, id: string, now: number): Promise<string> {
  const { count } = await tx.detectorRuleRun.updateMany({
    where: { id, state: { in: ["queued", "running"] } },
    data: { state: "cancelled", finishedAt: new Date(now) },
  });
  if (count === 0) throw new Problem("not-found", "It is not being applied any more.");
  const run = await tx.detectorRuleRun.findUniqueOrThrow({ where: { id } });
  await announceIn(tx, { topic: "detector" });
  return run.ruleId;
}

/** Carries one step out. `settings` for a detector to be made or changed, with the history that they come from. */
export async function applyStep(
  tx: Tx,
  rule: StoredRule,
  step: Step,
  learned: {
    settings: Parameters<typeof insertDetector>[1]["settings"];
    from: number;
    to: number;
    points: number;
  } | null,
  now: number,
): Promise<void> {
  if (step.what === "remove" && step.detectorId !== null) {
    await setEnabled(tx, step.detectorId, false);
    await tx.detector.update({ where: { id: step.detectorId }, data: { managed: "rule-ended" } });
  }
  if (!learned || (step.what !== "create" && step.what !== "change")) return;
  const { settings, ...history } = learned;
  const version = {
    settings,
    author: `Rule ${rule.title}`,
    trained: { recipe: recipeOf(rule), trainer: rule.trainer.name, ...history },
    note: step.what === "create" ? "Made by the rule" : step.why,
    now,
  };
  if (step.detectorId === null) {
    await insertDetector(tx, {
      ...version,
      id: `${rule.id}-${step.seriesId}`,
      title: step.title,
      managed: "rule",
      untrusted: rule.trusted ? null : { kind: "new", why: "It is new" },
      rule: { id: rule.id, seriesId: step.seriesId },
    });
    return;
  }
  const live = await readLive(tx, step.detectorId);
  await addVersion(tx, step.detectorId, live.version, { ...version, title: step.title });
  await tx.detector.updateMany({
    where: { id: step.detectorId, managed: "rule-ended" },
    data: { managed: "rule", enabled: true },
  });
}
