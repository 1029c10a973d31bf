import { z } from "zod";
import { servicesOfSeries } from "../people/scope-store";
import { defineVerb } from "../verb";
import { endSilence, saveSilence } from "./silence-store";

const seriesId = z.number().int().positive();
const nameOf = (s: { service: string | null; metric: string }) =>
  s.service ? `${s.service} ${s.metric}` : s.metric;

export const silenceSeries = defineVerb({
  name: "silence-series",
  role: "responder",
  input: z.object({
    seriesId,
    minutes: z
      .number()
      .int()
      .min(5)
      .max(7 * 1440, "A silence has an end, seven days from now at the latest."),
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
