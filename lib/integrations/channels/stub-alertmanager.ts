import { z } from "zod";
import { canonicalJson } from "@/lib/canonical-json";
import { openStubServer } from "../executors/stub-server";
import type { ChannelStub } from "./stub-case";

/** POST /api/v2/alerts as in Alertmanager's openapi.yaml: an alert is its labels. */
const alert = z.strictObject({
  labels: z.record(z.string(), z.string()).refine((l) => Object.keys(l).length > 0),
  annotations: z.record(z.string(), z.string()).optional(),
  startsAt: z.iso.datetime().optional(),
  endsAt: z.iso.datetime().optional(),
  generatorURL: z.url().optional(),
});
const alerts = new Map<string, z.infer<typeof alert>>();
const token = "a-proxy-asks-for-it";

const stub = openStubServer({
  knows: ({ headers }) => headers.authorization === `Bearer ${token}`,
  endpoints: [
    {
      method: "POST",
      path: "/api/v2/alerts",
      body: z.array(alert),
      answer({ body }) {
        for (const one of z.array(alert).parse(body)) {
          if (one.startsAt && one.endsAt && one.endsAt < one.startsAt)
            return { status: 400, value: "start time must be before end time" };
          alerts.set(canonicalJson(one.labels), one);
        }
        return { status: 200 };
      },
    },
  ],
});

export const alertmanagerStub: ChannelStub = {
  kind: "alertmanager",
  config: () => ({ url: stub.url }),
  secrets: { token },
  wrong: { token: "something else" },
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
  seen: () => [...alerts.values()].map((a) => JSON.stringify(a)),
  stateOf(name) {
    const mine = [...alerts.values()].find((a) => a.labels.alert === name);
    if (!mine) return null;
    return Date.parse(mine.endsAt ?? "") > Date.UTC(2026, 10, 28, 21, 41)
      ? "triggered"
      : "resolved";
  },
  state() {
    const mine = [...alerts.values()].filter((a) => a.labels.situation === "S-7");
    if (mine.length === 0) return null;
    const open = mine.filter((a) => Date.parse(a.endsAt ?? "") > Date.UTC(2026, 10, 28, 21, 41));
    if (open.length === 0) return "resolved";
    return open[0]?.annotations?.status === "acknowledged" ? "acknowledged" : "triggered";
  },
};
