import { expect, test } from "vitest";
import { encodeRemoteWrite } from "./encode-remote-write";
import { readRemoteWrite } from "./remote-write";
import { SnappyError, snappyUncompress } from "./snappy";

const now = 1_763_800_000_000;

test("a request is read into columns; known series by id, new ones by what they say", () => {
  const body = encodeRemoteWrite([
    {
      metric: "up",
      tags: { job: "a", ü: "ö" },
      samples: [
        [now, 1],
        [now + 1, 0],
      ],
    },
    { metric: "down", tags: {}, samples: [[now, -2.5]] },
    { metric: "up", tags: { job: "a", ü: "ö" }, samples: [[now + 2, 3]] },
  ]);
  const first = readRemoteWrite(body, () => undefined);
  expect(first.series).toEqual([-1, -1, -2, -1]);
  expect(first.times).toEqual([now, now + 1, now, now + 2]);
  expect(first.values).toEqual([1, 0, -2.5, 3]);
  expect(first.unknown.map(({ metric, tags }) => [metric, tags])).toEqual([
    ["up", { job: "a", ü: "ö" }],
    ["down", {}],
  ]);
  const raw = first.unknown[0]?.raw;
  const second = readRemoteWrite(body, (labels) => (labels === raw ? 7 : undefined));
  expect(second.series).toEqual([7, 7, -1, 7]);
});

test("metadata alone is an empty request, and bytes cut anywhere are refused or harmless", () => {
  expect(readRemoteWrite(Buffer.from([26, 2, 8, 1]), () => 1).series).toEqual([]);
  const body = encodeRemoteWrite([{ metric: "up", tags: { job: "a" }, samples: [[now, 1]] }]);
  for (let n = 1; n < body.length; n++)
    expect(() => readRemoteWrite(body.subarray(0, n), () => undefined)).toThrow(RangeError);
});

test("Snappy: literals, copies that overlap, and everything that is not Snappy", () => {
  // "abcabcabc!" as a literal of 3, a copy of 6 from 3 back, a literal of 1
  const block = Buffer.from([10, 2 << 2, 97, 98, 99, (5 << 2) | 2, 3, 0, 0, 33]);
  expect(snappyUncompress(block, 100).toString()).toBe("abcabcabc!");
  expect(() => snappyUncompress(block, 9)).toThrow(SnappyError);
  for (const bad of [
    [],
    [10],
    [4, 12, 1],
    [4, 2, 9, 0],
    [200, 255, 255, 255, 255],
    [1, 0, 97, 0, 98],
  ])
    expect(() => snappyUncompress(Buffer.from(bad), 1 << 30)).toThrow(SnappyError);
});
