// The shop's visitors: Poisson arrivals whose rate follows the season, in a realistic mix. Reports what they got each second.
import http from "node:http";
import { nextRandom, uniform } from "../lib/math/random.ts";
import { poisson } from "../lib/sim/poisson.ts";
import { season } from "../lib/sim/season.ts";
import { currencies, guestShare, visits } from "./estate.mjs";

const edge = process.env.VISITORS_URL;
const rate = Number(process.env.VISITORS_RATE);
let state = Number(process.env.VISITORS_SEED);
const random = () => {
  state = nextRandom(state);
  return uniform(state);
};
const agent = new http.Agent({ keepAlive: true, maxSockets: 400 });
const cities = ["lisbon", "oslo", "kyoto", "quito", "perth"];
const tickMs = 100;

let times = 1;
const stats = { sent: 0, ok: 0, failed: 0, unanswered: 0, perSecond: 0 };
process.on("message", (message) => {
  if (typeof message.times === "number") times = message.times;
});
process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
process.on("SIGINT", () => {});

/** One of [value, share] pairs by its share. */
function pick(pairs) {
  let left = random();
  for (const [value, share] of pairs) {
    left -= share;
    if (left <= 0) return value;
  }
  return pairs.at(-1)[0];
}

const one = (list) => list[Math.floor(random() * list.length)];

function visit() {
  const kind = pick(visits.map((v) => [v.name, v.share]));
  const currency = pick(currencies);
  if (kind === "search") return { path: `/search?city=${one(cities)}&currency=${currency}` };
  if (kind === "details")
    return { path: `/hotels/${1 + Math.floor(random() * 500)}?currency=${currency}` };
  const order = { hotel: 1 + Math.floor(random() * 500), amount: 80 + Math.floor(random() * 400) };
  const guest = `guest-${Math.floor(random() * 1e6)}@example.com`;
  return {
    path: "/bookings",
    body: random() < guestShare ? { ...order, guest } : { ...order, guest, member: { tier: 2 } },
  };
}

function go() {
  const { path, body } = visit();
  const payload = body && JSON.stringify(body);
  stats.sent++;
  const request = http.request(
    `${edge}${path}`,
    {
      agent,
      method: payload ? "POST" : "GET",
      timeout: 15_000,
      ...(payload && { headers: { "content-type": "application/json" } }),
    },
    (response) => {
      response.resume();
      response.on("end", () => {
        if (response.statusCode < 500) stats.ok++;
        else stats.failed++;
      });
    },
  );
  request.on("timeout", () => request.destroy(new Error("timeout")));
  request.on("error", () => stats.unanswered++);
  request.end(payload);
}

// Within a tick arrivals are spread evenly at random, which together with a Poisson count per tick is a Poisson process.
setInterval(() => {
  stats.perSecond = rate * season(Date.now()) * times;
  for (let n = poisson((stats.perSecond * tickMs) / 1000, random); n > 0; n--)
    setTimeout(go, random() * tickMs);
}, tickMs);
setInterval(() => process.send?.({ stats }), 500);
process.send?.({ ready: 0 });
