import { z } from "zod";
import { servicesOfSeries, servicesOfSituation } from "../people/scope-store";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { endSilence, saveSilence } from "./silence-store";

const seriesId = z.number().int().positive();
const minutes = z
  .number()
  .int()
  .min(5)
  .max(7 * 1440, "A silence has an end, seven days from now at the latest.");
const nameOf = (s: { service: string | null; metric: string }) =>
  s.service ? `${s.service} ${s.metric}` : s.metric;

export const silenceSeries = defineVerb({
  name: "silence-series",
  role: "responder",
  input: z.object({
    seriesId,
    minutes,
    reason: z.string().trim().max(200).default(""),
  }),
  on: (tx, { seriesId }) => servicesOfSeries(tx, seriesId),
  async run({ tx, actor, now }, { seriesId, minutes, reason }) {
    const until = now + minutes * 60_000;
    const series = await saveSilence(tx, { seriesId, until, reason, author: actor.name, now });
    return { until, name: nameOf(series) };
  },
  tells: ({ minutes, reason }, { name }) => ({
    says: `${name} was silenced for ${minutes} minutes${reason ? `: ${reason}` : "."} What is found is still recorded.`,
  }),
});

export const endSilenceOfSeries = defineVerb({
  name: "end-silence",
  role: "responder",
  input: z.object({ seriesId }),
  on: (tx, { seriesId }) => servicesOfSeries(tx, seriesId),
  async run({ tx, now }, { seriesId }) {
    return { name: nameOf(await endSilence(tx, { seriesId, now })) };
  },
  tells: (_, { name }) => ({ says: `The silence of ${name} was ended.` }),
});

/** All series of a situation at once: what is odd there is known, and whoever is on call wants quiet. */
export const silenceSituation = defineVerb({
  name: "silence-situation",
  role: "responder",
  input: z.object({
    situationId: z.number().int().positive(),
    minutes,
    reason: z.string().trim().max(200).default(""),
  }),
  on: (tx, input) => servicesOfSituation(tx, input.situationId),
  async run({ tx, actor, now }, { situationId, minutes, reason }) {
    const members = await tx.situationAnomaly.findMany({
      where: { situationId },
      select: { anomaly: { select: { seriesId: true } } },
    });
    const ids = [...new Set(members.map((m) => m.anomaly.seriesId))];
    if (ids.length === 0)
      throw new Problem("not-found", "This situation has no series to silence.");
    const until = now + minutes * 60_000;
    for (const seriesId of ids)
      await saveSilence(tx, { seriesId, until, reason, author: actor.name, now });
    return { until, series: ids.length };
  },
  tells: ({ situationId, minutes, reason }, { series }) => ({
    says: `The ${series} series of S-${situationId} were silenced for ${minutes} minutes${reason ? `: ${reason}` : "."} What is found is still recorded.`,
    situationId,
  }),
});
