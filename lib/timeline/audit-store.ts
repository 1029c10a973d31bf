import { z } from "zod";
import type { Tx } from "../db/client";
import { Prisma } from "../db/generated/client";

export const auditFilter = z.object({
  /** Part of the name of who did it */
  who: z.string().trim().max(200).default(""),
  /** Exactly this deed */
  kind: z.string().trim().max(100).default(""),
  /** Part of the sentence, such as a service, a person or a situation's number */
  about: z.string().trim().max(200).default(""),
  /** Epoch ms */
  from: z.number().nullable().default(null),
  to: z.number().nullable().default(null),
  /** Deeds of people and keys only, or those of our own workers too */
  machines: z.boolean().default(false),
  /** Rows before this entry */
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .nullable()
    .default(null),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export type AuditRow = {
  id: string;
  /** Epoch ms */
  at: number;
  kind: string;
  says: string;
  situationId: number | null;
  who: { kind: "user" | "key" | "worker"; name: string; role: string | null };
};

const iso = (ms: number) => new Date(ms).toISOString();
/** As LIKE reads it: every character stands for itself. */
const within = (text: string) => `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
const actor = z.object({
  kind: z.enum(["user", "key", "worker"]),
  name: z.string(),
  role: z.string().optional(),
});

/** Who did what, newest first, at most `take`. */
export async function readAudit(tx: Tx, f: AuditFilter, take: number): Promise<AuditRow[]> {
  const and = [
    ...(f.machines ? [] : [Prisma.sql`(actor ->> 'kind' <> 'worker' OR room = 'people')`]),
    ...(f.who ? [Prisma.sql`actor ->> 'name' ILIKE ${within(f.who)}`] : []),
    ...(f.kind ? [Prisma.sql`kind = ${f.kind}`] : []),
    ...(f.about
      ? [
          Prisma.sql`(says ILIKE ${within(f.about)} OR 's-' || "situationId" = ${f.about.toLowerCase()})`,
        ]
      : []),
    ...(f.from === null ? [] : [Prisma.sql`at >= ${iso(f.from)}::timestamp`]),
    ...(f.to === null ? [] : [Prisma.sql`at <= ${iso(f.to)}::timestamp`]),
    ...(f.before === null ? [] : [Prisma.sql`id < ${BigInt(f.before)}`]),
    Prisma.sql`true`,
  ];
  const rows = await tx.$queryRaw<
    {
      id: bigint;
      at: Date;
      kind: string;
      says: string;
      situationId: number | null;
      actor: unknown;
    }[]
  >`SELECT id, at, kind, says, "situationId", actor FROM timeline_events
    WHERE ${Prisma.join(and, " AND ")} ORDER BY id DESC LIMIT ${take}`;
  return rows.map((row) => {
    const { kind, name, role } = actor.parse(row.actor);
    return {
      id: String(row.id),
      at: row.at.getTime(),
      kind: row.kind,
      says: row.says,
      situationId: row.situationId,
      who: { kind, name, role: role ?? null },
    };
  });
}

/** The words of all deeds that people and keys have done, for a filter. */
export async function auditKinds(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ kind: string }[]>`
    SELECT DISTINCT kind FROM timeline_events WHERE actor ->> 'kind' <> 'worker' OR room = 'people' ORDER BY kind`;
  return rows.map((r) => r.kind);
}
