import { quantile } from "../math/quantile";
import { wilsonLower } from "../math/wilson";
import type { GraphRules, Objective } from "./model";

export type ObjectiveSource = "set" | "everywhere" | "learned" | "none";
/** What holds for one service, and who said so: a person of it, a person of all, or its own history. */
export type ServiceObjective = Objective & {
  errorsFrom: ObjectiveSource;
  p95From: ObjectiveSource;
};

/** Fewer requests than this say nothing about a 95th percentile. */
const enoughCalls = 20;
/** One-sided 99 %, and never for a failure or two. */
const errorsZ = 2.326;
const enoughFailures = 3;
/** From here on it is not missed but missed by far. */
const farFactor = 2;
/** A service is taken at its word after a day. */
const enoughHours = 24;
/** It may be as bad as in the worst of twenty of its hours, and so much more. */
const worstShare = 0.95;
const errorsRoom = 2;
const p95Room = 1.5;
/** Nobody is paged about less than one failure in a thousand. */
const leastErrors = 0.001;

/** A person's word of the service, else of all services, else what its own history says. */
export function objectiveOf(
  rules: GraphRules,
  learned: Objective | undefined,
  service: string,
): ServiceObjective {
  const own = rules.services[service]?.objective;
  const pick = <K extends keyof Objective>(key: K): [Objective[K], ObjectiveSource] => {
    if (own) return [own[key], own[key] === null ? "none" : "set"];
    if (rules.default[key] !== null) return [rules.default[key], "everywhere"];
    const value = learned?.[key] ?? null;
    return [value, value === null ? "none" : "learned"];
  };
  const [errors, errorsFrom] = pick("errors");
  const [p95Ms, p95From] = pick("p95Ms");
  return { errors, p95Ms, errorsFrom, p95From };
}

export type Judged = {
  level: "ok" | "weak" | "strong";
  /** Of each part of the objective that was missed, a sentence */
  missed: { signal: "errors" | "p95"; far: boolean; says: string }[];
};

/**
 * Whether requests kept an objective: errors miss it when even the lower end of their share's 99 % interval lies above
 * it, latency when the 95th percentile of enough requests does. Missed is WEAK; missed by more than twice is STRONG.
 */
export function judge(
  m: { calls: number; errors: number; p95: number | null },
  objective: Objective,
): Judged {
  const missed: Judged["missed"] = [];
  const { errors, p95Ms } = objective;
  if (errors !== null && m.errors >= enoughFailures) {
    const least = wilsonLower(m.errors, m.calls, errorsZ);
    if (least > errors)
      missed.push({
        signal: "errors",
        far: least > farFactor * errors,
        says: `${percent(m.errors / m.calls)} of requests fail, objective ${percent(errors)}`,
      });
  }
  if (p95Ms !== null && m.p95 !== null && m.calls >= enoughCalls && m.p95 > p95Ms)
    missed.push({
      signal: "p95",
      far: m.p95 > farFactor * p95Ms,
      says: `p95 ${ms(m.p95)}, objective ${ms(p95Ms)}`,
    });
  return {
    level: missed.some((x) => x.far) ? "strong" : missed.length > 0 ? "weak" : "ok",
    missed,
  };
}

/**
 * An objective from a service's own hours: twice the failed share, and one and a half times the p95, that it kept in 19 of
 * 20 of them, at two digits. Null where fewer than 24 hours speak.
 */
export function learnObjective(
  hours: readonly { errors: number | null; p95Ms: number | null }[],
): Objective {
  const worst = (values: readonly (number | null)[]): number | null => {
    const heard = values.filter((v): v is number => v !== null && Number.isFinite(v));
    return heard.length < enoughHours ? null : quantile(heard, worstShare);
  };
  const errors = worst(hours.map((h) => h.errors));
  const p95 = worst(hours.map((h) => h.p95Ms));
  return {
    errors:
      errors === null ? null : Math.min(1, Math.max(leastErrors, twoDigits(errorsRoom * errors))),
    p95Ms: p95 === null || p95 <= 0 ? null : Math.min(600_000, twoDigits(p95Room * p95)),
  };
}

/** Rounded up to two digits: 0.0231 → 0.024, 187 → 190. */
const twoDigits = (x: number): number => {
  if (x <= 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Number((Math.ceil(x / unit - 1e-9) * unit).toPrecision(2));
};

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
const ms = (x: number): string =>
  x >= 1000 ? `${Number((x / 1000).toPrecision(3))} s` : `${Number(x.toPrecision(3))} ms`;
