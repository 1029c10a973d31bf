import type { Db, Tx } from "../db/client";
import { Problem, TooMany } from "../problem";
import { recordWith } from "../timeline/store";
import { type Grant, type Role, role, workerActor } from "./model";
import { hashPassword, isPassword } from "./password";
import { giveBack, succeeded, takeTry } from "./tries-store";

export type SignedIn = { id: string; email: string; name: string; role: Role };

export const canonical = (email: string) => email.trim().toLowerCase();

/** Adds a person, without a password when none is given; throws Problem "conflict" when the address is taken. */
export async function createUser(
  tx: Tx,
  input: { email: string; name: string; role: Role; password?: string; grants?: Grant[] },
): Promise<SignedIn> {
  const email = canonical(input.email);
  if (await tx.user.findUnique({ where: { email } }))
    throw new Problem("conflict", `Somebody already signs in as ${email}.`);
  const { id } = await tx.user.create({
    data: {
      email,
      name: input.name,
      role: input.role,
      grants: input.grants ?? [],
      passwordHash: input.password === undefined ? null : await hashPassword(input.password),
    },
  });
  return { id, email, name: input.name, role: input.role };
}

/** Sees to it that this person exists with this role and password, for a seed; the same call again changes nothing. */
export async function ensureUser(
  db: Db,
  input: { email: string; name: string; role: Role; password: string },
): Promise<SignedIn> {
  const email = canonical(input.email);
  const known = await db.prisma.user.findUnique({ where: { email } });
  if (!known) return createUser(db.prisma, input);
  const same = await isPassword(input.password, known.passwordHash);
  await db.prisma.user.update({
    where: { email },
    data: {
      name: input.name,
      role: input.role,
      disabledAt: null,
      ...(same ? {} : { passwordHash: await hashPassword(input.password) }),
    },
  });
  return { id: known.id, email, name: input.name, role: input.role };
}

/** What a second factor says of the person whose password was right (checkFactor of factor-store.ts). */
type AskFactor = (userId: string) => Promise<"none" | "needed" | "right" | "recovery" | "wrong">;

/**
 * The person with this address and password, or null; "code-needed" when the password was right and a second factor is to be
 * asked for. Unknown, disabled and wrong take the same work and give the same answer. A wrong code is a failure like a wrong
 * password. Throws TooMany while repeated failures make this account or this sender wait; that it came to this is on the timeline.
 */
export async function signIn(
  db: Db,
  input: {
    email: string;
    password: string;
    address?: string | null;
    askFactor?: AskFactor;
  },
  now = Date.now(),
): Promise<SignedIn | "code-needed" | null> {
  const { password, address } = input;
  const email = canonical(input.email);
  const bySender = address ? await takeTry(db, "sender", address, now) : null;
  if (bySender && bySender.waitMs > 0) throw tooManyTries(bySender.waitMs);
  const byAccount = await takeTry(db, "account", email, now);
  if (byAccount.waitMs > 0) throw tooManyTries(byAccount.waitMs);
  const user = await db.prisma.user.findUnique({ where: { email } });
  const right = await isPassword(password, user?.passwordHash);
  const answer = user && !user.disabledAt && right ? await input.askFactor?.(user.id) : undefined;
  if (answer === "needed") {
    await giveBack(db, "account", email);
    if (address) await giveBack(db, "sender", address);
    return "code-needed";
  }
  if (!user || user.disabledAt || !right || answer === "wrong") {
    if (user && byAccount.failures === 5)
      await recordWith(db.pool, {
        at: now,
        room: "people",
        kind: "sign-in-slowed",
        says: `Five wrong passwords or codes in a row for ${email}${address ? `, the last from ${address}` : ""}; further tries must wait.`,
        actor: workerActor("sign-in"),
      });
    return null;
  }
  await succeeded(db, "account", email);
  if (address) await succeeded(db, "sender", address);
  if (answer === "recovery")
    await recordWith(db.pool, {
      at: now,
      room: "people",
      kind: "recovery-code-used",
      says: `${user.name} signed in with a recovery code${address ? ` from ${address}` : ""}.`,
      actor: workerActor("sign-in"),
    });
  return { id: user.id, email, name: user.name, role: user.role as Role };
}

const tooManyTries = (waitMs: number) => new TooMany("Too many failed attempts.", waitMs);

/** The person with this id as they are now, or null when gone or disabled. */
export async function findUser(db: Db, id: string): Promise<SignedIn | null> {
  const user = await db.prisma.user.findUnique({ where: { id } });
  if (!user || user.disabledAt) return null;
  return { id, email: user.email, name: user.name, role: user.role as Role };
}

/** The person, whether locked out or not. Throws Problem "not-found". */
export async function mustFindUser(tx: Tx, id: string) {
  const user = await tx.user.findUnique({ where: { id } });
  if (!user) throw new Problem("not-found", "There is no such person.");
  return user;
}

/** Throws Problem "conflict" when without this person no administrator would be left who can sign in. */
export async function keepAnAdmin(tx: Tx, id: string): Promise<void> {
  // Two administrators who lock each other out at once take turns.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('people.admins'))`;
  const others = await tx.user.count({
    where: { role: "admin", disabledAt: null, id: { not: id } },
  });
  if (others === 0)
    throw new Problem("conflict", "Somebody must stay administrator; make another one first.");
}

/** Changes a person's name, role or roles on services; what is absent stays. */
export async function changeUser(
  tx: Tx,
  id: string,
  change: { name?: string; role?: Role; grants?: Grant[] },
): Promise<{ name: string }> {
  const user = await mustFindUser(tx, id);
  if (user.role === "admin" && change.role !== undefined && change.role !== "admin")
    await keepAnAdmin(tx, id);
  await tx.user.update({
    where: { id },
    data: {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.role === undefined ? {} : { role: role.parse(change.role) }),
      ...(change.grants === undefined ? {} : { grants: change.grants }),
    },
  });
  return { name: change.name ?? user.name };
}

/** Locks a person out, or lets them in again. */
export async function disableUser(
  tx: Tx,
  id: string,
  disabled: boolean,
  now: number,
): Promise<{ name: string }> {
  const user = await mustFindUser(tx, id);
  if (disabled && user.role === "admin") await keepAnAdmin(tx, id);
  await tx.user.update({ where: { id }, data: { disabledAt: disabled ? new Date(now) : null } });
  return { name: user.name };
}

/** Replaces one's own password. Throws Problem "forbidden" when the current one is wrong. */
export async function changePassword(
  tx: Tx,
  { id, current, next }: { id: string; current: string; next: string },
): Promise<void> {
  const user = await mustFindUser(tx, id);
  if (!(await isPassword(current, user.passwordHash)))
    throw new Problem("forbidden", "The current password is not right.");
  await tx.user.update({ where: { id }, data: { passwordHash: await hashPassword(next) } });
}
