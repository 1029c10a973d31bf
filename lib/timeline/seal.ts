import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/canonical-json";

/** An event as it is kept; `at` in epoch ms. */
export type KeptEvent = {
  id: bigint;
  situationId: number | null;
  at: number;
  room: string;
  kind: string;
  says: string;
  actor: unknown;
  data: unknown;
};

/** What the first seal follows. */
export const firstHash = "0".repeat(64);

/**
 * The seal of an event: SHA-256, in hex, of the seal before it and the event's canonical JSON. Whoever changes, adds or
 * removes an event in between must change every later seal too, so that one copy of a late seal kept elsewhere proves it.
 */
export const sealOf = (previous: string, { id, ...event }: KeptEvent): string =>
  createHash("sha256")
    .update(`${previous}\n${canonicalJson({ id: String(id), ...event })}`)
    .digest("hex");
