/** What of the list's address makes a view: words, choices and how far back. */
const kept = ["cause", "days", "owner", "q", "service", "severity", "status", "step"] as const;

/** The part of an address that a saved view keeps, always in the same order, so that two can be compared. */
export function viewQuery(params: { get(name: string): string | null }): string {
  const query = new URLSearchParams();
  for (const name of kept) {
    const value = params.get(name);
    if (value) query.set(name, value);
  }
  return query.toString();
}
