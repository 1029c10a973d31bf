import { expect, test } from "vitest";
import { createReplayGuard } from "./replay-guard";
import { signWebhook, verifyWebhook } from "./standard-webhooks";

// The specification's own example.
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const body = '{"test": 2432232314}';
const now = 1_614_265_330_000;
const signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

const check = (over: { at?: number; body?: string; secret?: string; headers?: object }) =>
  verifyWebhook({
    secret: over.secret ?? secret,
    headers: {
      "webhook-id": id,
      "webhook-timestamp": "1614265330",
      "webhook-signature": signature,
      ...over.headers,
    },
    body: over.body ?? body,
    now: over.at ?? now,
  });

test("it signs the specification's example with the specification's signature", () => {
  expect(signWebhook({ secret, id, body, now })).toEqual({
    "webhook-id": id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": signature,
  });
});

test("a good signature passes, alone or among others, up to five minutes off", () => {
  expect(check({})).toEqual({ id });
  expect(check({ headers: { "webhook-signature": `v1,AAAA v1a,xx ${signature}` } })).toEqual({
    id,
  });
  expect(check({ at: now + 300_000 })).toEqual({ id });
  expect(check({ at: now - 300_000 })).toEqual({ id });
});

test("every way of being wrong is refused with its own reason", () => {
  const forged = "does not fit";
  expect(() => check({ body: '{"test": 1}' })).toThrow(forged);
  expect(() => check({ secret: "whsec_AAAA" })).toThrow(forged);
  expect(() => check({ headers: { "webhook-id": "another" } })).toThrow(forged);
  expect(() =>
    check({ headers: { "webhook-signature": signature.replace("v1,", "v2,") } }),
  ).toThrow(forged);
  expect(() => check({ headers: { "webhook-signature": "v1," } })).toThrow(forged);
  expect(() => check({ headers: { "webhook-signature": undefined } })).toThrow(
    "webhook-signature is missing",
  );
  expect(() => check({ headers: { "webhook-timestamp": "now" } })).toThrow("seconds since 1970");
  expect(() => check({ at: now + 301_000 })).toThrow("signed 301 s ago");
  expect(() => check({ at: now - 301_000 })).toThrow("301 s in the future");
});

test("a plain text secret is the key itself", () => {
  const headers = signWebhook({ secret: "plain text", id: "1", body: Buffer.from("x"), now });
  expect(verifyWebhook({ secret: "plain text", headers, body: "x", now })).toEqual({ id: "1" });
});

test("a repeated id is recognised while it is kept and the oldest make room", () => {
  const guard = createReplayGuard({ keepMs: 1000, most: 2 });
  guard.add("a", 0);
  expect([guard.has("a", 999), guard.has("a", 1000), guard.has("b", 0)]).toEqual([
    true,
    false,
    false,
  ]);
  guard.add("b", 1);
  guard.add("c", 2);
  expect([guard.has("a", 3), guard.has("b", 3), guard.has("c", 3)]).toEqual([false, true, true]);
});
