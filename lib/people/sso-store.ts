import type { Db, Tx } from "../db/client";
import type { UserModel } from "../db/generated/models";
import { record } from "../timeline/store";
import { type Role, workerActor } from "./model";
import { readSetting } from "./setting-store";
import { groupsIn, rolesOfGroups } from "./sso-rules";
import { setSsoMemberships } from "./team-store";
import { canonical, createUser } from "./user-store";

export type Claims = {
  iss?: string;
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
};

/** Why somebody whom the provider knows does not come in: words of the sign-in page's address. */
export type SsoRefusal = "NoEmail" | "NotInvited" | "OtherSubject";

/**
 * Who this is, by issuer and subject, or the first time by an address that the provider vouches for; made when the rules say so.
 * Groups decide role and teams anew at each sign-in, where rules name any; the last administrator stays one.
 */
export function admit(
  db: Db,
  issuer: string,
  claims: Claims,
  now: number,
): Promise<{ id: string } | { refused: SsoRefusal }> {
  return db.prisma.$transaction(async (tx) => {
    const subject = `${issuer}|${claims.sub}`;
    const email = claims.email && claims.email_verified !== false ? canonical(claims.email) : null;
    const rules = await readSetting(tx, "single-sign-on");
    const groups = groupsIn(claims as Record<string, unknown>, rules.groupsClaim);
    const given = rolesOfGroups(rules, groups);
    const grouped = given.role !== null || given.teams.length > 0;

    let user: UserModel | null = await tx.user.findUnique({ where: { subject } });
    if (!user && !email) return { refused: "NoEmail" };
    if (!user && email) {
      user = await tx.user.findUnique({ where: { email } });
      // The address has gone to somebody else at the provider: that is another person.
      if (user?.subject && user.subject !== subject) return { refused: "OtherSubject" };
    }
    if (user?.disabledAt) return { refused: "NotInvited" };
    if (!user) {
      const may = rules.admit === "everyone" || (rules.admit === "grouped" && grouped);
      if (!may || !email) return { refused: "NotInvited" };
      const role = given.role ?? rules.usual;
      const made = await createUser(tx, { email, name: claims.name ?? email, role });
      user = await tx.user.findUniqueOrThrow({ where: { id: made.id } });
      await tell(tx, now, `${made.name} (${email}) was added as ${role} by single sign-on.`);
    }
    // Out of every group that lets people in, and no password to come in by: no longer invited.
    if (rules.admit === "grouped" && !grouped && user.subject && !user.passwordHash)
      return { refused: "NotInvited" };
    if (user.subject !== subject)
      await tx.user.update({ where: { id: user.id }, data: { subject } });
    if (rules.roles.length > 0) await setRole(tx, user, given.role ?? rules.usual, now);
    await setSsoMemberships(tx, user.id, given.teams);
    return { id: user.id };
  });
}

async function setRole(tx: Tx, user: UserModel, role: Role, now: number): Promise<void> {
  if (user.role === role) return;
  if (user.role === "admin") {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('people.admins'))`;
    const others = { role: "admin", disabledAt: null, id: { not: user.id } };
    if ((await tx.user.count({ where: others })) === 0) return;
  }
  await tx.user.update({ where: { id: user.id }, data: { role } });
  await tell(tx, now, `${user.name} is ${role} now, by the groups of single sign-on.`);
}

const tell = (tx: Tx, at: number, says: string) =>
  record(tx, {
    at,
    room: "people",
    kind: "single-sign-on",
    says,
    actor: workerActor("single-sign-on"),
  });
