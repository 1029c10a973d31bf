import { z } from "zod";
import { openStubServer } from "../executors/stub-server";
import { verifyWebhook } from "../standard-webhooks";
import type { ChannelStub } from "./stub-case";

const secret = "whsec_c2l0cm9vbS1zaXRyb29tLXNpdHJvb20=";
const bodies = new Map<string, string>();
const now = Date.UTC(2026, 10, 28, 21, 41);

/** A receiver that keeps to Standard Webhooks: it checks the signature and takes every id once. */
const stub = openStubServer({
  knows({ headers, raw }) {
    try {
      verifyWebhook({ secret, headers, body: raw, now });
      return true;
    } catch {
      return false;
    }
  },
  endpoints: [
    {
      method: "POST",
      path: "/hook",
      body: z.strictObject({
        type: z.string(),
        timestamp: z.iso.datetime(),
        data: z.looseObject({}),
      }),
      answer({ raw, headers }) {
        bodies.set(String(headers["webhook-id"]), raw);
        return { status: 204 };
      },
    },
  ],
});

export const webhookStub: ChannelStub = {
  kind: "webhook",
  config: () => ({ url: `${stub.url}/hook` }),
  secrets: { secret },
  wrong: { secret: "another secret that is long" },
  listen: () => stub.listen(),
  close: () => stub.close(),
  reset() {
    bodies.clear();
    stub.calm();
  },
  down: () => Object.assign(stub, { down: true }),
  busy: () => Object.assign(stub, { busy: 7 }),
  loseAnswer: () => Object.assign(stub, { nextAnswer: "lost" }),
  violations: () => stub.violations,
  seen: () => [...bodies.values()],
};
