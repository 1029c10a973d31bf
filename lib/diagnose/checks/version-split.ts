import { z } from "zod";
import { defineCheck, type Judgement } from "../check";
import { judgePair } from "../judge-pair";
import type { Vote } from "../model";
import { type Candidate, type Data, type RequestRow, type Scene, usualNeeds } from "../scene";
import { byWindow, failing, millis, p95, percent, type Tally, tally } from "../tally";

const params = z.object({
  minRequests: z.number().int().min(5).default(30).meta({
    title: "Requests of each version",
    description: "Fewer than this of either version say nothing.",
  }),
  minErrors: z.number().min(0).default(0.02).meta({
    title: "Extra failing share that counts",
    description: "Smallest difference of the failing shares that makes the new version worse.",
  }),
  minSlower: z.number().min(1).default(1.3).meta({
    title: "Slower by a factor that counts",
    description: "Smallest ratio of the p95 latencies that makes the new version worse.",
  }),
});
type Params = z.infer<typeof params>;

/** How long the first requests of a version are, and the last ones of the version before, when they never ran together. */
const spanMs = 120_000;
const deploysOf = (scene: Scene) =>
  scene.changes.filter((c) => c.kind === "deploy" && c.to && scene.services.includes(c.service));

type Split = { change: Candidate; worse: boolean; together: boolean; says: string; weight: number };

/**
 * Compares requests of the new version with those of the old one: in the same windows since onset where both ran, which is
 * the strongest single evidence there is, else the last minutes of the old with the first of the new. Failing shares by a
 * two-proportion test, latencies by Mann–Whitney with its effect size, as Kayenta judges a canary.
 */
export const versionSplit = defineCheck({
  name: "version-split",
  title: "New against old version",
  asks: "Does the new version fail more, or answer slower, than the old one?",
  params,
  needs: (scene) => (deploysOf(scene).length > 0 ? usualNeeds(scene) : []),
  judge(scene, data, p): Judgement {
    const splits = deploysOf(scene).flatMap((c) => compare(scene, data, c, p) ?? []);
    const votes: Vote[] = splits.map((s) => ({
      kind: "change",
      ref: s.change.id,
      weight: s.weight,
    }));
    const told = splits.sort((a, b) => b.weight - a.weight)[0];
    if (!told) {
      return {
        outcome: "inconclusive",
        says: "No deployed version has served enough requests beside or after another one.",
      };
    }
    return {
      outcome: told.worse ? "interesting" : "ok",
      says: told.says,
      votes,
      evidence: { splits: splits.map(({ change, ...s }) => ({ ...s, change: change.id })) },
    };
  },
});

function compare(scene: Scene, data: Data, change: Candidate, p: Params): Split | null {
  const rows = data.requests.filter((r) => r.service === change.service);
  const fresh = rows.filter((r) => r.version === change.to && r.start >= change.begunAt - 60_000);
  const old = rows.filter((r) =>
    change.from ? r.version === change.from : r.version !== change.to,
  );
  const since = (list: RequestRow[]) => list.filter((r) => r.start >= scene.onsetAt - 10_000);
  const windows = new Set(since(fresh).flatMap((r) => (r.count > 0 ? [r.start] : [])));
  const both = new Set(
    since(old).flatMap((r) => (r.count > 0 && windows.has(r.start) ? [r.start] : [])),
  );
  const a = tally(fresh.filter((r) => both.has(r.start)));
  const b = tally(old.filter((r) => both.has(r.start)));
  const name = `${change.service} ${change.to}`;
  const firstAt = Math.min(...fresh.filter((r) => r.count > 0).map((r) => r.start));
  const already = failedBefore(old, firstAt, p);
  if (already !== null)
    return {
      change,
      worse: false,
      together: false,
      weight: -3,
      says: `${change.service} ${change.from ?? ""} ${already} before ${name} served its first request.`,
    };
  if (a.count >= p.minRequests && b.count >= p.minRequests) {
    const { worse, same, says } = judgePair(a, b, p);
    const weight = worse ? 3 : same ? -3 : 0;
    return {
      change,
      worse,
      together: true,
      weight,
      says: worse
        ? `In the same minutes ${name} ${says} ${change.from ?? "the old version"}.`
        : `In the same minutes ${name} did ${same ? "no worse than" : "hardly worse than"} ${change.from ?? "the old version"}: ${pair(a, b)}.`,
    };
  }
  const head = tally(fresh.filter((r) => r.start < firstAt + spanMs));
  const tail = tally(old.filter((r) => r.start < firstAt && r.start >= firstAt - 3 * spanMs));
  if (head.count < p.minRequests || tail.count < p.minRequests) return null;
  const { worse, says } = judgePair(head, tail, p);
  // A version that breaks things does so from its first requests; what grows later has checks of its own.
  const start = firstRequests(fresh, p.minRequests);
  if (worse && start && !judgePair(start, tail, p).worse)
    return {
      change,
      worse: false,
      together: false,
      weight: -1,
      says: `${name} answered its first ${Math.round(start.count)} requests as well as ${change.from ?? "the old version"} before: ${pair(start, tail)}.`,
    };
  return {
    change,
    worse,
    together: false,
    weight: worse ? 1.5 : -1.5,
    says: worse
      ? `${name} in its first two minutes ${says} ${change.from ?? "the old version"} in its last.`
      : `${name} began no worse than ${change.from ?? "the old version"} ended: ${pair(head, tail)}.`,
  };
}

/** Requests of the last half minute before a version came up, against those of the minutes before: what failed already. */
function failedBefore(old: readonly RequestRow[], firstAt: number, p: Params): string | null {
  const span = (from: number, to: number) =>
    tally(old.filter((r) => r.start >= firstAt - from && r.start < firstAt - to));
  const last = span(30_000, 0);
  const earlier = span(30_000 + 3 * spanMs, 60_000);
  if (last.count < p.minRequests || earlier.count < p.minRequests) return null;
  const { worse, says } = judgePair(last, earlier, p);
  return worse ? `already ${says} its own some minutes` : null;
}

/** The first windows of a version up to this many requests; null when it has not served twice as many yet. */
function firstRequests(fresh: readonly RequestRow[], least: number): Tally | null {
  const windows = byWindow(fresh);
  const first: RequestRow[] = [];
  for (const [, rows] of windows) {
    if (tally(first).count >= least) break;
    first.push(...rows);
  }
  const sum = tally(first);
  return sum.count >= least && tally(fresh).count >= 2 * sum.count ? sum : null;
}

const pair = (a: Tally, b: Tally) =>
  `${percent(failing(a))} against ${percent(failing(b))} failing, p95 ${millis(p95(a))} against ${millis(p95(b))}`;
