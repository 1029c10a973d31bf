import { expect, test } from "vitest";
import { route } from "@/lib/messages/model";
import { routeDraft, routeOf } from "./prepare-route";

const stored = route.parse({
  id: "shop",
  name: "Shop",
  team: null,
  services: ["pricing", "pay*"],
  severity: "low",
  kinds: ["opened", "resolved"],
  own: false,
  channels: ["slack"],
  quiet: { from: "23:00", to: "06:30", zone: "UTC", weekends: true, critical: false },
  perHour: 10,
  digestMs: 600_000,
  since: 5,
});

test("a route goes into its form and comes back as it was", () => {
  const { since: _, ...rest } = stored;
  expect(routeOf(routeDraft(stored, "Europe/Berlin"), "shop")).toEqual(rest);
});

test("a new route is quiet only when asked, in the zone of who makes it, and hears of every kind to come", () => {
  const draft = {
    ...routeDraft(undefined, "Asia/Kathmandu"),
    name: " Shop ",
    services: " a, b\n\nc* ",
  };
  expect(routeOf(draft, "shop")).toMatchObject({
    name: "Shop",
    services: ["a", "b", "c*"],
    kinds: [],
    quiet: null,
    perHour: 30,
    digestMs: 900_000,
  });
  expect(routeOf({ ...draft, quiet: true }, "shop").quiet?.zone).toBe("Asia/Kathmandu");
});

test("an old route hears of Sitroom itself when it hears of every service, and its form says so", () => {
  const heard = (over: object) => routeDraft({ ...stored, own: null, ...over }, "UTC").own;
  expect(heard({})).toBe(false);
  expect(heard({ services: [] })).toBe(true);
  expect(heard({ services: [], team: "t1" })).toBe(false);
  expect(heard({ services: [], own: false })).toBe(false);
  expect(heard({ own: true })).toBe(true);
});
