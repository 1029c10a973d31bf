import type { Actor } from "../people/model";

export type TimelineEntry = {
  /** Epoch ms */
  at: number;
  situationId?: number;
  room: "ingest" | "detect" | "situate" | "diagnose" | "remediate" | "verify" | "people" | "health";
  /** Machine word, such as situation-opened or remedy-approved */
  kind: string;
  /** One plain sentence */
  says: string;
  actor: Actor;
  data?: Record<string, unknown>;
};
