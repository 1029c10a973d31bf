import type { Anomaly } from "@/lib/detect/model";
import { isAdverse } from "@/lib/situate/model";
import { rarity } from "./rarity";
import type { Scene } from "./scene";

/** Fewer past situations do not tell what is rare. */
const enough = 5;

/** An anomaly's kind, as past situations are remembered: whose signal went which way. */
export const kindOf = (a: Pick<Anomaly, "service" | "metric" | "direction">): string =>
  `${a.service} ${a.metric} ${a.direction}`;

/** What the members of each service tell together, in nats. Empty while there are too few past situations. */
export function tellsOf({ members, past = [] }: Scene): Map<string, number> {
  if (past.length < enough) return new Map();
  const tells = rarity(past);
  const found = new Map<string, number>();
  const seen = new Set<string>();
  for (const m of members) {
    const kind = kindOf(m);
    if (m.service === null || !isAdverse(m) || seen.has(kind)) continue;
    seen.add(kind);
    found.set(m.service, (found.get(m.service) ?? 0) + tells(kind));
  }
  return found;
}
