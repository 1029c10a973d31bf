import { z } from "zod";
import { openStubServer } from "../executors/stub-server";
import type { ChannelStub } from "./stub-case";

/** Events API v2 as documented: one endpoint, its fields and no others, one alert a dedup key. */
const payload = z.strictObject({
  summary: z.string().min(1).max(1024),
  source: z.string().min(1),
  severity: z.enum(["critical", "error", "warning", "info"]),
  timestamp: z.iso.datetime().optional(),
  component: z.string().optional(),
  group: z.string().optional(),
  class: z.string().optional(),
  custom_details: z.record(z.string(), z.unknown()).optional(),
});
const common = { routing_key: z.string(), dedup_key: z.string().min(1).max(255) };
const event = z.discriminatedUnion("event_action", [
  z.strictObject({
    event_action: z.literal("trigger"),
    ...common,
    payload,
    client: z.string().optional(),
    client_url: z.url().optional(),
    links: z.array(z.strictObject({ href: z.url(), text: z.string() })).optional(),
  }),
  z.strictObject({ event_action: z.literal("acknowledge"), ...common }),
  z.strictObject({ event_action: z.literal("resolve"), ...common }),
]);

const key = "0123456789abcdef0123456789abcdef";
const alerts = new Map<
  string,
  { text: string; state: "triggered" | "acknowledged" | "resolved" }
>();

const stub = openStubServer({
  knows: () => true,
  endpoints: [
    {
      method: "POST",
      path: "/v2/enqueue",
      body: event,
      answer({ body }) {
        const told = event.parse(body);
        if (told.routing_key !== key)
          return {
            status: 400,
            value: { status: "invalid event", errors: ["invalid routing key"] },
          };
        const alert = alerts.get(told.dedup_key);
        if (told.event_action === "trigger")
          alerts.set(told.dedup_key, {
            text: JSON.stringify([told.payload, told.client_url]),
            state: alert?.state === "acknowledged" ? "acknowledged" : "triggered",
          });
        else if (alert && alert.state !== "resolved")
          alert.state = told.event_action === "resolve" ? "resolved" : "acknowledged";
        return { status: 202, value: { status: "success", dedup_key: told.dedup_key } };
      },
    },
  ],
});

export const pagerDutyStub: ChannelStub = {
  kind: "pagerduty",
  config: () => ({ url: `${stub.url}/v2/enqueue` }),
  secrets: { routingKey: key },
  wrong: { routingKey: "f".repeat(32) },
  listen: () => stub.listen(),
  close: () => stub.close(),
  reset() {
    alerts.clear();
    stub.calm();
  },
  down: () => Object.assign(stub, { down: true }),
  busy: () => Object.assign(stub, { busy: 7 }),
  loseAnswer: () => Object.assign(stub, { nextAnswer: "lost" }),
  violations: () => stub.violations,
  seen: () => [...alerts.values()].map((a) => a.text),
  stateOf: (name) => alerts.get(`sitroom-${name.replace(" ", "-")}`)?.state ?? null,
  state: () => alerts.get("sitroom-S-7")?.state ?? null,
};
