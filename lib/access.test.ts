import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { freshDatabase } from "./db/fresh-database";
import { createLog } from "./log";
import { type Actor, allows, type Role, roles } from "./people/model";
import { Problem } from "./problem";
import { type AnyVerb, perform } from "./verb";
import { verbs } from "./verbs";
import { views } from "./views";
import { loadView } from "./views/load";

// Who may do and see what. A new verb or view has no row here, and that fails: decide who may use it, and write the row.
// "on" names what the verb is about; then a role on one of that thing's services is enough.
type Row = readonly [least: Role, on?: "situation" | "remedy" | "anomaly" | "series" | "service"];
const deeds: Record<keyof typeof verbs, Row> = {
  "change-settings": ["admin"],
  "set-redaction": ["admin"],
  "set-trace-rules": ["admin"],
  "create-api-key": ["admin"],
  "rotate-api-key": ["admin"],
  "revoke-api-key": ["admin"],
  "invite-person": ["admin"],
  "change-person": ["admin"],
  "lock-out-person": ["admin"],
  "reset-password": ["admin"],
  // Of oneself; of others only as an admin (people-verbs.test.ts)
  "change-own-password": ["viewer"],
  "begin-second-factor": ["viewer"],
  "confirm-second-factor": ["viewer"],
  "renew-recovery-codes": ["viewer"],
  "end-second-factor": ["viewer"],
  "reset-second-factor": ["admin"],
  "require-second-factor": ["admin"],
  "end-session": ["viewer"],
  "end-all-sessions": ["viewer"],
  "save-view": ["viewer"],
  "remove-view": ["viewer"],
  "save-team": ["admin"],
  "remove-team": ["admin"],
  "change-single-sign-on": ["admin"],
  "allow-outgoing": ["admin"],
  "allow-diagnostic-hosts": ["admin"],
  "create-integration": ["admin"],
  "update-integration": ["admin"],
  "enable-integration": ["admin"],
  "rotate-integration-secret": ["admin"],
  "create-message-channel": ["admin"],
  "update-message-channel": ["admin"],
  "enable-message-channel": ["admin"],
  "test-message-channel": ["admin"],
  "save-message-route": ["admin"],
  "remove-message-route": ["admin"],
  "resend-message": ["responder"],
  "approve-remedy": ["approver", "remedy"],
  "reject-remedy": ["approver", "remedy"],
  "veto-remedy": ["responder", "remedy"],
  "set-autonomy": ["admin", "service"],
  "set-remedy-limits": ["editor"],
  "set-service-limit": ["editor", "service"],
  "set-restarts": ["admin"],
  "kill-switch": ["approver"],
  "acknowledge-situation": ["responder", "situation"],
  "assign-situation": ["responder", "situation"],
  "resolve-situation": ["responder", "situation"],
  "rename-situation": ["responder", "situation"],
  "comment-situation": ["responder", "situation"],
  "correct-onset": ["responder", "situation"],
  "merge-situations": ["responder", "situation"],
  "split-situation": ["responder", "situation"],
  "unlink-anomalies": ["responder", "situation"],
  "confirm-candidate": ["responder", "situation"],
  "discard-candidate": ["responder", "situation"],
  "undo-grouping": ["responder", "situation"],
  "set-grouping-rules": ["editor"],
  "forget-grouping": ["editor"],
  "set-business-series": ["editor"],
  "silence-situation": ["responder", "situation"],
  "link-anomaly": ["responder", "situation"],
  "pin-event": ["responder", "situation"],
  "create-detector": ["editor"],
  "save-detector": ["editor"],
  "enable-detector": ["editor"],
  "revert-detector": ["editor"],
  "trust-detector": ["editor"],
  "shadow-detector": ["editor"],
  "promote-shadow": ["editor"],
  "end-shadow": ["editor"],
  "save-detector-rule": ["editor"],
  "apply-detector-rule": ["editor"],
  "cancel-detector-rule": ["editor"],
  "delete-detector-rule": ["editor"],
  "label-anomaly": ["responder", "anomaly"],
  "undo-anomaly-label": ["responder", "anomaly"],
  "silence-series": ["responder", "series"],
  "end-silence": ["responder", "series"],
  "create-derived-metric": ["editor"],
  "delete-derived-metric": ["editor"],
  "plan-maintenance": ["responder"],
  "change-maintenance": ["responder"],
  "end-maintenance": ["responder"],
  "set-objective": ["editor"],
  "set-service-group": ["editor"],
  "pin-service": ["responder"],
  "reset-graph-layout": ["responder"],
  "keep-snapshot": ["responder"],
  "import-snapshot": ["editor"],
  "delete-snapshot": ["editor"],
  "run-checks": ["responder", "situation"],
  "judge-suspect": ["responder", "situation"],
  "save-runbook": ["editor"],
  "enable-runbook": ["editor"],
  "revert-runbook": ["editor"],
  "cause-fault": ["responder"],
  "clear-fault": ["responder"],
};
const reads: Record<keyof typeof views, Role> = {
  // Of oneself only
  account: "viewer",
  actions: "viewer",
  audit: "admin",
  "audit-export": "admin",
  anomalies: "viewer",
  "anomaly-label-effect": "viewer",
  "change-effect": "viewer",
  changes: "viewer",
  "data-rules": "viewer",
  derived: "viewer",
  "derived-preview": "viewer",
  detector: "viewer",
  "detector-history": "viewer",
  "detector-readiness": "viewer",
  "detector-rule-plan": "viewer",
  "detector-rules": "viewer",
  "detector-scorecards": "viewer",
  "detector-shadow": "viewer",
  detectors: "viewer",
  "demo-faults": "viewer",
  graph: "viewer",
  "graph-diff": "viewer",
  "graph-snapshots": "viewer",
  "graph-service": "viewer",
  grouping: "viewer",
  "integration-test": "admin",
  maintenance: "viewer",
  "log-pattern": "viewer",
  logs: "viewer",
  measures: "viewer",
  messages: "viewer",
  "message-preview": "viewer",
  guardrail: "viewer",
  "message-settings": "viewer",
  metric: "viewer",
  "metric-contributors": "viewer",
  metrics: "viewer",
  "metrics-golden": "viewer",
  overview: "viewer",
  people: "admin",
  policy: "viewer",
  "post-mortem": "viewer",
  record: "viewer",
  reports: "viewer",
  "series-matching": "viewer",
  runbook: "viewer",
  "runbook-dry-run": "editor",
  runbooks: "viewer",
  "saved-views": "viewer",
  service: "viewer",
  settings: "viewer",
  shell: "viewer",
  assignees: "viewer",
  situation: "viewer",
  "situation-kin": "viewer",
  "situation-loss": "viewer",
  situations: "viewer",
  status: "viewer",
  trace: "viewer",
  traces: "viewer",
};

