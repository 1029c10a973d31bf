import { createHmac, randomBytes } from "node:crypto";

/** What every authenticator app takes without asking: HMAC-SHA-1, 30 s, six digits. */
const stepMs = 30_000;
const digits = 6;
/** Steps before and after now that count, for clocks that differ. */
const drift = 1;

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Bytes in base32 without padding (RFC 4648). */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text;
}

/** 160 random bits, as long as the hash (RFC 4226, section 4). */
export const newSecret = (): Buffer => randomBytes(20);

/** The number of the 30 s step in which a time, epoch ms, lies. */
export const stepAt = (ms: number): number => Math.floor(ms / stepMs);

/** The code of a step: RFC 4226 truncation of the HMAC of the counter, as RFC 6238 makes it from time. */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, "0");
}

/**
 * The step whose code this is, when it is near now and later than the last one that was used; null otherwise. All near
 * steps are computed whatever the code is.
 */
export function matchingStep(
  secret: Uint8Array,
  code: string,
  { now, lastStep }: { now: number; lastStep: number },
): number | null {
  let found: number | null = null;
  for (let step = stepAt(now) - drift; step <= stepAt(now) + drift; step++)
    if (codeAt(secret, step) === code && step > lastStep) found = step;
  return found;
}

/** What an authenticator app reads from the QR code. */
export const otpauthUri = (secret: Uint8Array, email: string): string =>
  `otpauth://totp/Sitroom:${encodeURIComponent(email)}?secret=${base32(secret)}&issuer=Sitroom&algorithm=SHA1&digits=${digits}&period=${stepMs / 1000}`;

/** A recovery code: 80 random bits, in groups of four. */
export const newRecoveryCode = (): string =>
  base32(randomBytes(10)).toLowerCase().match(/.{4}/g)?.join("-") ?? "";

/** A code as it was typed: without spaces and dashes, in capitals. */
export const typedCode = (text: string): string => text.replace(/[\s-]/g, "").toUpperCase();
export const isTotp = (typed: string): boolean => /^\d{6}$/.test(typed);
