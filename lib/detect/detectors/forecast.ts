import { z } from "zod";
import { type AnyDetector, defineDetector, type State } from "../detector";
import { bands, forecasters } from "../forecasts";
import { learning, pair } from "../pair";

type ForecasterName = keyof typeof forecasters;
type BandName = keyof typeof bands;

const names = <T extends string>(record: Record<T, unknown>) => Object.keys(record) as [T, ...T[]];

/** Fields of one member, each saying when it matters, so that a form can hide the others. */
function fields(key: "forecaster" | "band", name: string, shape: z.ZodRawShape): z.ZodRawShape {
  return Object.fromEntries(
    Object.entries(shape).map(([field, schema]) => [
      field,
      (schema as z.ZodType).meta({
        ...(schema as z.ZodType).meta(),
        when: { [key]: name },
      }),
    ]),
  );
}

/** Fields of the same name in several members are one field: the first one's schema, without a condition. */
const shapes = (key: "forecaster" | "band", members: Record<string, { params: z.ZodObject }>) => {
  const all: Record<string, z.ZodType> = {};
  for (const [name, member] of Object.entries(members))
    for (const [field, schema] of Object.entries(fields(key, name, member.params.shape))) {
      const earlier = all[field];
      if (!earlier) {
        all[field] = schema as z.ZodType;
        continue;
      }
      const { when: _, ...meta } = (earlier.meta() ?? {}) as Record<string, unknown>;
      all[field] = earlier.meta(meta);
    }
  return all;
};

const pairs = new Map<string, AnyDetector>();

function pairOf(p: { forecaster: ForecasterName; band: BandName }): AnyDetector {
  const key = `${p.forecaster} ${p.band}`;
  const known = pairs.get(key);
  if (known) return known;
  const made = pair(
    { name: key, title: key, suits: "" },
    forecasters[p.forecaster] as never,
    bands[p.band] as never,
  );
  pairs.set(key, made);
  return made;
}

/**
 * Any forecaster with any band, under one schema: the parameters of the chosen two count, the others are ignored (each
 * says in its metadata, under `when`, with which choice it counts). See lib/detect/forecasters and lib/detect/bands.
 */
export const forecast = defineDetector({
  name: "forecast",
  title: "Forecast and band of your choice",
  suits: "When you know how a series behaves: choose what forecasts it and how wide ordinary is.",
  params: z.object({
    forecaster: z.enum(names(forecasters)).default("holt-winters").meta({
      title: "Forecast by",
      description: "What says which value is expected next.",
    }),
    band: z.enum(names(bands)).default("quantile").meta({
      title: "Band",
      description: "What says how far from the expected value is ordinary.",
    }),
    ...shapes("forecaster", forecasters),
    ...shapes("band", bands),
    ...learning.shape,
  }),
  init: (p): State => pairOf(p as never).init(p),
  step(s: State, t, value, p, out) {
    pairOf(p as never).step(s, t, value, p, out);
  },
});
