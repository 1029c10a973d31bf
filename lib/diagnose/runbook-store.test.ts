import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { perform } from "@/lib/verb";
import {
  activeRunbooks,
  listRunbooks,
  readVersions,
  type Shipped,
  shippedRunbooks,
} from "./runbook-store";
import { enableRunbook, revertRunbook, saveRunbook } from "./runbook-verbs";

const now = Date.UTC(2026, 10, 22, 12);
const edit = { kind: "user", id: "u1", name: "Edda", role: "editor" } as const;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let shipped: Shipped[] = [];
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
  shipped = await shippedRunbooks();
});
afterAll(() => fresh.drop());

const as = () => ({ db: fresh.db, actor: edit, now });
const row = async (name: string) =>
  (await listRunbooks(fresh.db.prisma, shipped)).find((r) => r.name === name);
const text = (name: string, title: string, step = "saturation") =>
  `name: ${name}\ntitle: ${title}\nchecks:\n  - check: ${step} # why\n`;

test("a new runbook is version 1, keeps its comments and runs before the shipped ones", async () => {
  const saved = await perform(saveRunbook, as(), {
    text: text("payments", "Payments fail"),
    from: null,
    note: "after S-12",
  });
  expect(saved).toEqual({ name: "payments", title: "Payments fail", version: 1 });
  expect(await row("payments")).toMatchObject({
    origin: "own",
    enabled: true,
    author: "Edda",
    note: "after S-12",
    text: text("payments", "Payments fail"),
  });
  expect((await activeRunbooks(fresh.db.prisma, shipped))[0]?.name).toBe("payments");
});

test("a bad text is refused with line and column, and nothing is lost", async () => {
  await expect(
    perform(saveRunbook, as(), { text: text("payments", "Payments", "reboot"), from: 1 }),
  ).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringMatching(
      /^Line 4, column 12: checks 1\. check: there is no check reboot/,
    ),
  });
  expect(await row("payments")).toMatchObject({
    version: 1,
    text: text("payments", "Payments fail"),
  });
});

test("whoever saves over somebody else's version is told, and a taken name is not taken over", async () => {
  await perform(saveRunbook, as(), { text: text("payments", "Second"), from: 1 });
  await expect(
    perform(saveRunbook, as(), { text: text("payments", "Third"), from: 1 }),
  ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("version 2") });
  await expect(
    perform(saveRunbook, as(), { text: text("bad-deploy", "Mine"), from: null }),
  ).rejects.toMatchObject({ code: "conflict" });
  const back = await perform(revertRunbook, as(), { name: "payments", from: 2, to: 1 });
  expect(back.version).toBe(3);
  expect((await readVersions(fresh.db.prisma, "payments")).map((v) => v.note)).toEqual([
    "Back to version 1",
    "",
    "after S-12",
  ]);
});

test("a shipped runbook is changed under its own name and goes back to how it came", async () => {
  await perform(saveRunbook, as(), { text: text("bad-deploy", "Ours"), from: 0 });
  expect(await row("bad-deploy")).toMatchObject({ origin: "changed", version: 1 });
  await perform(revertRunbook, as(), { name: "bad-deploy", from: 1, to: 0 });
  expect(await row("bad-deploy")).toMatchObject({
    origin: "shipped",
    version: 0,
    text: shipped[0]?.text,
  });
});

test("what is switched off does not run, also when it came with Sitroom", async () => {
  await perform(enableRunbook, as(), { name: "unusual-traffic", enabled: false });
  const names = (await activeRunbooks(fresh.db.prisma, shipped)).map((b) => b.name);
  expect(names).not.toContain("unusual-traffic");
  expect(names).toHaveLength(10);
  await expect(
    perform(enableRunbook, as(), { name: "nothing", enabled: false }),
  ).rejects.toMatchObject({ code: "not-found" });
});

test("a stored runbook that no longer fits hides no other and says why", async () => {
  await fresh.db.prisma.runbookVersion.updateMany({
    where: { name: "payments", version: 3 },
    data: { text: text("payments", "Payments", "removed-check") },
  });
  expect((await row("payments"))?.problem).toMatch(/^Line 4, column 12/);
  expect((await activeRunbooks(fresh.db.prisma, shipped)).map((b) => b.name)).not.toContain(
    "payments",
  );
});
