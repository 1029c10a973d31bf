import { exposition, expositionType } from "@/lib/health/exposition";
import type { IngestRoute } from "./route";

/** GET /metrics: this process in Prometheus's words, for an API key with the scope read. */
export const metricsRoute: IngestRoute = {
  method: "GET",
  path: "/metrics",
  scope: "read",
  maxBytes: 0,
  handle: async (_, { db, now }) => ({
    status: 200,
    headers: { "content-type": expositionType },
    body: await exposition(db, { estate: false, now: now() }),
  }),
};
