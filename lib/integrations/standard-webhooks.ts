import { createHmac, timingSafeEqual } from "node:crypto";
import { Problem } from "../problem";

/** How far a sender's clock, and a repeated request, may be off. */
export const toleranceMs = 5 * 60_000;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A `whsec_` secret is base64 of the key, as the specification writes it; any other text is the key itself. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);

const mac = (secret: string, id: string, timestamp: string, body: string | Buffer): Buffer =>
  createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();

/** The three headers of Standard Webhooks (github.com/standard-webhooks/standard-webhooks) for a body. */
export function signWebhook(input: {
  secret: string;
  /** Names this message for good: a repeat carries the same one */
  id: string;
  body: string | Buffer;
  /** Epoch ms */
  now: number;
}): { "webhook-id": string; "webhook-timestamp": string; "webhook-signature": string } {
  const timestamp = String(Math.floor(input.now / 1000));
  return {
    "webhook-id": input.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${mac(input.secret, input.id, timestamp, input.body).toString("base64")}`,
  };
}

const refuse = (why: string) => new Problem("not-signed-in", why);

/**
 * Checks a signed request against its raw body and returns its webhook-id. Throws Problem "not-signed-in" with the reason
 * when a header is missing, the time is more than five minutes off, or no signature fits. Header names in lower case.
 * Whoever calls it refuses a repeated webhook-id; see createReplayGuard.
 */
export function verifyWebhook(input: {
  secret: string;
  headers: Headers;
  body: string | Buffer;
  /** Epoch ms */
  now: number;
}): { id: string } {
  const one = (name: string): string => {
    const value = input.headers[name];
    if (typeof value !== "string" || value === "") throw refuse(`The header ${name} is missing.`);
    return value;
  };
  const id = one("webhook-id");
  const timestamp = one("webhook-timestamp");
  const signatures = one("webhook-signature");
  if (!/^\d{1,12}$/.test(timestamp))
    throw refuse("The header webhook-timestamp must be seconds since 1970.");
  const offMs = input.now - Number(timestamp) * 1000;
  if (Math.abs(offMs) > toleranceMs)
    throw refuse(
      `The request was signed ${Math.round(Math.abs(offMs) / 1000)} s ${offMs > 0 ? "ago" : "in the future"}; at most ${toleranceMs / 1000} s are allowed.`,
    );
  const right = mac(input.secret, id, timestamp, input.body);
  const fits = signatures.split(" ").some((one) => {
    const [version, text = ""] = one.split(",");
    const given = Buffer.from(text, "base64");
    return version === "v1" && given.length === right.length && timingSafeEqual(given, right);
  });
  if (!fits) throw refuse("The signature does not fit the body and the shared secret.");
  return { id };
}
