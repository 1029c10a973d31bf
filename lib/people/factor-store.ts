import { createHash } from "node:crypto";
import type { Tx } from "../db/client";
import { Problem } from "../problem";
import { seal, unseal } from "./secret-box";
import {
  base32,
  isTotp,
  matchingStep,
  newRecoveryCode,
  newSecret,
  otpauthUri,
  typedCode,
} from "./totp";

const purposeOf = (userId: string) => `second-factor:${userId}`;
const recoveryCodes = 10;
const hashOf = (userId: string, typed: string) =>
  createHash("sha256").update(`${userId}\n${typed}`).digest("hex");

/** Begins to set up a factor, in the place of one that was never confirmed. Throws Problem "conflict" when one holds. */
export async function beginFactor(
  tx: Tx,
  { userId, email, secret: appSecret, now }: Enrolment,
): Promise<{ key: string; uri: string }> {
  const held = await tx.secondFactor.findUnique({ where: { userId } });
  if (held?.confirmedAt)
    throw new Problem("conflict", "A second factor holds already; turn it off first.");
  const made = newSecret();
  const box = seal(appSecret, purposeOf(userId), made.toString("base64"));
  const data = { secret: box, createdAt: new Date(now), lastStep: 0n };
  await tx.secondFactor.upsert({ where: { userId }, create: { userId, ...data }, update: data });
  return { key: base32(made), uri: otpauthUri(made, email) };
}
type Enrolment = { userId: string; email: string; secret: string; now: number };

/** The first code from the app makes the factor hold. Returns whether it was right. */
export async function confirmFactor(
  tx: Tx,
  { userId, code, secret, now }: { userId: string; code: string; secret: string; now: number },
): Promise<boolean> {
  const held = await tx.secondFactor.findUnique({ where: { userId } });
  if (!held) throw new Problem("conflict", "Begin again: no key was made to confirm.");
  if (held.confirmedAt) throw new Problem("conflict", "This second factor holds already.");
  if (!(await takeTotp(tx, held, typedCode(code), secret, now))) return false;
  await tx.secondFactor.update({ where: { userId }, data: { confirmedAt: new Date(now) } });
  return true;
}

/** Ten codes, shown this once, in the place of all before. Only hashes are kept. */
export async function makeRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ userId, hash: hashOf(userId, typedCode(code)) })),
  });
  return codes;
}

/**
 * What a person's second factor says to a code: "none" when they have none, "needed" without a code, "right" once for
 * each code, "wrong" otherwise. A recovery code is taken as well; then "recovery".
 */
export async function checkFactor(
  tx: Tx,
  { userId, code, secret, now }: { userId: string; code: string; secret: string; now: number },
): Promise<"none" | "needed" | "right" | "recovery" | "wrong"> {
  const held = await tx.secondFactor.findUnique({ where: { userId } });
  if (!held?.confirmedAt) return "none";
  const typed = typedCode(code);
  if (typed === "") return "needed";
  if (isTotp(typed)) return (await takeTotp(tx, held, typed, secret, now)) ? "right" : "wrong";
  const { count } = await tx.recoveryCode.updateMany({
    where: { hash: hashOf(userId, typed), userId, usedAt: null },
    data: { usedAt: new Date(now) },
  });
  return count === 1 ? "recovery" : "wrong";
}

type Held = { userId: string; secret: string; lastStep: bigint };

/** Whether the code is right now and this is its first use; whoever comes second with it finds it used. */
async function takeTotp(tx: Tx, held: Held, typed: string, appSecret: string, now: number) {
  const secret = Buffer.from(unseal(appSecret, purposeOf(held.userId), held.secret), "base64");
  const step = matchingStep(secret, typed, { now, lastStep: Number(held.lastStep) });
  if (step === null) return false;
  const { count } = await tx.secondFactor.updateMany({
    where: { userId: held.userId, secret: held.secret, lastStep: { lt: BigInt(step) } },
    data: { lastStep: BigInt(step) },
  });
  return count === 1;
}

/** Takes a person's factor and recovery codes away; whether there was one that held. */
export async function removeFactor(tx: Tx, userId: string): Promise<boolean> {
  const held = await tx.secondFactor.findUnique({ where: { userId } });
  await tx.secondFactor.deleteMany({ where: { userId } });
  await tx.recoveryCode.deleteMany({ where: { userId } });
  return held?.confirmedAt != null;
}

/** Since when a person's factor holds, epoch ms, and how many recovery codes are left. */
export async function readFactor(
  tx: Tx,
  userId: string,
): Promise<{ since: number | null; codesLeft: number }> {
  const held = await tx.secondFactor.findUnique({
    where: { userId },
    select: { confirmedAt: true },
  });
  const codesLeft = await tx.recoveryCode.count({ where: { userId, usedAt: null } });
  return { since: held?.confirmedAt?.getTime() ?? null, codesLeft };
}
