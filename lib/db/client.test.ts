import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "./fresh-database";

const zone = process.env.TZ;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  process.env.TZ = "America/New_York";
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
});
afterAll(async () => {
  await fresh.drop();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

test("a host in another time zone writes and reads the same instants through both doors", async () => {
  const { pool, prisma } = fresh.db;
  const at = new Date(Date.UTC(2026, 6, 1, 12, 30, 15, 250));
  expect(at.getHours()).toBe(8);
  await pool.query(`INSERT INTO watermarks (name, "upTo") VALUES ('pool', $1)`, [at]);
  await prisma.watermark.create({ data: { name: "prisma", upTo: at } });
  const raw = await pool.query<{ upTo: Date }>(`SELECT "upTo" FROM watermarks`);
  const rows = await prisma.watermark.findMany();
  expect([...raw.rows, ...rows].map((r) => r.upTo.getTime())).toEqual(Array(4).fill(at.getTime()));
});
