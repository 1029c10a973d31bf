import bcrypt from "bcryptjs";
import type { Db, Tx } from "../db/client";
import { Problem } from "../problem";
import type { Role } from "./model";
import { createSignInGuard } from "./sign-in-guard";

export type SignedIn = { id: string; email: string; name: string; role: Role };

/** OWASP's least work factor for bcrypt. */
const rounds = 10;
/** A hash of nothing anybody knows, so that an unknown name costs as much time as a wrong password. */
const nobody = "$2b$10$mh0df25T58hRtTb2PS0WH.kFXtpAOfwbyhd0QT/./yeXeINdXLPUi";
const guard = createSignInGuard();
const canonical = (email: string) => email.trim().toLowerCase();

/** Throws Problem "bad-input" for a password that is too short or that bcrypt would cut off (72 bytes). */
async function hashPassword(password: string): Promise<string> {
  if (password.length < 10)
    throw new Problem("bad-input", "The password must be at least 10 characters long.");
  if (bcrypt.truncates(password))
    throw new Problem("bad-input", "The password must be at most 72 bytes long.");
  return bcrypt.hash(password, rounds);
}

/** Adds a person; throws Problem "conflict" when the address is taken. */
export async function createUser(
  tx: Tx,
  input: { email: string; name: string; role: Role; password: string },
): Promise<SignedIn> {
  const email = canonical(input.email);
  if (await tx.user.findUnique({ where: { email } }))
    throw new Problem("conflict", `Somebody already signs in as ${email}.`);
  const { id } = await tx.user.create({
    data: {
      email,
      name: input.name,
      role: input.role,
      passwordHash: await hashPassword(input.password),
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
  const same = known.passwordHash && (await bcrypt.compare(input.password, known.passwordHash));
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

/**
 * The person with this address and password, or null. Unknown, disabled and wrong take the same work and give the same
 * answer. Throws Problem "too-many" while repeated failures make this name wait.
 */
export async function signIn(
  db: Db,
  { email: typed, password }: { email: string; password: string },
  now = Date.now(),
): Promise<SignedIn | null> {
  const email = canonical(typed);
  const wait = guard.waitMs(email, now);
  if (wait > 0)
    throw new Problem(
      "too-many",
      `Too many failed attempts. Try again in ${Math.ceil(wait / 1000)} s.`,
    );
  // Counted before the answer is known, so that tries sent at once count too.
  guard.failed(email, now);
  const user = await db.prisma.user.findUnique({ where: { email } });
  const right = await bcrypt.compare(password, user?.passwordHash ?? nobody);
  if (!user?.passwordHash || user.disabledAt || !right) return null;
  guard.succeeded(email);
  return { id: user.id, email, name: user.name, role: user.role as Role };
}

/** The person with this id as they are now, or null when gone or disabled: what a session is checked against. */
export async function findUser(db: Db, id: string): Promise<SignedIn | null> {
  const user = await db.prisma.user.findUnique({ where: { id } });
  if (!user || user.disabledAt) return null;
  return { id, email: user.email, name: user.name, role: user.role as Role };
}
