import { expect, test } from "vitest";
import { nightsOf } from "./nights";

const deed = (iso: string, name: string, situationId: number) => ({
  at: Date.parse(iso),
  name,
  situationId,
});
const deeds = [
  deed("2026-11-22T21:30:00Z", "Ada", 1),
  deed("2026-11-23T02:00:00Z", "Ada", 1),
  deed("2026-11-23T02:05:00Z", "Ada", 2),
  deed("2026-11-23T05:30:00Z", "Bo", 2),
  deed("2026-11-23T12:00:00Z", "Ada", 3),
];

test("deeds between 22:00 and 07:00 of the zone count, each situation once a night and person", () => {
  expect(nightsOf(deeds, [], "Europe/Berlin")).toEqual([
    {
      night: "2026-11-22",
      pages: 0,
      people: [
        { name: "Ada", situations: 2 },
        { name: "Bo", situations: 1 },
      ],
    },
  ]);
  expect(nightsOf(deeds, [], "Asia/Tokyo")).toEqual([
    { night: "2026-11-22", pages: 0, people: [{ name: "Ada", situations: 1 }] },
  ]);
});

test("messages of a night count though nobody acted, those of the day do not; newest night first", () => {
  const sent = ["2026-11-22T23:00:00Z", "2026-11-24T06:59:59Z", "2026-11-24T07:00:00Z"];
  expect(
    nightsOf(deeds.slice(0, 1), sent.map(Date.parse), "UTC").map((n) => [
      n.night,
      n.pages,
      n.people.length,
    ]),
  ).toEqual([
    ["2026-11-23", 1, 0],
    ["2026-11-22", 1, 0],
  ]);
});
