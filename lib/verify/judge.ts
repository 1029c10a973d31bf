import type { Digraph } from "@/lib/graph/digraph";
import { windowMs } from "@/lib/ingest/model";
import { addUp, type Requests, worseThan } from "./against-usual";
import { brokenSince, goesOnByItself, type Health, healthOf, wayOf } from "./health";
import {
  bandWindows,
  judgeAfterMs,
  quietAfterMs,
  type Rung,
  settleMs,
  type VerificationOutcome,
  worseAfterMs,
} from "./model";

/** A member of the situation, or an anomaly that began on its services since. Times in epoch ms. */
export type Member = {
  seriesId: number;
  service: string | null;
  metric: string;
  level: "WEAK" | "STRONG";
  startedAt: number;
  endedAt: number | null;
  /** The series has said nothing since the execution, such as one of an instance that was replaced */
  gone: boolean;
};

/** A service's golden signals since the execution. */
export type ServiceBand = {
  service: string;
  /** The windows with requests that began after the execution, oldest first; start in epoch ms */
  windows: readonly (Requests & { start: number })[];
  /** Requests of the time before the incident, and of the same hour on the day before; null when there were none */
  usual: Requests | null;
  /** Requests of the incident's last while before the execution; null when there were none */
  during: Requests | null;
  /** In which ways it was getting worse by itself before the execution */
  growing: { failing: boolean; slow: boolean };
  /** The last moment at which one of them was anomalous, epoch ms; null when none was since the execution */
  lastBadAt: number | null;
  /** One of them is anomalous now */
  bad: boolean;
};

export type VerifyFacts = {
  now: number;
  executedAt: number;
  holdMs: number;
  members: readonly Member[];
  services: readonly ServiceBand[];
  /** Callers and callees of the remedy's target that the situation does not name: they can be broken by it */
  neighbours: readonly ServiceBand[];
  /** Who calls whom: what grows worse reaches its callers without anybody's help */
  calls: Digraph;
};

export type Judgement = { ladder: Rung[]; outcome: VerificationOutcome | null; says: string };

/**
 * Climbs the ladder: executed, then all members over, then every service of the situation back in band, then that held,
 * then the verdict. A verdict other than recovered is given when the time is up, or as soon as new trouble lasts.
 */
export function judge(facts: VerifyFacts): Judgement {
  const { now, executedAt, holdMs, members, services } = facts;
  const open = members.filter((m) => m.endedAt === null && !m.gone);
  const clear = members.length - open.length;
  const clearAt = open.length === 0 ? lastOf(members.map((m) => m.endedAt ?? executedAt)) : null;
  const bands = services.map((s) => ({ ...s, backAt: backAt(s, executedAt) }));
  const back = bands.filter((b) => b.backAt !== null);
  const measured = bands.filter((b) => b.windows.length > 0);
  const health = healthOf(facts);
  const broken = brokenSince(facts, health);
  const inBand = open.length === 0 && bands.length > 0 && back.length === bands.length;
  const inBandAt = inBand
    ? Math.max(executedAt, clearAt ?? executedAt, ...back.map((b) => b.backAt ?? 0))
    : null;
  // Held is what data show, not what the clock says: silence proves nothing.
  const newest = Math.min(
    now,
    ...bands.map((b) => (b.windows.at(-1)?.start ?? executedAt) + windowMs),
  );
  const heldMs = inBandAt === null ? 0 : Math.max(0, Math.min(holdMs, newest - inBandAt));
  const held = inBandAt !== null && heldMs >= holdMs;
  const stillWorse = held ? stillWorseOf(services, inBandAt) : null;
  const verdict = verdictOf(facts, {
    open,
    clear,
    health,
    broken,
    quietMs: now - newest,
    inBand,
    held,
    stillWorse,
  });

  const rung = (
    name: Rung["rung"],
    title: string,
    done: boolean,
    begun: boolean,
    at: number | null,
    says: string,
  ): Rung => ({
    rung: name,
    title,
    state: done ? "done" : verdict ? "failed" : begun ? "running" : "waiting",
    says,
    at: done ? at : null,
  });
  const ladder: Rung[] = [
    rung("executed", "Executed", true, true, executedAt, "The executor reports success."),
    rung(
      "members-clear",
      "Anomalies over",
      open.length === 0,
      true,
      clearAt === null ? null : Math.max(executedAt, clearAt),
      `${clear} of ${members.length} anomalies are over.`,
    ),
    rung(
      "back-in-band",
      "Back in band",
      inBand,
      back.length > 0 || open.length === 0,
      inBandAt,
      measured.length === 0
        ? "No requests to judge by since the execution."
        : `${back.length} of ${bands.length} services are in their usual range.`,
    ),
    rung(
      "held",
      "Held",
      held && stillWorse === null,
      inBand,
      inBandAt === null ? null : inBandAt + holdMs,
      stillWorse
        ? `Held, but ${stillWorse}.`
        : `${Math.floor(heldMs / 1000)} of ${Math.round(holdMs / 1000)} s without a relapse.`,
    ),
    {
      rung: "verdict",
      title: "Verdict",
      state: verdict ? (verdict.outcome === "recovered" ? "done" : "failed") : "waiting",
      says: verdict?.says ?? "Not judged yet.",
      at: verdict ? now : null,
    },
  ];
  return { ladder, outcome: verdict?.outcome ?? null, says: verdict?.says ?? "" };
}

