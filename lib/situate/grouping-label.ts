import { z } from "zod";
import type { Anomaly } from "@/lib/detect/model";
import type { Why } from "./model";

export const labelKinds = ["merge", "split", "unlink", "confirm", "discard"] as const;
export type LabelKind = (typeof labelKinds)[number];

const why: z.ZodType<Why> = z.object({
  reason: z.enum(["time", "graph", "change", "history", "same-series", "person"]),
  says: z.string(),
  weight: z.number(),
});

/** Members that a label moved, with where they came from and why they were there. */
export const movedMembers = z.object({
  members: z.array(
    z.object({ anomalyId: z.string(), from: z.number(), why: z.array(why).default([]) }),
  ),
  /** The situations that it closed, with the status that they had */
  closed: z.array(z.object({ id: z.number(), status: z.string() })).default([]),
  /** The situation that it made */
  made: z.number().nullable().default(null),
});
export type Moved = z.infer<typeof movedMembers>;

/** What a label adds to the memory. */
export const lesson = z.object({
  kind: z.enum(["tie", "trust"]),
  a: z.string(),
  b: z.string(),
  plus: z.number(),
  minus: z.number(),
});
export type Lesson = z.infer<typeof lesson>;

/** A label speaks of the services that broke first; the whole reach of a large situation would teach noise. */
const mostServices = 4;

type Seen = Pick<Anomaly, "service" | "metric" | "startedAt">;

const firstServices = (members: readonly Seen[]): string[] => {
  const ordered = [...members].sort((p, q) => p.startedAt - q.startedAt);
  return [...new Set(ordered.flatMap((m) => m.service ?? []))].slice(0, mostServices);
};

/** Merge: the first services of both sides belong together. Split and unlink: they do not. */
export function tieLessons(
  one: readonly Seen[],
  other: readonly Seen[],
  says: "together" | "apart",
): Lesson[] {
  const by = says === "together" ? { plus: 1, minus: 0 } : { plus: 0, minus: 1 };
  const lessons = new Map<string, Lesson>();
  for (const p of firstServices(one))
    for (const q of firstServices(other)) {
      const [a, b] = p < q ? [p, q] : [q, p];
      // That a service belongs with itself is nothing to learn.
      if (a === b && says === "together") continue;
      lessons.set(`${a}\n${b}`, { kind: "tie", a, b, ...by });
    }
  return [...lessons.values()];
}

/** Confirm: these signals are worth a situation. Discard: they are not. */
export function trustLessons(members: readonly Seen[], confirmed: boolean): Lesson[] {
  const keys = new Map(members.map((m) => [`${m.service}\n${m.metric}`, m]));
  return [...keys.values()].map((m) => ({
    kind: "trust",
    a: m.service ?? "",
    b: m.metric,
    plus: confirmed ? 1 : 0,
    minus: confirmed ? 0 : 1,
  }));
}

/** A verified remedy that healed them all is some evidence that they broke together: a quarter of a person's word. */
export const recoveryLessons = (services: readonly string[]): Lesson[] => {
  const first = services.slice(0, mostServices).sort();
  return first.flatMap((a, i) =>
    first.slice(i + 1).map((b) => ({ kind: "tie" as const, a, b, plus: 0.25, minus: 0 })),
  );
};
