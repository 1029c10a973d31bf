import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { Problem } from "../problem";

const version = "v1";
const keyOf = (appSecret: string) =>
  Buffer.from(hkdfSync("sha256", appSecret, "", "sitroom secret box v1", 32));

/**
 * Encrypts a short text for storage: AES-256-GCM under a key that HKDF-SHA256 derives from the app's secret.
 * `purpose` says what it belongs to, such as `integration:github`; the box opens only for the same purpose, so one
 * row's secret cannot be moved to another row. The result is `v1.` and base64url of nonce, tag and ciphertext.
 */
export function seal(appSecret: string, purpose: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(appSecret), nonce);
  cipher.setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
}

/** Opens what `seal` made. Throws Problem "unavailable" when the app's secret or the
 * purpose is another one, or a byte was changed. */
export function unseal(appSecret: string, purpose: string, box: string): string {
  const [head, data = ""] = box.split(".");
  const bytes = Buffer.from(data, "base64url");
  if (head !== version || bytes.length < 28)
    throw new Error(`The stored secret of ${purpose} is not a ${version} secret box.`);
  const decipher = createDecipheriv("aes-256-gcm", keyOf(appSecret), bytes.subarray(0, 12));
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
  } catch {
    throw new Problem(
      "unavailable",
      `The stored secret of ${purpose} does not open with this NEXTAUTH_SECRET; enter it again in Settings.`,
    );
  }
}
