import { nextRandom, uniform } from "../math/random";

/** Numbers from one seed, always in the same order. */
export type Dice = {
  /** In [0, 1) */
  next(): number;
  /** A whole number from 0 to n − 1 */
  below(n: number): number;
  /** True with this probability */
  chance(p: number): boolean;
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T;
};

export function dice(seed: number): Dice {
  let state = seed;
  const next = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    next,
    below,
    chance: (p) => next() < p,
    pick: (list) => {
      const one = list[below(list.length)];
      if (one === undefined) throw new RangeError("Nothing to pick from.");
      return one;
    },
  };
}

/** Who calls whom, drawn at random: services in layers below gateways, each service with one or two callers above it, databases below. */
export type Estate = {
  edges: { from: string; to: string }[];
  gateways: string[];
  services: string[];
  /** Databases and foreign APIs: they send no telemetry */
  silent: string[];
};

/** An estate of `size` speaking services with about one silent dependency for every five of them. */
export function drawEstate(size: number, seed: number): Estate {
  const { below, chance, pick } = dice(seed);
  const layers = Math.max(2, Math.min(6, Math.round(Math.log2(size))));
  const gateways = Array.from({ length: Math.max(1, Math.round(size / 40)) }, (_, i) =>
    i === 0 ? "gateway" : `gateway-${i + 1}`,
  );
  const layerOf: string[][] = [gateways];
  for (let i = gateways.length; i < size; i++) {
    const layer = 1 + below(Math.min(layers - 1, layerOf.length));
    const list = layerOf[layer] ?? [];
    list.push(`svc-${i}`);
    layerOf[layer] = list;
  }
  const edges: Estate["edges"] = [];
  layerOf.forEach((names, layer) => {
    if (layer === 0) return;
    for (const to of names) {
      const above = layerOf[layer - 1] ?? gateways;
      const first = pick(above);
      edges.push({ from: first, to });
      const second = pick(above);
      if (chance(0.25) && second !== first) edges.push({ from: second, to });
    }
  });
  const services = layerOf.flat();
  const silent = Array.from({ length: Math.max(1, Math.round(size / 5)) }, (_, i) => `db-${i + 1}`);
  const lower = layerOf.slice(1).flat();
  for (const to of silent)
    for (let n = 0; n < 1 + below(3); n++) edges.push({ from: pick(lower), to });
  const seen = new Set<string>();
  return {
    edges: edges.filter(({ from, to }) => {
      const key = `${from}>${to}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    }),
    gateways,
    services,
    silent,
  };
}
