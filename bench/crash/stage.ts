import type { Db } from "@/lib/db/client";
import { addJob } from "@/lib/db/jobs";
import { golden } from "@/lib/ingest/model";
import { createIntegration } from "@/lib/people/integration-store";
import { writeSetting } from "@/lib/people/setting-store";
import { usualLimits } from "@/lib/remediate/model";

const at = (ms: number) => new Date(ms);
/** Telemetry is written ahead, a window a second, so that a verdict takes seconds. */
const aheadMs = 60 * 60_000;

/** Services that report well, a deployer, and guardrails that let many remedies run at once. */
export async function setStage(
  db: Db,
  input: { services: readonly string[]; appSecret: string; deployer: string; secret: string },
): Promise<void> {
  const { prisma } = db;
  await createIntegration(prisma, input.appSecret, {
    id: "deployer",
    kind: "webhook-deployer",
    name: "Deployer",
    config: {
      url: `${input.deployer}/commands`,
      stateUrl: `${input.deployer}/targets/{target}`,
    },
    secret: input.secret,
  });
  await writeSetting(prisma, "hold-ms", 5_000);
  await writeSetting(prisma, "cooldown-ms", 0);
  await writeSetting(prisma, "remedy-limits", {
    ...usualLimits,
    atOnce: 50,
    perServiceAndDay: 100,
  });
  await prisma.detector.create({ data: { id: "d", title: "d", managed: "auto", liveVersion: 1 } });
  await prisma.series.createMany({
    data: input.services.flatMap((service) =>
      [golden.requests, golden.errors].map((metric) => ({
        key: `${service} ${metric}`,
        metric,
        tags: { service },
        service,
      })),
    ),
  });
  const from = Math.floor(Date.now() / 1000) * 1000 - 60_000;
  for (const service of input.services)
    await db.pool.query(
      `INSERT INTO request_windows (service, version, instance, start, count, errors, "sumMs", buckets)
       SELECT $1, 'v1', 'i', $2::timestamp + n * interval '1 second', 50, 0, 1000, '{}'
       FROM generate_series(0, $3) n`,
      [service, at(from).toISOString(), (60_000 + aheadMs) / 1000],
    );
}

/** A bad deploy of a service that is guilty beyond doubt, with the situation it caused; the job that proposes is queued. */
export async function breakService(
  db: Db,
  { n, service, version }: { n: number; service: string; version: string },
): Promise<number> {
  const now = Date.now();
  const { prisma } = db;
  const change = await prisma.change.create({
    data: {
      kind: "deploy",
      service,
      from: "v1",
      to: version,
      title: `${service} ${version}`,
      source: "api",
      externalKey: `deploy ${n}`,
      status: "succeeded",
      at: at(now - 2_000),
      reversible: true,
      undo: { integration: "deployer", target: service, to: "v1" },
    },
  });
  const series = await prisma.series.findFirstOrThrow({
    where: { service, metric: golden.errors },
  });
  const { id } = await prisma.situation.create({
    data: {
      title: `${service} fails`,
      status: "open",
      severity: "high",
      step: "diagnosing",
      onsetAt: at(now - 1_000),
      openedAt: at(now),
      services: [service],
      impact: {},
      suspects: {
        create: {
          kind: "change",
          ref: change.id,
          service,
          title: `${service} ${version}`,
          score: 0.97,
          rank: 1,
          state: "suspect",
          evidence: [],
          updatedAt: at(now),
        },
      },
    },
  });
  await prisma.anomaly.create({
    data: {
      id: `anomaly-${n}`,
      seriesId: series.id,
      detectorId: "d",
      detectorVersion: 1,
      service,
      metric: golden.errors,
      level: "STRONG",
      direction: "above",
      startedAt: at(now - 1_000),
      lastAt: at(now),
      endedAt: at(now),
      points: 1,
      peakAt: at(now),
      peakValue: 0.4,
      peakScore: 9,
      member: { create: { situationId: id, why: [], addedAt: at(now) } },
    },
  });
  await addJob(db.pool, "propose", { situationId: id }, { key: `propose:${id}` });
  return id;
}
