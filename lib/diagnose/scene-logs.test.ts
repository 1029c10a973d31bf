import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import { fetcher } from "./scene-store";

const onset = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now: onset });
});
afterAll(() => fresh.drop());

test("log patterns are fetched with what they counted before and since, warnings and worse only", async () => {
  const pattern = (id: string, severity: string, firstSeenAt: number) => ({
    ...{ id, service: "cart", severity, key: id, text: id, count: 1 },
    ...{ firstSeenAt: new Date(firstSeenAt), lastSeenAt: new Date(onset) },
  });
  const window = (patternId: string, severity: string, at: number, count: number) => ({
    ...{ patternId, service: "cart", severity, count, start: new Date(at) },
  });
  const { prisma } = fresh.db;
  await prisma.logPattern.createMany({
    data: [
      pattern("new", "error", onset + 10_000),
      pattern("old", "error", onset - 900_000),
      pattern("over", "error", onset - 900_000),
      pattern("mild", "info", onset - 900_000),
    ],
  });
  await prisma.logWindow.createMany({
    data: [
      window("new", "error", onset + 20_000, 3),
      window("new", "error", onset + 10_000, 4),
      window("old", "error", onset - 600_000, 5),
      window("old", "error", onset, 6),
      window("over", "error", onset - 600_000, 7),
      window("mild", "info", onset, 8),
    ],
  });
  const span = { from: onset - 1_200_000, onset: onset - 10_000, to: onset + 60_000 };
  const { logs } = await fetcher(fresh.db)([{ kind: "logs", services: ["cart"], ...span }]);
  const told = [...(logs ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(told.map((l) => [l.id, l.before, l.since, l.firstAt - onset])).toEqual([
    ["new", 0, 7, 10_000],
    ["old", 5, 6, 0],
  ]);
});
