import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { freshDatabase } from "./db/fresh-database";
import type { Actor } from "./people/model";
import { defineVerb, perform } from "./verb";

const now = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

const person = (role: Actor["role"]): Actor => ({ kind: "user", id: role, name: role, role });
const refusals: number[] = [];
const told = defineVerb({
  name: "open-valve",
  role: "approver",
  input: z.object({ valve: z.number() }),
  run: async (_, { valve }) => ({ valve }),
  tells: ({ valve }) => ({ says: `Valve ${valve} opened.` }),
  tellsRefusal: async (_, { valve }) => {
    refusals.push(valve);
    return null;
  },
});
const open = (role: Actor["role"], input: unknown) =>
  perform(told, { db: fresh.db, actor: person(role), now }, input);

test("who may not do it is refused before the input is looked at, even where refusals are told", async () => {
  await expect(open("viewer", { valve: "none" })).rejects.toMatchObject({
    code: "forbidden",
    message: "open-valve needs the role approver; you are viewer.",
  });
  expect(refusals).toEqual([]);
  await expect(open("approver", { valve: "none" })).rejects.toMatchObject({ code: "bad-input" });
});

test("a refusal is told when the input says what was refused", async () => {
  await expect(open("responder", { valve: 7 })).rejects.toMatchObject({ code: "forbidden" });
  expect(refusals).toEqual([7]);
  expect(await open("admin", { valve: 8 })).toEqual({ valve: 8 });
  expect(refusals).toEqual([7]);
});
