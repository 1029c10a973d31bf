import { z } from "zod";
import { hampel } from "@/lib/math/hampel";
import { quartiles } from "@/lib/math/median";
import { defineTrainer, known, limits, tails } from "./trainer";

/**
 * Limits a little beyond the highest value that was ordinary: the history is cleaned by Hampel's filter
 * (lib/math/hampel.ts) and of what lies more than 3 interquartile ranges beyond the quartiles; the limit is the highest
 * value left × 1.05 (weak) or × 1.10 (strong). Below, the same with the lowest value and a distance: lowest − 5 % of its
 * size. Not for series that grow, nor for a history whose better half is an incident.
 */
export const highWaterMark = defineTrainer({
  name: "high-water-mark",
  title: "Just beyond the highest ordinary value",
  suits: "Latencies and queues with a ceiling that they do not pass on ordinary days.",
  detector: "constant-threshold",
  params: z.object({
    side: tails("above"),
    weakFactor: z.number().min(1).max(100).default(1.05).meta({
      title: "Weak beyond",
      description: "Multiple of the highest ordinary value that is weakly anomalous.",
    }),
    strongFactor: z.number().min(1).max(100).default(1.1).meta({
      title: "Strong beyond",
      description: "Multiple of the highest ordinary value that is strongly anomalous.",
    }),
    window: z.number().int().min(1).max(500).default(10).meta({
      title: "Clean by",
      description: "How many values on each side say what is ordinary when outliers are removed.",
      unit: "points",
    }),
    sigmas: z.number().gt(0).max(100).default(3).meta({
      title: "Outliers beyond",
      description: "Distance from the median around it at which a value is not believed.",
      unit: "σ",
    }),
  }),
  train(values, p) {
    const cleaned = hampel(known(values, 4), p.window, p.sigmas);
    const [q1, , q3] = quartiles(cleaned);
    const far = 3 * (q3 - q1);
    const ordinary = cleaned.filter((x) => x >= q1 - far && x <= q3 + far);
    const highest = ordinary.reduce((a, b) => Math.max(a, b));
    const lowest = ordinary.reduce((a, b) => Math.min(a, b));
    const beyond = (x: number, factor: number) => (factor - 1) * Math.abs(x);
    return limits(
      p.side,
      {
        weak: highest + beyond(highest, p.weakFactor),
        strong: highest + beyond(highest, p.strongFactor),
      },
      {
        weak: lowest - beyond(lowest, p.weakFactor),
        strong: lowest - beyond(lowest, p.strongFactor),
      },
    );
  },
});
