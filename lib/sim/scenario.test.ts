import { expect, test } from "vitest";
import { type Outcome, tell } from "./scenario";

// Twenty-five quiet minutes, then four minutes of what happens; stories play in the shop of scenario.ts.
const calm = 150;
const windows = 174;

const short = ({ first, verdict, everProposed }: Outcome) => ({ first, verdict, everProposed });
const guilty = (first: string, proposed: string) => [
  { first, verdict: "interesting", everProposed: [proposed] },
];
const notGuilty = (first: string) => [{ first, verdict: "ok", everProposed: [] }];

test("nothing happens: harmless deploys of four services open nothing", async () => {
  const told = await tell({
    windows,
    changes: [
      { window: 130, says: "deploy search v1 > v28" },
      { window: 140, says: "deploy gateway v1 > v19" },
      { window: 150, says: "deploy payment v1 > v16" },
      { window: 160, says: "deploy booking v1 > v34" },
    ],
  });
  expect(told).toEqual([]);
});

test("a bad deploy: errors climb from pricing to the gateway, one situation, its deploy is undone", async () => {
  const told = await tell({
    windows,
    changes: [{ window: calm, says: "deploy pricing v41 > v42" }],
    behaviour: { "pricing v42": { errors: "0.35" } },
  });
  expect(told.map(short)).toEqual(guilty("deploy pricing v41 > v42", "v42 > v41"));
  expect(told[0]?.title).toBe("Pricing errors on 4 services");
  expect(told[0]?.services).toEqual(["details", "gateway", "pricing", "search"]);
});

test("a slow deploy is found by its latency", async () => {
  const told = await tell({
    windows,
    changes: [{ window: calm, says: "deploy details v12 > v13" }],
    behaviour: { "details v13": { ms: "415" } },
  });
  expect(told.map(short)).toEqual(guilty("deploy details v12 > v13", "v13 > v12"));
});

test("a bad deploy among decoys before and after it, on the way and on the service itself", async () => {
  const told = await tell({
    windows,
    changes: [
      { window: 90, says: "deploy pricing v40 > v41" },
      { window: 135, says: "deploy search v27 > v28" },
      { window: 146, says: "deploy gateway v18 > v19" },
      { window: 149, says: "deploy notification v6 > v7" },
      { window: calm, says: "deploy pricing v41 > v42" },
      { window: 155, says: "deploy details v12 > v13" },
    ],
    behaviour: { "pricing v42": { errors: "0.35" } },
  });
  expect(told.map(short)).toEqual(guilty("deploy pricing v41 > v42", "v42 > v41"));
});

test("a leak shows minutes after its deploy: the memory of the new version accuses it", async () => {
  const told = await tell({
    windows: 200,
    changes: [
      { window: 120, says: "deploy inventory v9 > v10" },
      { window: 150, says: "deploy search v27 > v28" },
    ],
    behaviour: {
      inventory: { heapMb: "40" },
      "inventory v10": { ms: "15x120 15x35 15+6x60", heapMb: "40x120 40+3x80" },
    },
  });
  expect(told.map(short)).toEqual(guilty("deploy inventory v9 > v10", "v10 > v9"));
});

test("a leaking service that asks its database for more and more does not make the database a suspect", async () => {
  const told = await tell({
    windows: 200,
    changes: [{ window: 130, says: "deploy inventory v9 > v10" }],
    behaviour: {
      inventory: { heapMb: "40" },
      "inventory v10": { heapMb: "40x130 40+3x80" },
      "inventory > rates-db": { ms: "15x145 15+6x60" },
    },
  });
  expect(told.map(short)).toEqual(guilty("deploy inventory v9 > v10", "v10 > v9"));
});

test("a config change that makes a service give up early: its callee is well", async () => {
  const told = await tell({
    windows,
    changes: [
      { window: 140, says: "deploy pricing v41 > v42" },
      { window: calm, says: "config search 800 > 50" },
    ],
    behaviour: {
      search: { errors: "0.001x150 0.2" },
      "search > details": { errors: "0.001x150 0.2" },
    },
  });
  expect(told.map(short)).toEqual(guilty("config search 800 > 50", "50 > 800"));
});

test("a feature flag on booking", async () => {
  const told = await tell({
    windows,
    changes: [{ window: calm, says: "flag booking off > on" }],
    behaviour: { booking: { errors: "0.001x150 0.4" } },
  });
  expect(told.map(short)).toEqual(guilty("flag booking off > on", "on > off"));
});

test("a slow database is nobody's change, also with a fresh deploy of a service that uses it", async () => {
  const told = await tell({
    windows,
    changes: [
      { window: 132, says: "deploy pricing v41 > v42" },
      { window: 145, says: "deploy search v27 > v28" },
    ],
    behaviour: { "rates-db": { ms: "5x150 355" } },
  });
  expect(told.map(short)).toEqual(notGuilty("rates-db"));
});

test("a deploy in the very minute in which the database gets slow is not undone", async () => {
  const told = await tell({
    windows,
    changes: [{ window: 149, says: "deploy pricing v41 > v42" }],
    behaviour: { "rates-db": { ms: "5x150 355" } },
  });
  expect(told.map(short)).toEqual(notGuilty("rates-db"));
});

test("a dead dependency: payment fails because the card network is down", async () => {
  const told = await tell({
    windows,
    changes: [{ window: 140, says: "deploy payment v15 > v16" }],
    behaviour: { "card-network": { errors: "0.001x150 1" } },
  });
  expect(told.map(short)).toEqual(notGuilty("card-network"));
  expect(told[0]?.title).toMatch(/^(Payment|Booking) errors on 3 services$/);
});

test("a traffic surge that slows services down is nobody's change", async () => {
  const told = await tell({
    windows,
    requests: "200x150 600",
    changes: [{ window: 147, says: "deploy search v27 > v28" }],
    behaviour: { search: { ms: "15x151 90" }, inventory: { ms: "15x151 60" } },
  });
  expect(told.map(short)).toEqual(notGuilty("gateway"));
  expect(told[0]?.title).toMatch(
    /^Traffic surge at gateway \([23]\.\d× the usual\) and slow responses/,
  );
});

test("a bad deploy while more visitors come than before is still undone", async () => {
  const told = await tell({
    windows,
    requests: "120x148 200",
    changes: [{ window: calm, says: "deploy pricing v41 > v42" }],
    behaviour: { "pricing v42": { errors: "0.35" } },
  });
  const bad = told.find((o) => o.first === "deploy pricing v41 > v42");
  expect(bad?.everProposed).toEqual(["v42 > v41"]);
});

test("two bad deploys at once on branches of one gateway are two situations with a cause each", async () => {
  const told = await tell({
    windows,
    changes: [
      { window: calm, says: "deploy pricing v41 > v42" },
      { window: calm, says: "deploy notification v6 > v7" },
    ],
    behaviour: { "pricing v42": { errors: "0.35" }, "notification v7": { errors: "0.3" } },
  });
  expect(told.map((o) => o.first).sort()).toEqual([
    "deploy notification v6 > v7",
    "deploy pricing v41 > v42",
  ]);
  expect(told.map((o) => o.everProposed).sort()).toEqual([["v42 > v41"], ["v7 > v6"]]);
});
