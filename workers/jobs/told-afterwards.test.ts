import { expect, test } from "vitest";
import type { Actor } from "@/lib/people/model";
import { pinEvent } from "@/lib/timeline/verbs";
import { perform } from "@/lib/verb";
import { postMortemView } from "@/lib/views/post-mortem";
import { reports } from "@/lib/views/reports";
import { situation } from "@/lib/views/situation";
import {
  approve,
  approver,
  fresh,
  now,
  remedy,
  run,
  setTheStage,
  situationId,
} from "./guilty-deploy";

setTheStage(process.env.DATABASE_URL ?? "");
const viewer: Actor = { kind: "user", id: "u7", name: "Vic", role: "viewer" };
const ctx = () => ({ db: fresh.db, actor: viewer, now });

test("the report counts the situation, the question that was asked and the night in which it was answered", async () => {
  await run.propose();
  await approve(await remedy());
  const report = await reports.load(ctx(), { days: 7, zone: "UTC" });
  const count = (step: string) => report.funnel.find((f) => f.step === step)?.count;
  expect([count("Situations"), count("Questions"), count("Actions")]).toEqual([1, 1, 0]);
  expect(report.trend.map((t) => t.count).reduce((a, b) => a + b)).toBe(1);
  const hour = new Date(now).getUTCHours();
  const atNight = hour >= 22 || hour < 7;
  expect(report.nights.map((n) => [n.pages, n.people])).toEqual(
    atNight ? [[0, [{ name: approver.name, situations: 1 }]]] : [],
  );
  expect(reports.input.safeParse({ zone: "Mars/Olympus" }).success).toBe(false);
});

test("an entry can be pinned to the story and unpinned, and the post-mortem tells it", async () => {
  await run.propose();
  const entries = async () => (await situation.load(ctx(), { id: situationId })).timeline;
  const proposed = (await entries()).find((e) => e.kind === "remedy-proposed");
  const pin = (pinned: boolean, eventId = proposed?.id ?? "") =>
    perform(pinEvent, { db: fresh.db, actor: approver, now }, { situationId, eventId, pinned });
  await pin(true);
  expect((await entries()).filter((e) => e.pinned).map((e) => e.kind)).toEqual(["remedy-proposed"]);
  const { name, markdown } = await postMortemView.load(ctx(), { id: situationId });
  expect(name).toBe(`post-mortem-S-${situationId}.md`);
  const short = markdown.slice(markdown.indexOf("## Timeline"), markdown.indexOf("## Cause"));
  expect(short).toContain("Proposed: ");
  expect(short).not.toContain("opened");
  expect(markdown).toContain("Roll pricing back to");
  await pin(false);
  expect((await entries()).filter((e) => e.pinned)).toEqual([]);
  await expect(pin(true, "999999")).rejects.toMatchObject({ code: "not-found" });
});
