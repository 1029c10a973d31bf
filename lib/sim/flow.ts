import type { Estate } from "./estate";

/** What is wrong with a service (or a silent dependency) while a fault lasts. */
export type Harm = { service: string; fails?: number; ms?: number; surge?: number };

/** Steady state of an estate: per service requests a second (at season 1), failing share (0–1) and milliseconds at the 95th percentile. */
export type Flow = {
  rate: ReadonlyMap<string, number>;
  fails: ReadonlyMap<string, number>;
  ms: ReadonlyMap<string, number>;
};

/** How often a request of the caller makes this call. Edges of an estate run from layer to layer, so the order is one of calls. */
export type Calls = { order: string[]; out: Map<string, { to: string; share: number }[]> };

const entryRate = 60;
const usualFails = 0.001;

/** Orders the estate so that callers come before callees, and draws how often each call is made. */
export function callsOf(estate: Estate, next: () => number): Calls {
  const out = new Map<string, { to: string; share: number }[]>();
  const waits = new Map<string, number>();
  for (const { from, to } of estate.edges) {
    out.set(from, [...(out.get(from) ?? []), { to, share: 0.3 + 0.7 * next() }]);
    waits.set(to, (waits.get(to) ?? 0) + 1);
  }
  const order: string[] = [];
  const ready = [...estate.services, ...estate.silent].filter((s) => !waits.has(s));
  for (let s = ready.pop(); s !== undefined; s = ready.pop()) {
    order.push(s);
    for (const { to } of out.get(s) ?? []) {
      const left = (waits.get(to) ?? 1) - 1;
      waits.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return { order, out };
}

/**
 * How failures and slowness climb from callee to caller and how requests run down: a call that fails fails its caller,
 * waiting adds up, a service that fails by itself makes half of the calls that it would have made.
 */
export function flow(
  estate: Estate,
  calls: Calls,
  own: ReadonlyMap<string, number>,
  harms: readonly Harm[],
): Flow {
  const rate = new Map<string, number>();
  const fails = new Map<string, number>();
  const ms = new Map<string, number>();
  const harmOf = (s: string) => harms.filter((h) => h.service === s);
  const ownFails = (s: string) =>
    harmOf(s).reduce((passes, h) => passes * (1 - (h.fails ?? 0)), 1 - usualFails);
  for (const s of estate.gateways)
    rate.set(s, entryRate * harmOf(s).reduce((x, h) => x * (h.surge ?? 1), 1));
  for (const s of calls.order) {
    const passed = (rate.get(s) ?? 0) * (0.5 + 0.5 * ownFails(s));
    for (const { to, share } of calls.out.get(s) ?? [])
      rate.set(to, (rate.get(to) ?? 0) + passed * share);
  }
  for (const s of [...calls.order].reverse()) {
    let passes = ownFails(s);
    let wait = (own.get(s) ?? 10) + harmOf(s).reduce((x, h) => x + (h.ms ?? 0), 0);
    for (const { to, share } of calls.out.get(s) ?? []) {
      passes *= 1 - share * (fails.get(to) ?? 0);
      wait += share * (ms.get(to) ?? 0);
    }
    fails.set(s, 1 - passes);
    ms.set(s, wait);
  }
  return { rate, fails, ms };
}
