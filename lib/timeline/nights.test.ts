import { expect, test } from "vitest";
import { nightsOf } from "./nights";

const deed = (iso: string, name: string, situationId: number) => ({
  at: Date.parse(iso),
  name,
  situationId,
});

test("deeds between 22:00 and 07:00 of the zone count, each situation once a night and person", () => {
  const deeds = [
    deed("2026-11-22T21:30:00Z", "Ada", 1),
    deed("2026-11-23T02:00:00Z", "Ada", 1),
    deed("2026-11-23T02:05:00Z", "Ada", 2),
    deed("2026-11-23T05:30:00Z", "Bo", 2),
    deed("2026-11-23T12:00:00Z", "Ada", 3),
  ];
  expect(nightsOf(deeds, "Europe/Berlin")).toEqual([
    { name: "Ada", night: "2026-11-22", situations: 2 },
    { name: "Bo", night: "2026-11-22", situations: 1 },
  ]);
  expect(nightsOf(deeds, "Asia/Tokyo")).toEqual([
    { name: "Ada", night: "2026-11-22", situations: 1 },
  ]);
});
