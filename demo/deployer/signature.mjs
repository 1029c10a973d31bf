// Standard Webhooks signatures (https://www.standardwebhooks.com), both ways, as any deployer outside would write them.
import { createHmac, timingSafeEqual } from "node:crypto";

const toleranceS = 300;

/** A "whsec_" secret is base64 after its prefix; any other is taken as text. */
const keyOf = (secret) =>
  secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);

const digest = (secret, id, timestamp, body) =>
  createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest();

/** The three headers that sign `body` under the message id. */
export function sign(secret, id, body, now = Date.now()) {
  const timestamp = String(Math.floor(now / 1000));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${digest(secret, id, timestamp, body).toString("base64")}`,
  };
}

/** Why these headers do not prove that `body` came from who has the secret, or null when they do. */
export function refuse(secret, headers, body, now = Date.now()) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  if (!id || !timestamp) return "webhook-id and webhook-timestamp are needed";
  if (!(Math.abs(now / 1000 - Number(timestamp)) <= toleranceS))
    return "webhook-timestamp is more than five minutes off";
  const expected = digest(secret, id, timestamp, body);
  const given = (headers["webhook-signature"] ?? "")
    .split(" ")
    .filter((part) => part.startsWith("v1,"))
    .map((part) => Buffer.from(part.slice(3), "base64"));
  const right = given.some(
    (one) => one.length === expected.length && timingSafeEqual(one, expected),
  );
  return right ? null : "webhook-signature does not fit";
}
