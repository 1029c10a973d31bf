import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Db, Tx } from "../db/client";
import { needsFactor } from "./factor-rules";
import { type Actor, type Grant, grant, type Role, role } from "./model";
import { readSetting } from "./setting-store";

/** Ends on its own after this, whatever happens. */
export const sessionMs = 12 * 3_600_000;
const seenEveryMs = 60_000;

export type Via = "password" | "sso";
/** Where a sign-in comes from, as far as can be told. */
export type Client = { agent: string; address: string | null };

/** Begins a session and returns its id, which the signed cookie holds. */
export async function startSession(
  tx: Tx,
  input: { userId: string; via: Via; client: Client; now: number },
): Promise<string> {
  const id = randomBytes(24).toString("base64url");
  const { agent, address } = input.client;
  const at = new Date(input.now);
  await tx.session.create({
    data: {
      id,
      userId: input.userId,
      via: input.via,
      agent: agent.slice(0, 300),
      address: address?.slice(0, 100) ?? null,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(input.now + sessionMs),
    },
  });
  await tx.user.update({ where: { id: input.userId }, data: { lastSignInAt: at } });
  return id;
}

type Memberships = { role: string; team: { services: string[] } }[];

/** A person's own grants and those of their teams. */
export const grantsOf = (own: unknown, memberships: Memberships): Grant[] => [
  ...z.array(grant).parse(own),
  ...memberships.map((m) => ({ role: role.parse(m.role), services: m.team.services })),
];

/**
 * Who a session belongs to, with what they may do now; null when it is unknown, ended or over, or the person is locked out. Asked on
 * each request, so that a change holds at once. Who needs a second factor and has none only looks until it is set up.
 */
export async function findSession(db: Db, id: string, now = Date.now()): Promise<Actor | null> {
  const found = await db.prisma.session.findUnique({
    where: { id },
    include: {
      user: {
        include: {
          memberships: { select: { role: true, team: { select: { services: true } } } },
          secondFactor: { select: { confirmedAt: true } },
        },
      },
    },
  });
  if (!found || found.endedAt || found.expiresAt.getTime() <= now || found.user.disabledAt)
    return null;
  if (now - found.lastSeenAt.getTime() > seenEveryMs)
    await db.prisma.session.updateMany({ where: { id }, data: { lastSeenAt: new Date(now) } });
  const { user } = found;
  const has = { role: user.role as Role, grants: grantsOf(user.grants, user.memberships) };
  const withheld =
    found.via === "password" &&
    !user.secondFactor?.confirmedAt &&
    needsFactor(await readSetting(db.prisma, "second-factor"), has);
  return {
    kind: "user",
    id: user.id,
    name: user.name,
    ...(withheld ? { role: "viewer", grants: [], withheld } : has),
    session: id,
  };
}

/** Ends one session; returns whose it was, or null when there is none. Ending it twice keeps the first time. */
export async function endSession(
  tx: Tx,
  id: string,
  now: number,
): Promise<{ userId: string } | null> {
  const found = await tx.session.findUnique({ where: { id } });
  if (found && !found.endedAt)
    await tx.session.update({ where: { id }, data: { endedAt: new Date(now) } });
  return found && { userId: found.userId };
}

/** Ends all sessions of a person but `except`; returns how many were open. */
export async function endSessionsOf(
  tx: Tx,
  userId: string,
  now: number,
  except?: string,
): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: {
      userId,
      endedAt: null,
      expiresAt: { gt: new Date(now) },
      ...(except ? { id: { not: except } } : {}),
    },
    data: { endedAt: new Date(now) },
  });
  return count;
}

export type SessionRow = {
  id: string;
  userId: string;
  via: Via;
  agent: string;
  address: string | null;
  /** Epoch ms */
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
};

/** Open sessions, last seen first: of one person, or of all. */
export async function listSessions(tx: Tx, now: number, userId?: string): Promise<SessionRow[]> {
  const rows = await tx.session.findMany({
    where: { endedAt: null, expiresAt: { gt: new Date(now) }, ...(userId ? { userId } : {}) },
    orderBy: { lastSeenAt: "desc" },
    take: 500,
  });
  return rows.map((s) => ({
    id: s.id,
    userId: s.userId,
    via: s.via as Via,
    agent: s.agent,
    address: s.address,
    createdAt: s.createdAt.getTime(),
    lastSeenAt: s.lastSeenAt.getTime(),
    expiresAt: s.expiresAt.getTime(),
  }));
}
