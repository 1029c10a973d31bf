import type { Plan } from "../remediate/model";
import { type RemedyState, remedyTitle, stopping } from "../remediate/model";
import { formatSpan } from "../series/format-span";
import type { Card, CardButton, Deed } from "./model";

type Remedy = {
  id: string;
  state: RemedyState;
  plan: Plan;
  planHash: string;
  expiresAt: number;
  level: string;
};

/** What a card is made from; times in epoch ms. */
export type CardFacts = Omit<
  Card,
  "situationId" | "now" | "impact" | "suspect" | "next" | "url" | "buttons"
> & {
  situationId: number;
  impact: {
    entry: string | null;
    failingRatio: number | null;
    usualRatio: number | null;
    requestsLost: number | null;
  };
  suspects: readonly { title: string; score: number; veto: string | null; state: string }[];
  next: { says: string };
  story: readonly { says: string }[];
  /** Newest first */
  remedies: readonly Remedy[];
  /** Series that are out of their range now */
  members: readonly { seriesId: number; endedAt: number | null }[];
};

const percent = (ratio: number): string =>
  `${(ratio * 100).toFixed(ratio >= 0.0995 || ratio === 0 ? 0 : 1)} %`;

function impactOf({ impact, resolvedAt }: Pick<CardFacts, "impact" | "resolvedAt">): string {
  const { entry, failingRatio, usualRatio, requestsLost } = impact;
  if (!entry || failingRatio === null) return "not measured";
  const lost = Math.round(requestsLost ?? 0);
  const sofar = lost > 0 ? `; ${lost} lost${resolvedAt === null ? " so far" : ""}` : "";
  if (failingRatio <= (usualRatio ?? 0))
    return `no more requests to ${entry} fail than usual (${percent(failingRatio)})${sofar}`;
  const usual = usualRatio === null ? "" : `, ${percent(usualRatio)} is usual`;
  const verb = resolvedAt === null ? "fail" : "failed at the end";
  return `${percent(failingRatio)} of requests to ${entry} ${verb}${usual}${sofar}`;
}

/** From this score on a suspect is worth naming. */
const namedFrom = 0.3;

function suspectOf(suspects: CardFacts["suspects"]): string | null {
  const named = suspects.find(
    (s) =>
      s.state === "confirmed" || (s.veto === null && s.state !== "cleared" && s.score >= namedFrom),
  );
  if (!named) return null;
  return `${named.title} (${named.state === "confirmed" ? "confirmed" : named.score.toFixed(2)})`;
}

const most = 20;

/** A button before it has an id: what it does, with which input, and what is asked before. */
export type PlannedButton = {
  deed: Deed;
  label: string;
  input: Record<string, unknown>;
  confirm: string | null;
};

/**
 * The buttons that make sense now. The input of approve and reject is the very plan that the card shows: when the plan has
 * changed by the time the button is pressed, the deed is refused.
 */
export function buttonsOf(facts: CardFacts, now: number): PlannedButton[] {
  if (facts.status === "resolved") return [];
  const { situationId: id } = facts;
  const buttons: PlannedButton[] = [];
  const add = (
    deed: Deed,
    label: string,
    input: PlannedButton["input"],
    confirm: string | null = null,
  ) => buttons.push({ deed, label, input, confirm });
  const remedy = facts.remedies.find((r) => r.state === "proposed" && r.expiresAt > now);
  if (remedy) {
    const { plan, planHash } = remedy;
    if (stopping(plan.guardrails).length === 0 && remedy.level !== "hint")
      add(
        "approve",
        "Approve",
        { remedyId: remedy.id, planHash },
        `${remedyTitle(plan)}: ${plan.from} → ${plan.to}. Grade ${plan.grade}, plan ${planHash.slice(0, 8)}.`,
      );
    add("reject", "Reject", { remedyId: remedy.id });
  }
  if (facts.status === "open") add("acknowledge", "Acknowledge", { id });
  add("assign", "Assign to me", { id });
  add("run-checks", "Run checks", { situationId: id });
  const series = [
    ...new Set(facts.members.filter((m) => m.endedAt === null).map((m) => m.seriesId)),
  ].slice(0, most);
  if (series.length > 0)
    add(
      "silence",
      "Silence 1 h",
      { series },
      `${series.length === 1 ? "One signal" : `${series.length} signals`} of ${facts.name} will page nobody for an hour.`,
    );
  return buttons;
}

/** Everything of a card but its buttons. */
export function cardOf(facts: CardFacts, appUrl: string, buttons: readonly CardButton[]): Card {
  const {
    situationId,
    name,
    title,
    severity,
    status,
    owner,
    services,
    onsetAt,
    openedAt,
    resolvedAt,
  } = facts;
  const story = facts.story.map((line) => line.says).join(" ");
  return {
    situationId,
    name,
    title,
    severity,
    status,
    now:
      resolvedAt === null
        ? story || title
        : `Resolved after ${formatSpan(resolvedAt - openedAt)}. ${story}`.trim(),
    impact: impactOf(facts),
    suspect: suspectOf(facts.suspects),
    next: facts.next.says,
    owner,
    services,
    onsetAt,
    openedAt,
    resolvedAt,
    url: `${appUrl}/situations/${situationId}`,
    buttons,
  };
}
