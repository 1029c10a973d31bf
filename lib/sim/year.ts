import { windowMs } from "../ingest/model";
import { type Dice, dice, drawEstate, type Estate } from "./estate";
import { type Moment, moments, type Story } from "./moments";

const faults = [
  "bad-deploy",
  "slow-deploy",
  "bad-flag",
  "bad-config",
  "slow-database",
  "dead-dependency",
  "surge",
  "crash",
  "decoys-only",
] as const;
export type YearFault = (typeof faults)[number];

/** What undoing a change would do to the incident. */
export type RemedyEffect = "works" | "partly" | "no-effect" | "worse";

export type YearIncident = {
  /** 0, 1, 2, … in the order of the year */
  n: number;
  /** Epoch ms at which the story's fault begins */
  at: number;
  label: {
    fault: YearFault;
    /** Where it broke */
    service: string;
    /** The id of the guilty change among the scene's changes, or null when no change is guilty */
    guilty: string | null;
  };
  /** What undoing any change of the story would do; the remedy room never sees it */
  effectOf(changeId: string): RemedyEffect;
  /** Plays the incident: every situation that it makes, at every third 10 s turn, as diagnosis sees it (about 0.3 s) */
  moments(): Generator<Moment>;
};

/** The shares of a year's incidents, adding up to 1. Two in three follow a change (Beyer et al., Site Reliability Engineering, 2016, says about 70 %). */
const shares: Readonly<Record<YearFault, number>> = {
  "bad-deploy": 0.32,
  "slow-deploy": 0.14,
  "bad-flag": 0.1,
  "bad-config": 0.09,
  "slow-database": 0.11,
  "dead-dependency": 0.09,
  surge: 0.06,
  crash: 0.05,
  "decoys-only": 0.04,
};

/** Windows of calm in which the detectors learn, and of fault. */
const calm = 150;
const after = 24;

/**
 * The incidents of one year on one small estate, labelled, the same for the same seed. Lazy: an incident costs
 * nothing until its `moments()` are played. Every incident has decoy deploys of other services around it; the faults
 * without a guilty change have them too. How to judge a policy with it:
 *
 *     for (const incident of simulatedYear({ seed: 1, incidents: 200 }))
 *       for (const { scene, changes, fetch } of incident.moments()) {
 *         const findings = await Promise.all(
 *           Object.values(checks).map((c) => runCheck(c, {}, scene, fetch)),
 *         );
 *         const data = await fetch(usualNeeds(scene));
 *         const choice = choose(suspectsOf(scene, data, findings, memory));
 *         // choice.changeId → guardrails → policy; right when it equals incident.label.guilty,
 *         // and incident.effectOf(choice.changeId) says what undoing it would do.
 *       }
 */
export function* simulatedYear({
  seed,
  incidents = 250,
  from = Date.UTC(2026, 0, 1),
}: {
  seed: number;
  incidents?: number;
  from?: number;
}): Generator<YearIncident> {
  const estate = drawEstate(11, seed);
  const apart = (365 * 86_400_000) / incidents;
  for (let n = 0; n < incidents; n++) {
    const roll = dice(seed * 7919 + n);
    const at = Math.floor((from + (n + 0.1 + 0.8 * roll.next()) * apart) / windowMs) * windowMs;
    yield incidentOf(n, at, estate, roll);
  }
}

function incidentOf(n: number, at: number, estate: Estate, roll: Dice): YearIncident {
  const fault = draw(roll);
  const inner = estate.services.filter((s) => !estate.gateways.includes(s));
  const dependency = roll.pick(estate.silent);
  const service =
    fault === "slow-database" || fault === "dead-dependency"
      ? dependency
      : fault === "surge"
        ? (estate.gateways[0] ?? "gateway")
        : roll.pick(inner);
  const told: { window: number; says: string }[] = [];
  const behaviour: Record<string, { errors?: string; ms?: string }> = {};
  const usual = 60 + roll.below(340);
  let requests = String(usual);
  let guilty: number | null = null;
  const change = (says: string) => {
    guilty = told.length;
    told.push({ window: calm, says });
  };
  const bad = (0.15 + 0.4 * roll.next()).toFixed(2);
  const slow = String(150 + roll.below(500));
  const version = 40 + roll.below(50);
  if (fault === "bad-deploy" || fault === "slow-deploy") {
    change(`deploy ${service} v${version} > v${version + 1}`);
    behaviour[`${service} v${version + 1}`] =
      fault === "bad-deploy" ? { errors: bad } : { ms: slow };
  } else if (fault === "bad-flag" || fault === "bad-config") {
    change(fault === "bad-flag" ? `flag ${service} off > on` : `config ${service} 800 > 50`);
    behaviour[service] = { errors: `0.001x${calm} ${bad}` };
  } else if (fault === "slow-database") behaviour[service] = { ms: `5x${calm} ${slow}` };
  else if (fault === "dead-dependency") behaviour[service] = { errors: `0.001x${calm} 1` };
  else if (fault === "surge") {
    requests = `${usual}x${calm} ${Math.round(usual * (2 + 2 * roll.next()))}`;
    for (const s of inner.slice(0, 3)) behaviour[s] = { ms: `15x${calm} ${60 + roll.below(100)}` };
  } else if (fault === "crash") behaviour[service] = { errors: `0.001x${calm} ${bad}` };
  // Where nothing is guilty, the failing service itself may have had a deploy a while before.
  const others = inner.filter((s) => s !== service || fault === "crash");
  for (let i = roll.below(4); i > 0; i--) {
    const v = 1 + roll.below(30);
    const decoy = roll.pick(others);
    if (told.some((t) => t.says.includes(` ${decoy} `))) continue;
    told.push({ window: calm - 40 + roll.below(44), says: `deploy ${decoy} v${v} > v${v + 1}` });
  }
  const guiltyEffect: RemedyEffect = roll.chance(0.86)
    ? "works"
    : roll.pick(["partly", "partly", "no-effect"] as const);
  const worse = told.map(() => roll.chance(0.06));
  const story: Story = {
    windows: calm + after,
    start: at - calm * windowMs,
    calls: estate.edges.map((e) => `${e.from} > ${e.to}`).join(", "),
    silent: estate.silent,
    requests,
    behaviour,
    changes: told,
    seed: 1 + roll.below(1e6),
  };
  const idOf = (i: number) => `change-${i + 1}`;
  return {
    n,
    at,
    label: { fault, service, guilty: guilty === null ? null : idOf(guilty) },
    effectOf: (changeId) => {
      if (guilty !== null && changeId === idOf(guilty)) return guiltyEffect;
      return worse[told.findIndex((_, i) => idOf(i) === changeId)] ? "worse" : "no-effect";
    },
    moments: () => moments(story),
  };
}

function draw(roll: Dice): YearFault {
  let left = roll.next();
  for (const fault of faults) {
    left -= shares[fault];
    if (left < 0) return fault;
  }
  return "decoys-only";
}
