import type { Site } from "./sites";
import type { Terrain } from "./terrain";

/** So many services, and such a share of all that calls connect, broken at once may have a cause in common that the graph does not show. */
const leastServices = 5;
const leastShare = 0.6;
/** As many stories as that in one minute are hardly independent. Three may be: each has its own root and its own callers. */
export const leastStories = 4;
/** What counts as at once. */
export const stormMs = 60_000;
/** What a storm alone weighs. */
export const stormWeight = 0.6;

/** Most of a connected part of the estate broke within a minute: a host, a network, a clock under all of it. */
export type Storm = { region: ReadonlySet<string>; at: number; off: number };

/** The storm around time `at` (epoch ms) in the part of the estate that hangs together with `service`, or null. */
export function stormAt(
  service: string | null,
  at: number,
  sites: ReadonlyMap<string | null, Pick<Site, "firstOnset">>,
  land: Terrain,
): Storm | null {
  if (service === null || sites.size < leastServices) return null;
  const region = land.region(service);
  if (sites.size < leastShare * region.size) return null;
  let off = 0;
  for (const [name, { firstOnset }] of sites)
    if (name !== null && region.has(name) && Math.abs(firstOnset - at) <= stormMs) off++;
  if (off < leastServices || off < leastShare * region.size) return null;
  return { region, at, off };
}

export const stormSays = ({ off, region }: Storm): string =>
  `${off} of ${region.size} services that calls connect broke within a minute`;
