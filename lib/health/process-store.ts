import type { Db } from "../db/client";
import { type OwnProcess, partNames, report as reportShape } from "./model";

/** A process that has not beaten for so long is forgotten. */
const forgetMs = 24 * 3_600_000;

/** Writes down that a process lives and how it is. */
export async function saveBeat(db: Db, process: OwnProcess): Promise<void> {
  const { id, parts, host, pid, version, startedAt, beatAt, stoppedAt, report } = process;
  const told = {
    beatAt: new Date(beatAt),
    stoppedAt: stoppedAt === null ? null : new Date(stoppedAt),
    report,
  };
  await db.prisma.ownProcess.upsert({
    where: { id },
    create: { id, parts, host, pid, version, startedAt: new Date(startedAt), ...told },
    update: told,
  });
}

/** Processes of the last day, those that run first, by their start. */
export async function readProcesses(db: Pick<Db, "prisma">, now: number): Promise<OwnProcess[]> {
  const rows = await db.prisma.ownProcess.findMany({
    where: { beatAt: { gt: new Date(now - forgetMs) } },
    orderBy: [{ beatAt: "desc" }],
    take: 100,
  });
  return rows.map((row) => ({
    id: row.id,
    parts: partNames.filter((name) => row.parts.includes(name)),
    host: row.host,
    pid: row.pid,
    version: row.version,
    startedAt: row.startedAt.getTime(),
    beatAt: row.beatAt.getTime(),
    stoppedAt: row.stoppedAt?.getTime() ?? null,
    report: reportShape.parse(row.report),
  }));
}

export async function forgetProcesses(db: Db, now: number): Promise<void> {
  await db.prisma.ownProcess.deleteMany({ where: { beatAt: { lte: new Date(now - forgetMs) } } });
}
