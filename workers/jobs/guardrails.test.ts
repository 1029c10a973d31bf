import { expect, test } from "vitest";
import type { Actor } from "@/lib/people/model";
import { setLimits, setServiceLimit } from "@/lib/remediate/limits-verbs";
import { type Plan, plan } from "@/lib/remediate/model";
import { setAutonomy } from "@/lib/remediate/verbs";
import { perform } from "@/lib/verb";
import { guardrail } from "@/lib/views/guardrail";

import { fresh, now, remedy, run, setTheStage, situationId, step } from "./guilty-deploy";

setTheStage(process.env.DATABASE_URL ?? "");

const editor: Actor = { kind: "user", id: "u3", name: "Eve", role: "editor" };
const admin: Actor = { ...editor, id: "u9", name: "Root", role: "admin" };
const act = (verb: Parameters<typeof perform>[0], input: unknown, actor = editor) =>
  perform(verb, { db: fresh.db, actor, now }, input);
const verdict = async (name: string) =>
  (plan.parse((await remedy()).plan) as Plan).guardrails.find((g) => g.name === name);
const own = (input: object) => act(setServiceLimit, { reason: "for this test", ...input });
const saysLast = async () =>
  (
    await fresh.db.prisma.timelineEvent.findFirstOrThrow({
      where: { situationId },
      orderBy: { id: "desc" },
    })
  ).says;

test("a freeze of another service does not concern this one; a freeze of this one blocks it, with the reason on the timeline", async () => {
  const freeze = { from: now - 1000, to: now + 3_600_000, reason: "peak sale" };
  await act(setLimits, { freezes: [{ ...freeze, services: ["checkout"] }], reason: "sale" });
  await run.propose();
  expect(await step()).toBe("decide");
  await act(setLimits, { freezes: [{ ...freeze, services: ["pricing"] }], reason: "sale" });
  await run.propose();
  expect(await step()).toBe("blocked");
  expect(await saysLast()).toContain(
    "Blocked: A freeze is in force until 2026-11-22 13:00 UTC: peak sale",
  );
});

test("a service has a limit of its own, which is gone when it is as for all again; the audit tells both", async () => {
  await own({ service: "pricing", limit: "minTraffic", value: 500 });
  await own({ service: "checkout", limit: "minTraffic", value: 0 });
  await run.propose();
  expect(await verdict("Enough traffic")).toMatchObject({
    ok: false,
    says: "pricing has fewer than 500 requests a second: recovery could not be seen.",
  });
  await own({ service: "pricing", limit: "minTraffic", value: null });
  await run.propose();
  expect(await verdict("Enough traffic")).toMatchObject({ ok: true });
  const audit = await fresh.db.prisma.timelineEvent.findMany({
    where: { kind: "set-service-limit" },
    orderBy: { id: "asc" },
  });
  expect(audit.map((e) => e.says)).toEqual([
    "Guardrails changed for pricing: requests per second at least = 500. for this test",
    "Guardrails changed for checkout: requests per second at least = 0. for this test",
    "Guardrails changed for pricing: requests per second at least as for all. for this test",
  ]);
  await expect(
    own({ service: "pricing", limit: "perServiceAndDay", value: 0 }),
  ).rejects.toMatchObject({ code: "bad-input" });
});

test("a change of the other limits leaves those of single services alone", async () => {
  await own({ service: "pricing", limit: "blastRadius", value: 0 });
  await act(setLimits, { atOnce: 3, reason: "more people" });
  const seen = await guardrail.load(
    { db: fresh.db, actor: editor, now },
    { id: "small-blast-radius" },
  );
  expect(seen).toMatchObject({ value: 25, own: [{ service: "pricing", value: 0 }] });
});

test("what may run by itself and does not says on the timeline why a person is asked", async () => {
  await act(
    setAutonomy,
    { service: "pricing", level: "auto", granted: true, reason: "for this test" },
    admin,
  );
  await own({ service: "pricing", limit: "minTraffic", value: 500 });
  await run.propose();
  expect(await remedy()).toMatchObject({ state: "proposed", autoAt: null });
  expect(await saysLast()).toContain(
    "Asks a person: pricing has fewer than 500 requests a second: recovery could not be seen.",
  );
});

test("a guardrail's page has its verdict on every plan, what it stopped first, and who changed it", async () => {
  await own({ service: "pricing", limit: "minTraffic", value: 500 });
  await run.propose();
  const seen = await guardrail.load({ db: fresh.db, actor: editor, now }, { id: "enough-traffic" });
  expect(seen).toMatchObject({
    name: "Enough traffic",
    stops: "auto",
    plans: 1,
    held: 1,
    verdicts: [{ title: "Roll pricing back to v1", ok: false, situationId }],
    changes: [
      {
        by: "Eve",
        says: "Guardrails changed for pricing: requests per second at least = 500. for this test",
      },
    ],
  });
  await expect(
    guardrail.load({ db: fresh.db, actor: editor, now }, { id: "no-such" }),
  ).rejects.toMatchObject({ code: "not-found" });
});
