import { z } from "zod";
import { admit, classify, clearVerdict } from "./classify";
import { type Detector, defineDetector, type State } from "./detector";
import type { Band, Forecaster } from "./forecaster";

/** Parameters that every forecasting detector has. */
export const learning = z.object({
  warmUp: z.number().int().min(2).max(100_000).default(30).meta({
    title: "Warm-up",
    description: "Forecasts that are compared with their outcome before the first verdict.",
    unit: "points",
  }),
  acceptAfter: z.number().int().min(0).max(100_000).default(30).meta({
    title: "Accept as new normal after",
    description:
      "How many strong points in a row are kept out of what is learned before they count as the new normal. 0 learns from every point.",
    unit: "points",
  }),
});

type PairState<F extends State, B extends State> = { n: number; strong: number; f: F; b: B };

/**
 * A detector from a forecaster and a band, in the one right order: the forecast and the band of a point are made from
 * earlier points, then the value is judged, then both learn it. A strong value is not learned (the forecaster learns
 * its own forecast in its place) until `acceptAfter` of them came in a row, so an incident does not become normal.
 */
export function pair<
  FP extends z.ZodObject,
  FS extends State,
  BP extends z.ZodObject,
  BS extends State,
>(
  about: { name: string; title: string; suits: string },
  forecaster: Forecaster<FP, FS>,
  band: Band<BP, BS>,
): Detector<z.ZodObject, PairState<FS, BS>> {
  const params = z.object({
    ...forecaster.params.shape,
    ...band.params.shape,
    ...learning.shape,
  });
  type P = z.infer<FP> & z.infer<BP> & z.infer<typeof learning>;
  return defineDetector<z.ZodObject, PairState<FS, BS>>({
    ...about,
    params,
    init: (p) => ({ n: 0, strong: 0, f: forecaster.init(p as P), b: band.init(p as P) }),
    step(s, t, raw, rawParams, out) {
      const p = rawParams as P;
      const value = admit(raw);
      clearVerdict(out);
      const expected = forecaster.predict(s.f, t, p);
      if (Number.isNaN(value)) {
        if (s.n < p.warmUp || Number.isNaN(expected)) return;
        out.expected = expected;
        band.judge(s.b, t, expected, value, p, out);
        out.score = 0;
        return;
      }
      if (Number.isNaN(expected)) {
        forecaster.update(s.f, t, value, p);
        return;
      }
      if (s.n < p.warmUp) {
        s.n++;
      } else {
        out.expected = expected;
        band.judge(s.b, t, expected, value, p, out);
        out.level = classify(value, out);
        if (out.level === "STRONG") {
          s.strong++;
          if (s.strong <= p.acceptAfter) {
            forecaster.update(s.f, t, expected, p);
            return;
          }
        } else s.strong = 0;
      }
      band.update(s.b, t, value - expected, expected, p);
      forecaster.update(s.f, t, value, p);
    },
  });
}
