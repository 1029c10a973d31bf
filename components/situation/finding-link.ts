import type { Vote } from "@/lib/diagnose/model";

type Finding = { check: string; votes: readonly Vote[]; evidence: Record<string, unknown> };
type Where = {
  id: number;
  onsetAt: number;
  resolvedAt: number | null;
  services: readonly string[];
};

const minute = 60_000;
/** Checks whose evidence is the list of changes. */
const ofChanges = new Set(["deploy-proximity", "config-or-flag-change"]);

/** Where the evidence of a finding can be looked at: a page in the situation's time, or what its URL answered. */
export function findingLink(
  { check, votes, evidence }: Finding,
  { id, onsetAt, resolvedAt, services }: Where,
): { href: string; says: string } | null {
  if (check === "verdict") return null;
  if (check.startsWith("http:"))
    return typeof evidence.url === "string" ? { href: evidence.url, says: "Open the URL" } : null;
  if (ofChanges.has(check)) return { href: `/situations/${id}/changes`, says: "Changes" };
  const service =
    votes.find((v) => v.kind === "service")?.ref ??
    votes.find((v) => v.kind === "instance")?.ref.split(" ")[0] ??
    services[0];
  if (service === undefined) return null;
  const end = resolvedAt ?? onsetAt + 30 * minute;
  const range = `from=${onsetAt - 20 * minute}&to=${Math.min(end, onsetAt + 60 * minute)}`;
  const name = encodeURIComponent(service);
  return check === "error-pattern-new" || check === "outside-cause"
    ? { href: `/logs?service=${name}&${range}`, says: `Logs of ${service}` }
    : { href: `/services/${name}?${range}`, says: `${service} at that time` };
}
