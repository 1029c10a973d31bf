import { changesRoutes } from "./changes-routes";
import type { Committer } from "./committer";
import { otlpRoutes } from "./otlp-routes";
import { pointsRoute } from "./points-route";
import { remoteWriteRoute } from "./remote-write-route";
import type { IngestRoute } from "./route";
import type { SeriesCatalog } from "./series-catalog";

/** All doors of the ingest port. */
export const ingestRoutes = (committer: Committer, catalog: SeriesCatalog): IngestRoute[] => [
  ...otlpRoutes(committer),
  remoteWriteRoute(committer, catalog),
  pointsRoute(committer, catalog),
  ...changesRoutes,
];
