import { expect, test } from "vitest";
import { digestDueAt, heldBack, wants } from "./decide";
import { digestOf } from "./digest";
import type { News, Route } from "./model";
import { simulate } from "./simulate";

const minute = 60_000;
const noon = Date.parse("2026-11-24T12:00:00Z");
const night = Date.parse("2026-11-24T23:00:00Z");
const route: Route = {
  id: "shop",
  name: "Shop",
  team: null,
  services: [],
  severity: "low",
  kinds: [],
  own: null,
  channels: ["c"],
  quiet: { from: "22:00", to: "07:00", zone: "UTC", weekends: false, critical: false },
  perHour: 4,
  digestMs: 15 * minute,
  since: 0,
};
const news = (over: Partial<News> = {}): News => ({
  key: "event:1",
  kind: "opened",
  situationId: 1,
  own: null,
  severity: "high",
  services: ["pricing", "search"],
  says: "S-1 opened.",
  at: noon,
  ...over,
});
const fresh = { sent: [], begun: false, waiting: false, toldBefore: null };
const ours = (over: Partial<News> = {}): News =>
  news({
    ...{ kind: "own-alert", situationId: null, services: [], severity: "low" },
    own: { alertId: "a1", trouble: "busy here" },
    says: "Detection has more to do than its processor can.",
    ...over,
  });

test("a route hears of its services, from its severity up, of its kinds, since it exists", () => {
  expect(wants(route, news())).toBe(true);
  expect(wants({ ...route, services: ["pric*"] }, news())).toBe(true);
  expect(wants({ ...route, services: ["pric"] }, news())).toBe(false);
  expect(wants({ ...route, severity: "critical" }, news())).toBe(false);
  expect(wants({ ...route, severity: "high" }, news({ severity: "critical" }))).toBe(true);
  expect(wants({ ...route, kinds: ["resolved"] }, news())).toBe(false);
  expect(wants({ ...route, since: noon + 1 }, news())).toBe(false);
});

test("a page reaches every route of its service at any hour, and no other", () => {
  const page = news({ kind: "paged", at: night });
  const narrow: Route = { ...route, severity: "critical", kinds: ["resolved"] };
  expect(wants(narrow, page)).toBe(true);
  expect(wants({ ...narrow, services: ["booking"] }, page)).toBe(false);
  const sent = [night, night, night, night];
  expect(heldBack(narrow, page, { ...fresh, sent }, night + minute)).toBe(null);
});

test("at night only critical news are told, unless those are to wait too", () => {
  const late = { at: night };
  expect(heldBack(route, news(late), fresh, night)).toBe("quiet");
  const critical = news({ ...late, severity: "critical" });
  expect(heldBack(route, critical, fresh, night)).toBe(null);
  const strict = { ...route, quiet: { ...route.quiet, critical: true } as Route["quiet"] };
  expect(heldBack(strict, critical, fresh, night)).toBe("quiet");
});

test("a flood of small things leaves a quarter of the hour's limit to critical ones", () => {
  const sent = [noon - 50 * minute, noon - minute, noon - minute];
  expect(heldBack(route, news(), { ...fresh, sent }, noon)).toBe("limit");
  const critical = news({ severity: "critical" });
  expect(heldBack(route, critical, { ...fresh, sent }, noon)).toBe(null);
  expect(heldBack(route, critical, { ...fresh, sent: [...sent, noon] }, noon)).toBe("limit");
  // An hour later the limit is free again.
  expect(
    heldBack(route, news({ at: noon + 11 * minute }), { ...fresh, sent }, noon + 11 * minute),
  ).toBe(null);
});

test("who was not told the beginning is not told the middle or the end, but a rise to critical is told", () => {
  const waiting = { ...fresh, waiting: true };
  expect(heldBack(route, news({ kind: "cause" }), waiting, noon)).toBe("follows");
  expect(heldBack(route, news({ kind: "resolved" }), fresh, noon)).toBe("follows");
  expect(heldBack(route, news({ kind: "resolved" }), { ...fresh, begun: true }, noon)).toBe(null);
  const raised = news({ kind: "raised", severity: "critical" });
  expect(heldBack(route, raised, waiting, noon)).toBe(null);
});

test("what we come to tell half an hour too late waits for the digest", () => {
  expect(heldBack(route, news(), fresh, noon + 30 * minute)).toBe(null);
  expect(heldBack(route, news(), fresh, noon + 30 * minute + 1)).toBe("late");
});

test("a digest is due a quarter of an hour after the oldest, or when the night is over", () => {
  expect(digestDueAt(route, [])).toBe(null);
  const held = [
    { at: noon + minute, severity: "low" as const },
    { at: noon, severity: "low" as const },
  ];
  expect(digestDueAt(route, held)).toBe(noon + 15 * minute);
  const morning = Date.parse("2026-11-25T07:00:00Z");
  expect(digestDueAt(route, [{ at: night, severity: "high" }])).toBe(morning);
  expect(digestDueAt(route, [{ at: night, severity: "critical" }])).toBe(night + 15 * minute);
});

