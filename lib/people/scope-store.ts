import type { Tx } from "../db/client";

// What a deed is about, for `Verb.on`: nothing for what does not exist.

/** The services that a situation affects. A role on one of them lets somebody work on the whole of it. */
export const servicesOfSituation = async (tx: Tx, id: number): Promise<string[]> =>
  (await tx.situation.findUnique({ where: { id }, select: { services: true } }))?.services ?? [];

/** The service that a remedy changes; a role on others that its situation affects does not count. */
export async function servicesOfRemedy(tx: Tx, id: string): Promise<string[]> {
  const remedy = await tx.remedy.findUnique({ where: { id }, select: { service: true } });
  return remedy ? [remedy.service] : [];
}

/** The service whose series this is; none for series of no service. */
export async function servicesOfSeries(tx: Tx, id: number): Promise<string[]> {
  const series = await tx.series.findUnique({ where: { id }, select: { service: true } });
  return series?.service ? [series.service] : [];
}

/** The service of the series on which an anomaly was seen. */
export async function servicesOfAnomaly(tx: Tx, id: string): Promise<string[]> {
  const anomaly = await tx.anomaly.findUnique({
    where: { id },
    select: { service: true },
  });
  return anomaly?.service ? [anomaly.service] : [];
}
