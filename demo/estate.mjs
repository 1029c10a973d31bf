// What the demo shop consists of: its services, the versions there are of each, and what a visitor's request causes.

/** Services in starting order. `calls` are the names whose addresses a service is given. */
export const services = [
  { name: "notification", baseline: "v6", calls: [] },
  { name: "payment", baseline: "v15", calls: ["card-network"] },
  { name: "inventory", baseline: "v9", calls: ["rates-db"] },
  { name: "pricing", baseline: "v41", calls: ["rates-db"] },
  { name: "details", baseline: "v12", calls: ["pricing"] },
  { name: "search", baseline: "v27", calls: ["details", "pricing", "inventory"] },
  { name: "booking", baseline: "v33", calls: ["inventory", "payment", "notification"] },
  { name: "gateway", baseline: "v18", calls: ["search", "details", "booking"] },
];

/** Processes without telemetry of their own; the graph knows them from their callers. */
export const externals = ["rates-db", "card-network"];

/** Releases beside the baseline: who made them and what they say of themselves. */
export const releases = {
  "pricing v42": { author: "Ines Moreau", title: "Exchange rates from the new table" },
  "details v13": { author: "Tom Becker", title: "Check the rights of every photo" },
  "inventory v10": { author: "Priya Nair", title: "Remember availability to answer faster" },
  "gateway v19": { author: "Tom Becker", title: "Route by one table" },
  "search v28": { author: "Ines Moreau", title: "Rank free rooms by price" },
  "booking v34": { author: "Lena Fischer", title: "Write a booking's steps as a list" },
  "payment v16": { author: "Lena Fischer", title: "Number payments by time" },
  "notification v7": { author: "Priya Nair", title: "Attach the house rules" },
};

/** Settings that can be changed while the shop runs, with their usual values. */
export const baselineConfig = { search: { timeoutMs: "2000" } };
export const baselineFlags = { "instant-confirmation": { service: "booking", value: "off" } };

/**
 * What visitors do, which service the gateway passes it to, and how many requests of each service one visit causes.
 * @type {{name: string, entry: string, share: number, requests: Record<string, number>}[]}
 */
export const visits = [
  {
    name: "search",
    entry: "search",
    share: 0.5,
    requests: { gateway: 1, search: 1, details: 1, pricing: 2, inventory: 1 },
  },
  {
    name: "details",
    entry: "details",
    share: 0.3,
    requests: { gateway: 1, details: 1, pricing: 1 },
  },
  {
    name: "booking",
    entry: "booking",
    share: 0.2,
    requests: { gateway: 1, booking: 1, inventory: 1, payment: 1, notification: 1 },
  },
];

/** Currencies that visitors pay in, with their shares. */
export const currencies = [
  ["USD", 0.45],
  ["EUR", 0.2],
  ["GBP", 0.2],
  ["CHF", 0.15],
];

/** Share of bookings by guests, who are no members. */
export const guestShare = 0.4;

/** Share of requests that each service fails by chance, as every real estate does. */
export const hiccupRatio = 0.001;

/** Mean visits per second over a week; FLEET_RATE overrides it. */
export const meanRate = 12;

/**
 * Share of a service's requests that fail by chance, its own hiccups and those of whom it calls. Every service but the gateway calls each
 * of its callees once.
 * @param {string} service
 * @returns {number}
 */
export function expectedErrorRatio(service) {
  if (service === "gateway")
    return visits.reduce(
      (sum, { entry, share }) => sum + share * expectedErrorRatio(entry),
      hiccupRatio,
    );
  const calls = services.find((one) => one.name === service)?.calls ?? [];
  return calls
    .filter((callee) => !externals.includes(callee))
    .reduce((sum, callee) => sum + expectedErrorRatio(callee), hiccupRatio);
}
