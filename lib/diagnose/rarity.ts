/**
 * How much each kind of signal says, in nats: −ln of the share of past incidents in which it was raised (Laplace-smoothed).
 * What is raised in every incident says nothing of any; what never was raised before says most.
 */
export function rarity(incidents: readonly (readonly string[])[]): (kind: string) => number {
  const seen = new Map<string, number>();
  for (const kinds of incidents)
    for (const kind of new Set(kinds)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
  return (kind) => Math.log((incidents.length + 1) / ((seen.get(kind) ?? 0) + 1));
}
