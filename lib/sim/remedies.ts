import { callees, callers, digraph } from "../graph/digraph";
import { golden, windowMs } from "../ingest/model";
import { judge, type Member, type ServiceBand } from "../verify/judge";
import type { VerificationOutcome } from "../verify/model";
import { serviceBand, usualMs } from "../verify/service-band";
import { dice, drawEstate } from "./estate";
import { type Moment, moments, type Story } from "./moments";

/** A remedy of which it is known what it does, and the incident that it is for. */
export type SimulatedRemedy = {
  /** What verification should find */
  truth: VerificationOutcome;
  story: Story;
  /** The service that it acts on */
  target: string;
  /** Epoch ms at which the executor reports success */
  executedAt: number;
};

const start = Date.UTC(2026, 10, 23, 9);
const calm = 150;
const tillExecution = 14;
const afterExecution = 48;
const holdMs = 60_000;
const goldenMetrics: readonly string[] = Object.values(golden);

/**
 * Seeded remedies of five kinds in turn. A bad deploy is rolled back, and that works; or half of the trouble stays (partly); or the
 * fault was never the deploy's (no effect); or the rollback also breaks a service beside it that was well (worse); or the requests stop
 * before anybody can tell (inconclusive).
 */
export function simulatedRemedies(seed: number, count: number): SimulatedRemedy[] {
  const truths = ["recovered", "partly", "no-effect", "worse", "inconclusive"] as const;
  return Array.from({ length: count }, (_, i) => {
    const truth = truths[i % truths.length] ?? "recovered";
    const roll = dice(seed * 104_729 + i);
    const estate = drawEstate(7 + roll.below(6), seed * 31 + i);
    const calls = digraph(estate.edges);
    const inner = estate.services.filter((s) => !estate.gateways.includes(s));
    const service = roll.pick(inner);
    const beside = [...callers(calls, service), ...callees(calls, service)].filter(
      (s) => !estate.silent.includes(s),
    );
    const execution = calm + tillExecution;
    const share = 0.15 + 0.45 * roll.next();
    const ms = 120 + roll.below(500);
    const failing = roll.chance(0.5);
    const ill = failing ? { errors: share.toFixed(2) } : { ms: String(ms) };
    const from = (window: number, kind: "failing" | "slow", part = 1) =>
      kind === "failing"
        ? { errors: `0.001x${window} ${(share * part).toFixed(3)}` }
        : { ms: `15x${window} ${Math.round(ms * part)}` };
    const kind = failing ? "failing" : "slow";
    const steps = Array.from({ length: 10 }, (_, i) =>
      `${40 + i * (20 + ms / 10)}x6`.replace(/\..*x/, "x"),
    );
    const growing = { ms: `15x${calm} ${steps.join(" ")} ${40 + 2 * ms}` };
    const remains = roll.chance(0.5)
      ? { [service]: from(calm, failing ? "slow" : "failing") }
      : { [`${service} v7`]: from(execution + 1, kind, 0.3 + 0.2 * roll.next()) };
    const behaviour: Story["behaviour"] = {
      recovered: { [`${service} v8`]: ill },
      partly: { [`${service} v8`]: ill, ...remains },
      "no-effect": { [service]: roll.chance(0.3) ? growing : from(calm, kind) },
      worse: {
        [service]: from(calm, kind),
        [roll.pick(beside)]: from(execution + 1, roll.chance(0.5) ? "failing" : "slow"),
      },
      inconclusive: { [`${service} v8`]: ill },
    }[truth];
    const usual = 80 + roll.below(300);
    return {
      truth,
      target: service,
      executedAt: start + (execution + 1) * windowMs,
      story: {
        start,
        windows: execution + afterExecution,
        calls: estate.edges.map((e) => `${e.from} > ${e.to}`).join(", "),
        silent: estate.silent,
        requests: truth === "inconclusive" ? `${usual}x${execution + 1} 0` : String(usual),
        behaviour,
        changes: [
          { window: calm, says: `deploy ${service} v7 > v8` },
          { window: execution, says: `deploy ${service} v8 > v7` },
        ],
        seed: 1 + roll.below(1e6),
      },
    };
  });
}

/** What verification finds, looking every half minute; null when it makes up its mind before the end of the story or never. */
export async function verifySimulated({
  story,
  target,
  executedAt,
}: SimulatedRemedy): Promise<VerificationOutcome | null> {
  let situation: number | null = null;
  for (const moment of moments(story)) {
    const { scene } = moment;
    if (scene.now <= executedAt || !scene.members.some((m) => m.service === target)) continue;
    // The incident is the earliest situation that names the target.
    situation ??= scene.situationId;
    if (scene.situationId !== situation) continue;
    const { outcome } = judge({
      now: scene.now,
      executedAt,
      holdMs,
      members: scene.members.map(memberOf),
      ...(await bandsOf(moment, executedAt, target)),
      calls: scene.graph,
    });
    if (outcome) return outcome;
  }
  return null;
}

const memberOf = (a: Moment["scene"]["members"][number]): Member => ({
  seriesId: a.seriesId,
  service: a.service,
  metric: a.metric,
  level: a.level,
  startedAt: a.startedAt,
  endedAt: a.endedAt,
  gone: false,
});

async function bandsOf(
  { scene, fetch }: Moment,
  executedAt: number,
  target: string,
): Promise<{ services: ServiceBand[]; neighbours: ServiceBand[] }> {
  const named = [...new Set(scene.members.flatMap((m) => m.service ?? []))];
  const beside = [...callers(scene.graph, target), ...callees(scene.graph, target)].filter(
    (n) => !named.includes(n),
  );
  const services = [...named, ...beside];
  const { requests } = await fetch([
    { kind: "requests", services, from: scene.onsetAt - usualMs, to: scene.now },
  ]);
  const bands = services.map((service) => {
    const own = requests.filter((r) => r.service === service && r.count > 0);
    const bad = scene.members.filter(
      (m) =>
        m.service === service &&
        goldenMetrics.includes(m.metric) &&
        (m.endedAt === null || m.lastAt >= executedAt),
    );
    return serviceBand(service, own, [], { onsetAt: scene.onsetAt, executedAt }, bad);
  });
  return { services: bands.slice(0, named.length), neighbours: bands.slice(named.length) };
}
