import { createHash, randomBytes } from "node:crypto";
import type { Tx } from "../db/client";
import { Problem } from "../problem";
import { hashPassword } from "./password";
import { endSessionsOf } from "./session-store";

const linkMs = 24 * 3_600_000;
const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** Makes the only valid link by which a person sets a password; earlier ones stop working. Only its hash is kept. */
export async function makePasswordLink(
  tx: Tx,
  userId: string,
  now: number,
): Promise<{ token: string; expiresAt: number }> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = now + linkMs;
  await tx.passwordLink.deleteMany({ where: { userId } });
  await tx.passwordLink.create({
    data: { hash: hashOf(token), userId, expiresAt: new Date(expiresAt) },
  });
  return { token, expiresAt };
}

/** Sets the password that a link asks for, once, and ends all sessions. Throws Problem "gone" for a link that does not work. */
export async function redeemPasswordLink(
  tx: Tx,
  { token, password, now }: { token: string; password: string; now: number },
): Promise<{ id: string; name: string; email: string; role: string }> {
  const gone = new Problem(
    "gone",
    "This link has been used or is over. Ask an administrator for a new one.",
  );
  const hash = hashOf(token);
  const link = await tx.passwordLink.findUnique({ where: { hash }, include: { user: true } });
  if (!link || link.usedAt || link.expiresAt.getTime() <= now || link.user.disabledAt) throw gone;
  const passwordHash = await hashPassword(password);
  // Whoever is second finds it used.
  const { count } = await tx.passwordLink.updateMany({
    where: { hash, usedAt: null },
    data: { usedAt: new Date(now) },
  });
  if (count === 0) throw gone;
  await tx.user.update({ where: { id: link.userId }, data: { passwordHash } });
  await endSessionsOf(tx, link.userId, now);
  const { id, name, email, role } = link.user;
  return { id, name, email, role };
}
