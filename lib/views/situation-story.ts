import type { SuspectKind } from "../diagnose/model";
import { formatSpan } from "../series/format-span";
import { smearMs } from "./situation-spread";

/** One sentence, marked for what it is. */
export type StoryLine = { kind: "fact" | "hypothesis"; says: string };

type Suspect = {
  title: string;
  service: string;
  kind: SuspectKind;
  score: number;
  veto: string | null;
  state: string;
  /** When the change happened, epoch ms */
  at: number | null;
  evidence: readonly { says: string; weight: number }[];
};

type Facts = {
  /** First to break first */
  spread: readonly { service: string; at: number }[];
  suspects: readonly Suspect[];
  impact: { entry: string | null; failingRatio: number | null; usualRatio: number | null };
  resolved: boolean;
  /** Any check has run */
  diagnosed: boolean;
};

const percent = (ratio: number): string => `${(ratio * 100).toFixed(ratio >= 0.0995 ? 0 : 1)} %`;

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** From this score on a suspect is worth naming as the likely cause. */
const namedFrom = 0.3;

/** The story in two or three sentences: what is measured, and what is only believed. */
export function storyOf({ spread, suspects, impact, resolved, diagnosed }: Facts): StoryLine[] {
  const lines: StoryLine[] = [];
  const [first, ...rest] = spread;
  const guilty = suspects.find(
    (s) => s.veto === null && s.state !== "cleared" && s.score >= namedFrom,
  );
  if (first) {
    const after =
      guilty?.at != null && guilty.service === first.service && first.at >= guilty.at
        ? ` ${formatSpan(first.at - guilty.at)} after ${guilty.title}`
        : "";
    const together = rest.filter((r) => r.at - first.at < smearMs);
    const later = rest.filter((r) => r.at - first.at >= smearMs);
    const then =
      (together.length > 0 ? `, ${list(together.map((r) => r.service))} with it` : "") +
      (later.length > 0
        ? `; ${list(later.map((r) => `${r.service} (+${formatSpan(r.at - first.at)})`))} followed`
        : "");
    lines.push({
      kind: "fact",
      says: `${first.service} broke${rest.length > 0 ? " first" : ""}${after}${then}.`,
    });
  }
  if (
    impact.entry &&
    impact.failingRatio !== null &&
    impact.failingRatio > (impact.usualRatio ?? 0)
  )
    lines.push({
      kind: "fact",
      says: `${percent(impact.failingRatio)} of requests to ${impact.entry} ${resolved ? "failed at the end" : "fail"}${impact.usualRatio === null ? "" : `; ${percent(impact.usualRatio)} is usual`}.`,
    });
  if (guilty) {
    const best = [...guilty.evidence].sort((a, b) => b.weight - a.weight)[0];
    lines.push({
      kind: guilty.state === "confirmed" ? "fact" : "hypothesis",
      says: `${guilty.title} ${guilty.state === "confirmed" ? "was" : "is"} the cause${best ? `: ${lower(best.says)}` : ""}.`,
    });
  } else if (diagnosed)
    lines.push({
      kind: "hypothesis",
      says: "No change is guilty: nothing that was changed lately explains this, so no rollback is proposed.",
    });
  return lines;
}

/** Evidence as the second half of a sentence: its first letter is small unless it begins a name. */
function lower(text: string): string {
  const trimmed = text.replace(/\.$/, "");
  return /^[A-Z][a-z]/.test(trimmed) ? trimmed.charAt(0).toLowerCase() + trimmed.slice(1) : trimmed;
}
