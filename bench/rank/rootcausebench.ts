import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { blameCommits, guiltyCommit, type Symptoms } from "@/lib/diagnose/commit-blame";
import { outsideCause, type StatusEvent } from "@/lib/diagnose/outside-cause";
import { stepOnset } from "@/lib/diagnose/step-onset";
import { recordsOf, textOf } from "./csv";

export type RootcausebenchResult = {
  exact: number;
  decoys: number;
  abstained: number;
  cases: number;
};

const at = z.iso.datetime({ offset: true }).transform((s) => Date.parse(s));
const alertOf = z.object({
  service: z.string(),
  metric: z.string(),
  fired_at: at,
  summary: z.string().default(""),
  detail: z.string().default(""),
});
const commitsOf = z.array(
  z.object({
    sha: z.string(),
    timestamp: at,
    message: z.string(),
    files_changed: z.array(z.string()),
    diff: z.string().nullable(),
  }),
);
const deploysOf = z.array(z.object({ timestamp: at, service: z.string(), commit_sha: z.string() }));
const patternsOf = z.array(
  z.object({
    signature: z.string(),
    service: z.string(),
    // A pattern that is told as new, without a number, counts as more than before.
    delta_vs_baseline: z.coerce.number().catch(1),
    sentiment: z.string(),
  }),
);
const feedOf = z.object({
  events: z.array(
    z
      .object({ status: z.string(), detail: z.string().default(""), title: z.string().default("") })
      .and(z.object({ timestamp: at.optional(), started_at: at.optional() })),
  ),
});
const labelOf = z.object({
  root_cause_commit: z.string(),
  decoy_deploy_commits: z.array(z.string()).default([]),
});

/** Errors that are raw lines count as much as a pattern seen a few times. */
const rawWeight = 0.5;

/** Every case that has a label beside: the guilty commit, or that none is. No language model. */
export function benchRootcausebench(dir: string): {
  result: RootcausebenchResult;
  caseMs: number[];
} {
  const result = { exact: 0, decoys: 0, abstained: 0, cases: 0 };
  const caseMs: number[] = [];
  for (const name of readdirSync(dir).sort()) {
    const label = [`${name}.json`, `labels/${name}.json`, `${name}/label.json`]
      .map((file) => path.join(dir, file))
      .concat(path.join(`${dir}-labels`, `${name}.json`))
      .map(textOf)
      .find((t) => t !== null);
    const root = path.join(dir, name, "data");
    if (!label || !existsSync(root)) continue;
    const truth = labelOf.parse(JSON.parse(label));
    const started = performance.now();
    const answer = answerOf(root);
    caseMs.push(performance.now() - started);
    result.cases++;
    if (answer === truth.root_cause_commit) result.exact++;
    if (truth.decoy_deploy_commits.includes(answer)) result.decoys++;
    if (answer === "none") result.abstained++;
  }
  return { result, caseMs };
}

function answerOf(root: string): string {
  const json = (file: string): unknown => JSON.parse(textOf(path.join(root, file)) ?? "[]");
  const alert = alertOf.parse(json("alert.json"));
  const onsets = readOnsets(textOf(path.join(root, "metrics.csv")) ?? "", alert.fired_at);
  const patterns = patternsOf.parse(json("patterns.json"));
  const bad = patterns.filter((p) => p.sentiment === "negative" && p.delta_vs_baseline > 0);
  const told = onsets.find((o) => o.service === alert.service && o.metric === alert.metric);
  const brokeAt = told?.at ?? alert.fired_at;
  const raw = (textOf(path.join(root, "logs.ndjson")) ?? "")
    .split("\n")
    .filter((line) => /"(WARN|WARNING|ERROR|FATAL|CRITICAL)"/.test(line));
  const texts: Symptoms["texts"] = [
    { text: `${alert.metric} ${alert.summary} ${alert.detail}`, weight: 1 },
    ...bad.map((p) => ({ text: p.signature, weight: 1 })),
    ...patterns
      .filter((p) => p.sentiment !== "negative" && p.delta_vs_baseline < 0)
      .map((p) => ({ text: p.signature, weight: rawWeight })),
    ...onsets.map((o) => ({ text: o.metric, weight: 1 })),
    ...raw.map((line) => ({ text: messageOf(line), weight: rawWeight })),
  ];
  const symptoms: Symptoms = {
    brokeAt,
    firstAt: Math.min(brokeAt, ...onsets.map((o) => o.at)),
    services: [
      ...new Set([alert.service, ...bad.map((p) => p.service), ...onsets.map((o) => o.service)]),
    ],
    texts,
  };
  const blamed = blameCommits(
    commitsOf
      .parse(json("context/commits.json"))
      .map((c) => ({ ...c, id: c.sha, at: c.timestamp, files: c.files_changed })),
    deploysOf
      .parse(json("context/deploys.json"))
      .map((d) => ({ service: d.service, commit: d.commit_sha, at: d.timestamp })),
    symptoms,
  );
  const outside = outsideCause(
    [alert.summary, alert.detail, ...bad.map((p) => p.signature)],
    readFeed(root),
    brokeAt,
  );
  return guiltyCommit(blamed, outside) ?? "none";
}

function messageOf(line: string): string {
  const told: unknown = JSON.parse(line);
  return typeof told === "object" && told !== null && "msg" in told ? String(told.msg) : "";
}

/** The status page, when there is one; an unknown shape has no events. */
function readFeed(root: string): StatusEvent[] {
  const text = textOf(path.join(root, "status_feed.json"));
  const feed = text === null ? null : feedOf.safeParse(JSON.parse(text));
  if (!feed?.success) return [];
  return feed.data.events.flatMap((e) => {
    const time = e.timestamp ?? e.started_at;
    return time === undefined ? [] : [{ at: time, status: e.status, says: e.title || e.detail }];
  });
}

/** The series that left their level before the alert, each with when. */
function readOnsets(text: string, firedAt: number) {
  const series = new Map<string, { service: string; metric: string; points: [number, number][] }>();
  for (const r of recordsOf(text)) {
    const [service = "", metric = ""] = [r.service, r.metric];
    const s = series.get(`${service} ${metric}`) ?? { service, metric, points: [] };
    const time = Date.parse(r.timestamp ?? "");
    if (time <= firedAt) s.points.push([time, Number(r.value)]);
    series.set(`${service} ${metric}`, s);
  }
  return [...series.values()].flatMap(({ service, metric, points }) => {
    const since = stepOnset(points.sort((a, b) => a[0] - b[0]));
    return since === null ? [] : [{ service, metric, at: since }];
  });
}
