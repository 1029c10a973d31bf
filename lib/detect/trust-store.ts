import type { Tx } from "../db/client";
import { announceIn } from "../db/live";
import { Problem } from "../problem";
import type { LabelKind } from "./label";
import type { Distrust } from "./model";
import { noLabels } from "./precision";
import { distrustByLabels } from "./trust";

/** Trusts a detector (null) or not any more. Labels before a trust no longer count. Throws Problem "not-found". */
export async function setTrust(
  tx: Tx,
  id: string,
  distrust: Distrust | null,
  now: number,
): Promise<void> {
  const { count } = await tx.detector.updateMany({
    where: { id },
    data: {
      untrusted: distrust?.kind ?? null,
      untrustedWhy: distrust?.why ?? null,
      ...(distrust ? {} : { trustedAt: new Date(now) }),
    },
  });
  if (count === 0) throw new Problem("not-found", `There is no detector ${id}.`);
  await announceIn(tx, { topic: "detector", id });
}

/**
 * Looks at a detector's labels after one of them has changed. Too many false alarms take a trusted detector's trust
 * away; labels taken back give it back. What a person decided stays. Returns the sentence to tell, or null.
 */
export async function judgeByLabels(tx: Tx, id: string): Promise<string | null> {
  const detector = await tx.detector.findUnique({
    where: { id },
    select: { title: true, untrusted: true, trustedAt: true },
  });
  if (!detector || (detector.untrusted !== null && detector.untrusted !== "precision")) return null;
  const groups = await tx.anomalyLabel.groupBy({
    by: ["kind"],
    where: {
      detectorId: id,
      undoneAt: null,
      ...(detector.trustedAt ? { at: { gt: detector.trustedAt } } : {}),
    },
    _count: true,
  });
  const labels = noLabels();
  for (const g of groups) labels[g.kind as LabelKind] = g._count;
  const why = distrustByLabels(labels);
  if ((why === null) === (detector.untrusted === null)) return null;
  await tx.detector.update({
    where: { id },
    data: { untrusted: why === null ? null : "precision", untrustedWhy: why },
  });
  await announceIn(tx, { topic: "detector", id });
  return why === null
    ? `Detector "${detector.title}" pages again.`
    : `Detector "${detector.title}" records but does not page any more: ${why.charAt(0).toLowerCase()}${why.slice(1)}.`;
}
