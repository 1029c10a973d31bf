import { z } from "zod";
import { blameCommits, type Commit, type Symptoms } from "./commit-blame";
import type { Evidence } from "./model";
import { newFailures } from "./new-failures";
import type { Candidate, Data, Scene } from "./scene";

/** Commits as the sender of a change may tell them in its details: `details.commits`. */
const told = z.object({
  commits: z
    .array(
      z.object({
        sha: z.string().min(1).max(200),
        message: z.string().max(2000).default(""),
        files: z.array(z.string().max(500)).max(1000).default([]),
        diff: z.string().max(200_000).nullable().default(null),
      }),
    )
    .max(200),
});

/** The commits of a change's details; none when there are none or they have another shape. */
export function commitsOf(details: unknown, at: number): Commit[] {
  const parsed = told.safeParse(details);
  return parsed.success ? parsed.data.commits.map(({ sha, ...c }) => ({ id: sha, at, ...c })) : [];
}

export type Content = { evidence: Evidence[]; harmless: string | null };

/** Where and when are judged for the change as a whole; of its commits only what they do counts. */
const judgedElsewhere = new Set(["time", "place"]);
/** What commits do counts up to this much in log odds, as much as the strongest check. */
const most = 3;

/**
 * What the commits of each change do, beside what the symptoms speak of: new failure messages and the metrics that moved. The
 * most suspect commit speaks for its change; a change of which every commit is harmless is harmless. Only changes with
 * commits are in the answer, by id.
 */
export function changeContents(
  scene: Scene,
  data: Data,
  failing: readonly string[],
): Map<string, Content> {
  const known = scene.changes.filter((c) => (c.commits ?? []).length > 0);
  if (known.length === 0) return new Map();
  const failures = newFailures(scene, data.spans ?? []);
  const symptoms: Symptoms = {
    brokeAt: scene.now,
    firstAt: scene.onsetAt,
    services: failing,
    texts: [
      ...failures.map((f) => ({ text: f.text, weight: 1 })),
      ...scene.members.map((m) => ({ text: m.metric, weight: 1 })),
    ],
  };
  const commits = known.flatMap((c) => c.commits ?? []);
  const shipped = known.flatMap((c) =>
    (c.commits ?? []).map((commit) => ({ service: c.service, commit: commit.id, at: c.begunAt })),
  );
  const blamed = new Map(blameCommits(commits, shipped, symptoms).map((b) => [b.id, b]));
  return new Map(known.map((change) => [change.id, contentOf(change, blamed)]));
}

function contentOf(
  change: Candidate,
  blamed: ReadonlyMap<string, ReturnType<typeof blameCommits>[number]>,
): Content {
  const list = (change.commits ?? []).flatMap((c) => blamed.get(c.id) ?? []);
  const unread = new Set((change.commits ?? []).flatMap((c) => (c.diff === null ? [c.id] : [])));
  const open = list.filter((b) => b.veto === null);
  const worst = open
    .map(({ id, evidence }) =>
      // That a diff was not sent speaks neither for nor against a change.
      evidence.filter(
        (e) => !judgedElsewhere.has(e.name) && !(e.name === "diff" && unread.has(id)),
      ),
    )
    .map((evidence) => ({ evidence, sum: evidence.reduce((sum, e) => sum + e.weight, 0) }))
    .sort((a, b) => b.sum - a.sum)[0];
  if (!worst) return { evidence: [], harmless: list[0]?.veto ?? null };
  const scale = Math.min(1, most / Math.max(most, worst.sum));
  return {
    evidence: worst.evidence.map((e) => ({ ...e, weight: e.weight * scale })),
    harmless: null,
  };
}
