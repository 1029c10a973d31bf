import type { Tx } from "../db/client";
import { Problem } from "../problem";
import type { Role } from "./model";

export type TeamRow = {
  id: string;
  name: string;
  services: string[];
  members: { userId: string; name: string; role: Role; source: "person" | "sso" }[];
};

/** All teams by name, with their members. */
export async function listTeams(tx: Tx): Promise<TeamRow[]> {
  const rows = await tx.team.findMany({
    orderBy: { name: "asc" },
    include: { members: { include: { user: { select: { name: true } } } } },
  });
  return rows.map(({ id, name, services, members }) => ({
    id,
    name,
    services,
    members: members
      .map((m) => ({
        userId: m.userId,
        name: m.user.name,
        role: m.role as Role,
        source: m.source as "person" | "sso",
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

/** Makes a team or changes it; members whom single sign-on put there stay. Throws Problem "not-found" for an unknown person. */
export async function saveTeam(
  tx: Tx,
  team: {
    id: string;
    name: string;
    services: string[];
    members: { userId: string; role: Role }[];
  },
): Promise<void> {
  const { id, name } = team;
  const services = [...new Set(team.services)];
  await tx.team.upsert({
    where: { id },
    create: { id, name, services },
    update: { name, services },
  });
  const ids = team.members.map((m) => m.userId);
  const known = await tx.user.count({ where: { id: { in: ids } } });
  if (known !== new Set(ids).size || known !== ids.length)
    throw new Problem("not-found", "A member of this team is not known, or is named twice.");
  const bySso = await tx.teamMember.findMany({ where: { teamId: id, source: "sso" } });
  await tx.teamMember.deleteMany({ where: { teamId: id, source: "person" } });
  const kept = new Set(bySso.map((m) => m.userId));
  await tx.teamMember.createMany({
    data: team.members
      .filter((m) => !kept.has(m.userId))
      .map((m) => ({ teamId: id, userId: m.userId, role: m.role })),
  });
}

/** Removes a team and what its members could do through it. Throws Problem "not-found". */
export async function removeTeam(tx: Tx, id: string): Promise<{ name: string }> {
  const team = await tx.team.findUnique({ where: { id } });
  if (!team) throw new Problem("not-found", `There is no team ${id}.`);
  await tx.team.delete({ where: { id } });
  return { name: team.name };
}

/** The memberships that single sign-on gives somebody, instead of those it gave before; unknown teams are left out. */
export async function setSsoMemberships(
  tx: Tx,
  userId: string,
  wanted: readonly { team: string; role: Role }[],
): Promise<void> {
  const known = await tx.team.findMany({
    where: { id: { in: wanted.map((w) => w.team) } },
    select: { id: true },
  });
  await tx.teamMember.deleteMany({ where: { userId, source: "sso" } });
  const byHand = await tx.teamMember.findMany({ where: { userId }, select: { teamId: true } });
  const taken = new Set(byHand.map((m) => m.teamId));
  const rows = new Map<string, Role>();
  for (const { team, role } of wanted)
    if (known.some((k) => k.id === team) && !taken.has(team)) rows.set(team, role);
  await tx.teamMember.createMany({
    data: [...rows].map(([teamId, role]) => ({ teamId, userId, role, source: "sso" })),
  });
}
