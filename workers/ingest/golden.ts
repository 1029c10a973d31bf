import type { AcceptPorts } from "@/lib/ingest/accept-store";
import { closeWindows } from "@/lib/ingest/golden-store";
import type { Arrivals } from "./arrivals";
import type { Committer } from "./committer";
import type { SeriesCatalog } from "./series-catalog";

/** A turn that comes so late means that we were held up, and the senders with us. */
const heldUpMs = 5_000;

/**
 * One turn of closing windows. After a start, a failure or a standstill of ours, senders get a full interval to come back
 * before their silence means anything: what we could not hear was not 0.
 */
export function goldenTurn(
  ports: AcceptPorts,
  committer: Committer,
  catalog: SeriesCatalog,
  arrivals: Arrivals,
  now: () => number,
): () => Promise<void> {
  let resumedMs = now();
  let lastMs = now();
  let failed = false;
  return async () => {
    const nowMs = now();
    if (failed || nowMs - lastMs > heldUpMs) resumedMs = nowMs;
    lastMs = nowMs;
    failed = true;
    await committer.between(() =>
      closeWindows(
        ports,
        (samples) => catalog.resolve(samples),
        (sender) => {
          const { arrivedMs, intervalMs } = arrivals.of(sender);
          return { arrivedMs: Math.max(arrivedMs, resumedMs), intervalMs };
        },
        nowMs,
      ),
    );
    failed = false;
  };
}
