import { z } from "zod";
import { guiltyBar } from "../diagnose/model";
import { type News, type NewsKind, severity } from "./model";

/** An entry of a situation's timeline, as far as it can be news. */
export type Told = { kind: string; says: string; data: unknown };

const kinds: Readonly<Record<string, NewsKind>> = {
  "situation-opened": "opened",
  "situation-reopened": "opened",
  "suspect-confirmed": "cause",
  "remedy-armed": "proposed",
  "remedy-held": "blocked",
  "remedy-first-approval": "decided",
  "remedy-approved": "decided",
  "remedy-rejected": "decided",
  "remedy-vetoed": "decided",
  "remedy-expired": "decided",
  "remedy-void": "decided",
  "remedy-failed": "failed",
  "verified-recovered": "verified",
  "verified-partly": "verified",
  "verified-no-effect": "verified",
  "verified-worse": "verified",
  "verified-inconclusive": "verified",
  "situation-resolved": "resolved",
  "situation-cleared": "resolved",
  "situation-merged": "resolved",
};

type Diagnosis = {
  verdict?: string;
  suspects?: readonly { score?: number; veto?: string | null }[];
};

/** Whether a diagnosis names the cause: it found one that stands out, guilty enough to act on. */
function namesCause({ verdict, suspects }: Diagnosis): boolean {
  const first = suspects?.[0];
  return verdict === "interesting" && (first?.score ?? 0) >= guiltyBar && first?.veto == null;
}

/** Whether what was executed is a page to the service's owner: this news is that page. */
const isPage = (data: unknown): boolean =>
  typeof data === "object" && data !== null && "paged" in data && data.paged === true;

/** What kind of news an entry of the timeline is; null when it only moves the card. */
export function newsKindOf({ kind, says, data }: Told): NewsKind | null {
  if (kind === "remedy-proposed" || kind === "remedy-changed")
    // Why it is stopped stands in the sentence, which is written once and never changed.
    return says.includes(" Blocked: ") ? "blocked" : "proposed";
  if (kind === "remedy-executed") return isPage(data) ? "paged" : "executed";
  if (kind === "diagnosed") return namesCause((data ?? {}) as Diagnosis) ? "cause" : null;
  return kinds[kind] ?? null;
}

/** Every kind of entry that can be news. */
export const newsWords: readonly string[] = [
  ...Object.keys(kinds),
  "remedy-proposed",
  "remedy-changed",
  "remedy-executed",
  "diagnosed",
];

/** The room of the timeline in which alerts on ourselves stand. */
export const ownRoom = "health";

const ownData = z.object({
  alertId: z.string(),
  rule: z.string(),
  subject: z.string(),
  severity,
});

/** The news in an entry of that room; null when it is none. Times in epoch ms. */
export function ownNewsOf(entry: Told & { key: string; at: number }): News | null {
  const { key, kind, says, at } = entry;
  if (kind !== "own-alert" && kind !== "own-alert-ended") return null;
  const data = ownData.safeParse(entry.data);
  if (!data.success) return null;
  const { alertId, rule, subject, severity } = data.data;
  return {
    ...{ key, says, at, severity, services: [], situationId: null },
    kind: kind === "own-alert" ? "own-alert" : "own-ended",
    own: { alertId, trouble: `${rule} ${subject}` },
  };
}