const now = Date.UTC(2026, 10, 22, 12);
const at = new Date(now);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
/** Ids of what belongs to the service pricing */
let pricing: Record<"situation" | "remedy" | "anomaly" | "series" | "service", unknown>;

beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  Object.assign(globalThis, {
    sitroomServer: {
      db: fresh.db,
      env: { INGEST_PORT: 4318, NEXTAUTH_SECRET: "of no importance here" },
      log: createLog("test", "silent"),
    },
  });
  const { prisma } = fresh.db;
  const situation = await prisma.situation.create({
    data: {
      title: "pricing fails",
      status: "open",
      severity: "high",
      step: "decide",
      onsetAt: at,
      openedAt: at,
      services: ["pricing"],
      impact: {},
    },
  });
  const remedy = await prisma.remedy.create({
    data: {
      situationId: situation.id,
      changeId: "none",
      kind: "rollback",
      service: "pricing",
      plan: {
        kind: "rollback",
        changeId: "none",
        service: "pricing",
        integration: "none",
        target: "pricing",
        from: "v2",
        to: "v1",
        ridesAlong: [],
        grade: "A",
        gradeReasons: [],
        blastRadius: [],
        expectedEffect: "",
        undo: "",
        guardrails: [],
      },
      planHash: "a".repeat(64),
      grade: "A",
      state: "proposed",
      proposedAt: at,
      expiresAt: at,
      idempotencyKey: "access",
    },
  });
  const series = await prisma.series.create({
    data: { key: "x", metric: "x", tags: { service: "pricing" }, service: "pricing" },
  });
  await prisma.detector.create({ data: { id: "d", title: "d", managed: "auto", liveVersion: 1 } });
  const anomaly = await prisma.anomaly.create({
    data: {
      id: "a1",
      seriesId: series.id,
      detectorId: "d",
      detectorVersion: 1,
      service: "pricing",
      metric: "x",
      level: "STRONG",
      direction: "above",
      startedAt: at,
      lastAt: at,
      points: 6,
      peakAt: at,
      peakValue: 0.4,
      peakScore: 9,
    },
  });
  pricing = {
    situation: situation.id,
    remedy: remedy.id,
    anomaly: anomaly.id,
    series: series.id,
    service: "pricing",
  };
});
afterAll(() => fresh.drop());