const lastOf = (times: readonly number[]): number | null =>
  times.length === 0 ? null : Math.max(...times);

/** When a service had been in band for enough windows after its last bad moment; null when it is not yet. */
function backAt({ windows, lastBadAt, bad }: ServiceBand, executedAt: number): number | null {
  if (bad) return null;
  const good = windows.filter((w) => w.start > Math.max(executedAt, lastBadAt ?? 0));
  return good[bandWindows - 1]?.start ?? null;
}

/** A service that the detectors let pass but that is still worse than before the incident. */
function stillWorseOf(services: readonly ServiceBand[], since: number): string | null {
  for (const { service, windows, usual } of services) {
    const now = addUp(windows.filter((w) => w.start >= since));
    const says = usual && worseThan(now, usual);
    if (says) return `${service} ${says}`;
  }
  return null;
}

type Seen = {
  open: readonly Member[];
  clear: number;
  health: readonly Health[];
  broken: readonly string[];
  quietMs: number;
  inBand: boolean;
  held: boolean;
  stillWorse: string | null;
};

type Verdict = { outcome: VerificationOutcome; says: string };

/** Recovered as soon as it held, worse as soon as new trouble outweighs what healed; anything else when the time is up. */
function verdictOf(facts: VerifyFacts, seen: Seen): Verdict | null {
  const { now, executedAt, holdMs, members } = facts;
  const { broken, quietMs, inBand, held, stillWorse } = seen;
  if (held && stillWorse === null && broken.length === 0)
    return {
      outcome: "recovered",
      says: `Recovered: all ${members.length} anomalies are over and every service stayed in its usual range for ${Math.round(holdMs / 1000)} s.`,
    };
  const worse = worseOf(facts, seen);
  if (worse) return { outcome: "worse", says: worse };
  // Who is back in band when the time is up gets the time to hold it.
  const judgeAt = executedAt + judgeAfterMs + (inBand ? holdMs + quietAfterMs : 0);
  if (now < judgeAt) return null;
  const minutes = Math.round((now - executedAt) / 60_000);
  return atLast(seen, minutes, inBand && quietMs > quietAfterMs);
}

function worseOf(facts: VerifyFacts, seen: Seen): string | null {
  const { now, executedAt, members } = facts;
  const { open, clear, health, broken } = seen;
  const byItself = goesOnByItself(facts, health);
  const old = new Set(
    members.filter((m) => m.startedAt < executedAt + settleMs).map((m) => m.seriesId),
  );
  const fresh = open.filter(
    (m) =>
      m.level === "STRONG" &&
      !old.has(m.seriesId) &&
      !byItself[wayOf(m.metric)].has(m.service ?? "") &&
      m.startedAt >= executedAt + settleMs &&
      now - m.startedAt >= worseAfterMs,
  );
  const oldOpen = open.filter((m) => old.has(m.seriesId)).length;
  if (fresh.length > 0 && oldOpen + fresh.length > clear)
    return `Worse: ${fresh
      .map((m) => `${m.service ?? "?"} ${m.metric}`)
      .slice(0, 3)
      .join(", ")} broke after the execution, and ${oldOpen} of the old anomalies still run.`;
  const healed = health.filter((h) => h.was === "ill" && h.now === "well").length;
  if (broken.length > healed)
    return `Worse: since the execution ${broken.slice(0, 3).join(", ")}, and that was better before.`;
  return null;
}

/** The verdict when the time is up: by the services that were measurably ill, or, when none was, by those that had anomalies. */
function atLast(seen: Seen, minutes: number, silent: boolean): Verdict {
  const { health, open, clear, broken, stillWorse } = seen;
  const ill = health.filter((h) => h.was === "ill");
  const known = (ill.length > 0 ? ill : health).filter((h) => h.now !== "unknown");
  if (known.length === 0 || silent)
    return {
      outcome: "inconclusive",
      says: `Inconclusive: after ${minutes} min there are too few requests to judge by.`,
    };
  const still = known.filter((h) => h.now === "ill").map((h) => h.service);
  if (still.length === known.length)
    return {
      outcome: "no-effect",
      says: `No effect: after ${minutes} min ${list(still)} ${still.length === 1 ? "is" : "are"} as bad as before.`,
    };
  const why =
    stillWorse ??
    (broken.length > 0
      ? `since the execution ${broken[0]}`
      : still.length > 0
        ? `${list(still)} ${still.length === 1 ? "has" : "have"} not recovered`
        : open.length > 0
          ? `${open.length} of ${open.length + clear} anomalies still run`
          : "not every service has stayed in its usual range");
  return { outcome: "partly", says: `Partly: after ${minutes} min ${why}.` };
}

const list = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`
    : names.join(", ");
