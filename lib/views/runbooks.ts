import { z } from "zod";
import type { Db } from "../db/client";
import { listRunbooks, shippedRunbooks } from "../diagnose/runbook-store";
import { defineView } from "../view";

const dayMs = 86_400_000;
const days = 30;

/** Every runbook: when it applies, what it does, when it last ran and how often it found something. */
export const runbooks = defineView({
  input: z.object({}),
  async load({ db, now }) {
    const [rows, runs] = await Promise.all([
      listRunbooks(db.prisma, await shippedRunbooks()),
      readRuns(db, now - days * dayMs),
    ]);
    return {
      days,
      rows: rows
        .map((r) => ({
          name: r.name,
          title: r.runbook?.title ?? r.name,
          says: r.runbook?.says ?? "",
          when: r.runbook?.when ?? null,
          steps: r.runbook?.checks.length ?? 0,
          origin: r.origin,
          enabled: r.enabled,
          version: r.version,
          problem: r.problem,
          author: r.author,
          savedAt: r.savedAt,
          ran: runs.get(r.name) ?? null,
        }))
        .sort((a, b) => a.title.localeCompare(b.title)),
    };
  },
});

type Ran = { situations: number; interesting: number; lastAt: number };

/** In how many situations each runbook ran since then, in how many a step of it was interesting, and when last (epoch ms). */
async function readRuns({ pool }: Db, since: number): Promise<Map<string, Ran>> {
  const { rows } = await pool.query<{ runbook: string } & Ran>(
    `SELECT runbook, count(*)::int AS situations, count(*) FILTER (WHERE interesting > 0)::int AS interesting,
       (extract(epoch FROM max(at)) * 1000)::float8 AS "lastAt"
     FROM runbook_runs WHERE at >= $1::timestamp GROUP BY runbook`,
    [new Date(since).toISOString()],
  );
  return new Map(rows.map(({ runbook, ...ran }) => [runbook, ran]));
}