test("a digest counts everything, names the worst first and not more than people read", () => {
  const held = Array.from({ length: 25 }, (_, i) => ({
    situationId: i + 1,
    kind: "opened" as const,
    severity: i === 24 ? ("critical" as const) : ("low" as const),
    says: "",
    because: "limit" as const,
    at: noon,
  }));
  const situations = held.map((h) => ({
    id: h.situationId,
    title: "pricing fails",
    status: h.situationId < 11 ? "resolved" : "open",
  }));
  const digest = digestOf(
    [...held, { ...(held[24] as (typeof held)[number]), kind: "cause", because: "follows" }],
    situations,
    { key: "k", routeName: "Shop", appUrl: "https://s.example", at: noon },
  );
  expect(digest.says).toBe(
    "26 messages of 25 situations held back for Shop (25 over the limit, 1 its beginning was held back); 15 still open.",
  );
  expect(digest.lines).toHaveLength(21);
  expect(digest.lines[0]).toBe("S-25 pricing fails (critical, open): opened, cause named");
  expect(digest.lines[20]).toBe("and 5 more situations, all on the Messages page");
  expect(digest.severity).toBe("critical");
});

test("the preview decides as the worker does: a storm of 200 in ten minutes is three messages and one digest", () => {
  const storm = Array.from({ length: 200 }, (_, i) =>
    news({ key: `event:${i}`, situationId: i, at: noon + i * 3000 }),
  );
  const seen = simulate(route, storm, noon + 3_600_000);
  expect(seen).toEqual({
    messages: 3,
    digests: 1,
    held: { quiet: 0, limit: 197, follows: 0, late: 0, again: 0 },
    busiestHour: 3,
  });
});

test("a route of every service hears of Sitroom itself, one of some services only when it says so", () => {
  expect(wants(route, ours())).toBe(true);
  expect(wants({ ...route, services: ["pricing"] }, ours())).toBe(false);
  expect(wants({ ...route, services: ["pricing"], own: true }, ours())).toBe(true);
  expect(wants({ ...route, own: false }, ours())).toBe(false);
  expect(wants({ ...route, severity: "high" }, ours())).toBe(false);
  // Kinds of news are of situations.
  expect(wants({ ...route, kinds: ["resolved"] }, ours())).toBe(true);
});

test("trouble of ours that comes back within half an hour is told in the digest, and so is its end", () => {
  const told = { ...fresh, toldBefore: noon - 29 * minute };
  expect(heldBack(route, ours({ severity: "critical" }), told, noon)).toBe("again");
  expect(heldBack(route, ours(), { ...fresh, toldBefore: noon - 30 * minute }, noon)).toBe(null);
  expect(heldBack(route, ours({ kind: "own-ended" }), fresh, noon)).toBe("follows");
  expect(heldBack(route, ours({ kind: "own-ended" }), { ...fresh, begun: true }, noon)).toBe(null);
});

test("trouble of ours keeps to quiet hours; that nobody watches at all does not", () => {
  const late = { at: night };
  expect(heldBack(route, ours({ ...late, severity: "high" }), fresh, night)).toBe("quiet");
  expect(heldBack(route, ours({ ...late, severity: "critical" }), fresh, night)).toBe(null);
});

test("a digest names trouble of ours first, once however often it came", () => {
  const own = { situationId: null, severity: "high", because: "again", at: noon } as const;
  const says = "The job tell fails again and again: no";
  const digest = digestOf(
    [
      { ...own, kind: "own-alert", says },
      { ...own, kind: "own-ended", says: `Over: ${says}`, because: "follows" },
      { ...own, kind: "own-alert", says },
      {
        ...{ situationId: 3, kind: "opened", severity: "low", says: "", because: "limit" },
        at: noon,
      },
    ] as Parameters<typeof digestOf>[0],
    [{ id: 3, title: "search is slow", status: "open" }],
    { key: "k", routeName: "Ops", appUrl: "https://s.example", at: noon },
  );
  expect(digest.says).toBe(
    "4 messages of 1 situation and Sitroom itself held back for Ops (1 over the limit, 1 its beginning was held back, 2 back soon after it was told); 1 still open.",
  );
  expect(digest.lines).toEqual([
    "Sitroom itself (high, 2 times): The job tell fails again and again: no",
    "S-3 search is slow (low, open): opened",
  ]);
  expect(digest.severity).toBe("high");
});

test("the preview counts trouble that flaps once in half an hour", () => {
  const flaps = Array.from({ length: 40 }, (_, i) =>
    ours({
      key: `event:${i}`,
      kind: i % 2 === 0 ? "own-alert" : "own-ended",
      own: { alertId: `a${Math.floor(i / 2)}`, trouble: "busy here" },
      at: noon + i * minute,
    }),
  );
  const seen = simulate({ ...route, perHour: 30 }, flaps, noon + 3_600_000);
  // Told at 12:00 and 12:30 with their ends; the eighteen others wait with theirs.
  expect([seen.messages, seen.held.again, seen.held.follows]).toEqual([4, 18, 18]);
});
