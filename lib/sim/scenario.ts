import { checks } from "../diagnose/checks/index";
import type { Finding, Suspect } from "../diagnose/model";
import { runCheck } from "../diagnose/run-check";
import { keyOf, suspectsOf, verdictOf } from "../diagnose/suspects";
import { choose } from "../remediate/choose";
import { actsOn } from "./acts-on";
import { type Moment, moments, type Story } from "./moments";

export type Outcome = {
  title: string;
  services: string[];
  /** The first suspect's title or service, at the end */
  first: string | null;
  /** What the verdict finding says of guilt: interesting, ok or inconclusive */
  verdict: Finding["outcome"];
  /** What was proposed at the end, as "v42 > v41", or null */
  proposed: string | null;
  /** Everything that was proposed at any moment */
  everProposed: string[];
  /** Id of the first change that policy would have undone without a person, at the default guardrails; null when none */
  acted: string | null;
  suspects: Suspect[];
  findings: Finding[];
};

/** Plays a story through the whole row of rooms: what was suspected and proposed in each situation it made. */
export const tell = (story: Story): Promise<Outcome[]> => answer(moments(story));

/** The same for moments that are played elsewhere. */
export async function answer(played: Iterable<Moment>): Promise<Outcome[]> {
  const told: Outcome[] = [];
  for (const moment of played) {
    const id = moment.scene.situationId;
    told[id] = await diagnose(moment, told[id]);
  }
  return told;
}

async function diagnose(
  { scene, title, changes, fetch }: Moment,
  was: Outcome | undefined,
): Promise<Outcome> {
  const findings = await Promise.all(
    Object.values(checks).map((check) => runCheck(check, {}, scene, fetch)),
  );
  const span = { services: scene.services, from: 0, to: scene.now };
  const data = await fetch([
    { kind: "requests", ...span, from: scene.onsetAt - 20 * 60_000 },
    { kind: "edges", ...span, from: scene.onsetAt - 20 * 60_000 },
  ]);
  const first = was?.suspects[0];
  const memory = { states: new Map(), first: first ? keyOf(first) : null };
  const suspects = suspectsOf(scene, data, findings, memory);
  const choice = choose(suspects);
  const change = changes.find((c) => c.id === choice.suspect?.ref);
  const proposed = change ? `${change.to} > ${change.from}` : null;
  const ever = new Set([...(was?.everProposed ?? []), ...(proposed ? [proposed] : [])]);
  const acts = change && "score" in choice && actsOn(change, choice.score, scene, data, changes);
  return {
    title,
    services: [...new Set(scene.members.flatMap((m) => m.service ?? []))].sort(),
    first: suspects[0]
      ? suspects[0].kind === "service"
        ? suspects[0].ref
        : suspects[0].title
      : null,
    verdict: verdictOf(suspects).outcome,
    proposed,
    everProposed: [...ever],
    acted: was?.acted ?? (acts ? change.id : null),
    suspects,
    findings,
  };
}
