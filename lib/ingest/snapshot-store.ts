import type pg from "pg";
import type { Tx } from "@/lib/db/client";
import { Problem } from "@/lib/problem";
import { type GraphSnapshotBody, graphSnapshotBody } from "./model";
import { type Reader, readEdges, readerOf, readTraffic } from "./traffic-store";

export type SnapshotSource = "hourly" | "kept" | "imported";
export type SnapshotHead = {
  id: string;
  title: string;
  source: SnapshotSource;
  from: number;
  to: number;
  by: string | null;
};

/** The graph as its windows hold it within [from, to): what a snapshot keeps when the windows go. */
export async function graphOf(
  reader: Reader,
  from: number,
  to: number,
): Promise<GraphSnapshotBody> {
  const traffic = await readTraffic(reader, from, to);
  const edges = await readEdges(reader, from, to);
  const { rows: externals } = await reader.query<{ name: string }>(
    "SELECT name FROM services WHERE kind = 'external'",
    [],
  );
  const external = new Set(externals.map((r) => r.name));
  const names = new Set([...traffic.keys(), ...edges.flatMap((e) => [e.caller, e.callee])]);
  return {
    nodes: [...names].sort().map((name) => {
      const t = traffic.get(name);
      return {
        name,
        external: external.has(name) && !t,
        tags: {},
        ...(t && { requests: counted(t) }),
      };
    }),
    edges: edges.map((e) => ({
      caller: e.caller,
      callee: e.callee,
      ...counted(e),
      lastAt: e.lastAt,
    })),
  };
}

const counted = (m: {
  calls: number;
  errors: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
}) => ({ calls: m.calls, errors: m.errors, p50: m.p50, p95: m.p95, p99: m.p99 });

/** The same within a verb's transaction. */
export const graphIn = (tx: Tx, from: number, to: number): Promise<GraphSnapshotBody> =>
  graphOf(readerOf(tx), from, to);

export async function saveSnapshot(
  tx: Tx,
  snapshot: {
    title: string;
    source: SnapshotSource;
    from: number;
    to: number;
    by: string | null;
    body: GraphSnapshotBody;
  },
): Promise<string> {
  const { id } = await tx.graphSnapshot.create({
    data: {
      title: snapshot.title,
      source: snapshot.source,
      fromAt: new Date(snapshot.from),
      toAt: new Date(snapshot.to),
      by: snapshot.by,
      body: graphSnapshotBody.parse(snapshot.body),
    },
    select: { id: true },
  });
  return id;
}

const headColumns = {
  id: true,
  title: true,
  source: true,
  fromAt: true,
  toAt: true,
  by: true,
} as const;
const headOf = (row: {
  id: string;
  title: string;
  source: string;
  fromAt: Date;
  toAt: Date;
  by: string | null;
}): SnapshotHead => ({
  id: row.id,
  title: row.title,
  source: row.source as SnapshotSource,
  from: row.fromAt.getTime(),
  to: row.toAt.getTime(),
  by: row.by,
});

/** The newest of the hourly snapshots, and all that were kept or imported; newest first. */
export async function listSnapshots(tx: Tx, hourly: number): Promise<SnapshotHead[]> {
  const order = { orderBy: { toAt: "desc" }, select: headColumns } as const;
  const [own, made] = await Promise.all([
    tx.graphSnapshot.findMany({ where: { source: { not: "hourly" } }, take: 200, ...order }),
    tx.graphSnapshot.findMany({ where: { source: "hourly" }, take: hourly, ...order }),
  ]);
  return [...own, ...made].map(headOf);
}

/** @throws Problem not-found */
export async function loadSnapshot(
  tx: Tx,
  id: string,
): Promise<SnapshotHead & { body: GraphSnapshotBody }> {
  const row = await tx.graphSnapshot.findUnique({ where: { id } });
  if (!row) throw new Problem("not-found", "There is no such snapshot; it may have been deleted.");
  return { ...headOf(row), body: graphSnapshotBody.parse(row.body) };
}

/** The latest snapshot of our own that ends at or before a time, or the first after it; null when there is none. */
export async function snapshotAt(
  tx: Tx,
  atMs: number,
): Promise<(SnapshotHead & { body: GraphSnapshotBody }) | null> {
  const own = { not: "imported" } as const;
  const before = await tx.graphSnapshot.findFirst({
    where: { source: own, toAt: { lte: new Date(atMs) } },
    orderBy: { toAt: "desc" },
    select: { id: true },
  });
  const near =
    before ??
    (await tx.graphSnapshot.findFirst({
      where: { source: own },
      orderBy: { toAt: "asc" },
      select: { id: true },
    }));
  return near ? loadSnapshot(tx, near.id) : null;
}

/** Deletes what a person has kept or imported. @throws Problem not-found */
export async function deleteSnapshot(tx: Tx, id: string): Promise<SnapshotHead> {
  const row = await tx.graphSnapshot.findUnique({ where: { id }, select: headColumns });
  if (!row || row.source === "hourly")
    throw new Problem("not-found", "Only snapshots that were kept or imported can be deleted.");
  await tx.graphSnapshot.delete({ where: { id } });
  return headOf(row);
}

const hourMs = 3_600_000;

/**
 * Makes the hourly snapshots of the last hours that are missing, when each has had `settleMs` for its late spans; hours
 * without any call make none. Running it again changes nothing. Returns how many were made.
 */
export async function makeHourlySnapshots(
  { pool, tx }: { pool: pg.Pool; tx: Tx },
  nowMs: number,
  { hours = 24, settleMs = 300_000 } = {},
): Promise<number> {
  const last = Math.floor((nowMs - settleMs) / hourMs) * hourMs;
  const made = await tx.graphSnapshot.findMany({
    where: { source: "hourly", toAt: { gt: new Date(last - hours * hourMs) } },
    select: { toAt: true },
  });
  const have = new Set(made.map((m) => m.toAt.getTime()));
  let count = 0;
  for (let to = last - (hours - 1) * hourMs; to <= last; to += hourMs) {
    if (have.has(to)) continue;
    const body = await graphOf(pool, to - hourMs, to);
    if (body.nodes.length === 0) continue;
    const title = `Hour to ${new Date(to).toISOString().slice(0, 16).replace("T", " ")} UTC`;
    await saveSnapshot(tx, { title, source: "hourly", from: to - hourMs, to, by: null, body });
    count++;
  }
  return count;
}

/** Drops hourly snapshots that end before `beforeMs`; what people kept stays. */
export async function dropOldSnapshots(tx: Tx, beforeMs: number): Promise<void> {
  await tx.graphSnapshot.deleteMany({
    where: { source: "hourly", toAt: { lt: new Date(beforeMs) } },
  });
}