const person = (role: Role, services: string[] = [], on: Role = role): Actor => ({
  kind: "user",
  id: "u",
  name: "Uma",
  role,
  grants: services.length > 0 ? [{ role: on, services }] : [],
});

/** What came of it: the Problem's code, "done", or "broken" for what is no expected refusal. */
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (problem) => (problem instanceof Problem ? problem.code : "broken"),
  );
const attempt = (name: string, actor: Actor, input: unknown) =>
  outcome(
    perform(
      (verbs as Record<string, AnyVerb>)[name] as AnyVerb,
      { db: fresh.db, actor, now },
      input,
    ),
  );

/** An input of the right shape that names what belongs to pricing: whatever else is asked for is filled in. */
function inputAbout(verb: AnyVerb, on: NonNullable<Row[1]>): Record<string, unknown> {
  const shape = (verb.input as z.ZodObject).shape as Record<string, z.ZodType>;
  const key = {
    situation: "situationId",
    remedy: "remedyId",
    anomaly: "anomalyId",
    series: "seriesId",
    service: "service",
  }[on];
  const named = key in shape ? key : "id";
  const fill: Record<string, unknown> = {
    planHash: "b".repeat(64),
    reason: "because I say so",
    owner: "Uma",
    title: "another title",
    text: "words",
    at: null,
    eventId: "1",
    pinned: true,
    rule: { kind: "true" },
    minutes: 30,
    kind: "service",
    ref: "pricing",
    state: "cleared",
    level: "hint",
    limit: "minTraffic",
    value: 1,
    from: [1],
    anomalyId: "a1",
    anomalyIds: ["a1"],
    labelId: "none",
  };
  const rest = Object.keys(shape).filter((k) => k !== named && k in fill);
  return { ...Object.fromEntries(rest.map((k) => [k, fill[k]])), [named]: pricing[on] };
}

test("every verb and every view has its row here", () => {
  expect(Object.keys(deeds).sort()).toEqual(Object.keys(verbs).sort());
  expect(Object.keys(reads).sort()).toEqual(Object.keys(views).sort());
});

describe.each(Object.entries(deeds))("%s", (name, [least, on]) => {
  const verb = (verbs as Record<string, AnyVerb>)[name] as AnyVerb;

  test(`takes the role ${least}${on ? ` on a service of the ${on}` : " everywhere"}`, () => {
    expect({ name: verb.name, role: verb.role, scoped: verb.on !== undefined }).toEqual({
      name,
      role: least,
      scoped: on !== undefined,
    });
  });

  test.each(roles)("as %s everywhere", async (role) => {
    expect(await attempt(name, person(role), null)).toBe(
      allows(role, least) ? "bad-input" : "forbidden",
    );
  });

  test("a role on other services, or a lower one on the right ones, is not enough", async () => {
    if (least === "viewer") return;
    const input = on ? inputAbout(verb, on) : null;
    if (on) expect(verb.input.safeParse(input).error).toBeUndefined();
    expect(await attempt(name, person("viewer", ["checkout"], "admin"), input)).toBe("forbidden");
    const lower = roles[roles.indexOf(least) - 1] ?? "viewer";
    expect(await attempt(name, person("viewer", ["pricing"], lower), input)).toBe("forbidden");
  });

  if (!on) return;
  test("the role on the right service passes; what does not exist is refused like what is somebody else's", async () => {
    const input = inputAbout(verb, on);
    expect(await attempt(name, person("viewer", ["pricing"], least), input)).not.toBe("forbidden");
    if (on === "service") return;
    const key = Object.keys(input).find((k) => input[k] === pricing[on]) ?? "";
    const missing = { ...input, [key]: typeof pricing[on] === "number" ? 999_999 : "none" };
    expect(await attempt(name, person("viewer", ["pricing"], least), missing)).toBe("forbidden");
  });
});

describe.each(Object.entries(reads))("view %s", (name, least) => {
  test.each(roles)("as %s", async (role) => {
    const got = await outcome(loadView(name, "[]", person(role)));
    expect(got).toBe(allows(role, least) ? "bad-input" : "forbidden");
  });
});

test("what settings tell a viewer holds no key, no configuration and nothing else that is an admin's", async () => {
  await perform(
    verbs["create-api-key"],
    { db: fresh.db, actor: person("admin"), now },
    { name: "fleet", scopes: ["ingest"] },
  );
  const seen = (await loadView("settings", "{}", person("viewer"))) as { keys: unknown[] };
  expect(seen.keys).toEqual([]);
  expect(JSON.stringify(seen)).not.toContain("fleet");
});
