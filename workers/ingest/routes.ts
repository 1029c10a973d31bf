import type { Redactor } from "@/lib/ingest/redact";
import { changesRoutes } from "./changes-routes";
import type { Committer } from "./committer";
import { externalRoutes } from "./external-routes";
import { metricsRoute } from "./metrics-route";
import { otlpRoutes } from "./otlp-routes";
import { pointsRoute } from "./points-route";
import { remoteWriteRoute } from "./remote-write-route";
import type { IngestRoute } from "./route";
import type { SeriesCatalog } from "./series-catalog";
import { zipkinRoute } from "./zipkin-route";

/** All doors of the ingest port. */
export const ingestRoutes = (
  committer: Committer,
  catalog: SeriesCatalog,
  redaction: () => Redactor,
): IngestRoute[] => [
  ...otlpRoutes(committer, redaction),
  zipkinRoute(committer, redaction),
  remoteWriteRoute(committer, catalog),
  pointsRoute(committer, catalog),
  ...changesRoutes,
  ...externalRoutes(),
  metricsRoute,
];
