import { z } from "zod";
import type { Tx } from "../db/client";
import { announceIn } from "../db/live";
import { readSetting, writeSetting } from "../people/setting-store";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { haystackGraph, readHaystackGraph } from "./haystack-graph";
import { type GraphRules, objective } from "./model";
import { removePins, savePin } from "./pin-store";
import { deleteSnapshot, graphIn, saveSnapshot } from "./snapshot-store";

const service = z.string().trim().min(1).max(200);
const most = 5000;

/** Changes the rules of the graph under a lock, so that of two people who save at once none is lost. */
async function changeRules(tx: Tx, change: (rules: GraphRules) => GraphRules): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('graph rules', 0))`;
  const rules = change(await readSetting(tx, "graph"));
  if (Object.keys(rules.services).length > most)
    throw new Problem("bad-input", `At most ${most} services can have words of their own.`);
  await writeSetting(tx, "graph", rules);
  await announceIn(tx, { topic: "settings" });
}

function withService(
  rules: GraphRules,
  name: string,
  part: Partial<GraphRules["services"][string]>,
): GraphRules {
  const { [name]: old, ...others } = rules.services;
  const own = Object.fromEntries(
    Object.entries({ ...old, ...part }).filter(([, v]) => v !== undefined),
  );
  return {
    ...rules,
    services: Object.keys(own).length === 0 ? others : { ...others, [name]: own },
  };
}

const words = (o: z.infer<typeof objective>): string =>
  [
    o.errors === null
      ? ""
      : `at most ${Number((100 * o.errors).toPrecision(3))} % of requests fail`,
    o.p95Ms === null ? "" : `p95 stays below ${o.p95Ms} ms`,
  ]
    .filter(Boolean)
    .join(", ") || "nothing";

export const setObjective = defineVerb({
  name: "set-objective",
  role: "editor",
  input: z.object({
    service,
    /** null: what its own history says again */
    objective: objective.nullable(),
  }),
  async run({ tx }, input) {
    await changeRules(tx, (rules) =>
      withService(rules, input.service, { objective: input.objective ?? undefined }),
    );
    return {};
  },
  tells: (input) => ({
    says: input.objective
      ? `The objective of ${input.service} is: ${words(input.objective)}.`
      : `The objective of ${input.service} follows its own history again.`,
  }),
});

export const setGroup = defineVerb({
  name: "set-service-group",
  role: "editor",
  input: z.object({
    service,
    /** null: its namespace again */
    group: z.string().trim().min(1).max(80).nullable(),
  }),
  async run({ tx }, { service: name, group }) {
    await changeRules(tx, (rules) => withService(rules, name, { group: group ?? undefined }));
    return {};
  },
  tells: ({ service: name, group }) => ({
    says: group
      ? `${name} is drawn in the group ${group}.`
      : `${name} is drawn in the group of its namespace.`,
  }),
});

const px = z.number().min(-1e6).max(1e6);

export const pinService = defineVerb({
  name: "pin-service",
  role: "responder",
  input: z.object({ service, x: px, y: px }),
  async run({ tx, actor, now }, { service: name, x, y }) {
    await savePin(tx, { service: name, x, y, by: actor.name, now });
    return {};
  },
  // Moving a card is no event of operations.
  tells: () => null,
});

export const resetLayout = defineVerb({
  name: "reset-graph-layout",
  role: "responder",
  input: z.object({}),
  run: async ({ tx }) => ({ removed: await removePins(tx) }),
  tells: (_, { removed }) => ({
    says: `The layout of the graph was reset; ${removed} services had been moved.`,
  }),
});

const title = z.string().trim().min(1, "A snapshot has a name.").max(120);
const moment = z.number().int().positive();
const longestMs = 86_400_000;

export const keepSnapshot = defineVerb({
  name: "keep-snapshot",
  role: "responder",
  input: z
    .object({ title, from: moment, to: moment })
    .refine((w) => w.to > w.from && w.to - w.from <= longestMs, {
      message: "A snapshot covers between a moment and a day.",
    }),
  async run({ tx, actor }, { title: name, from, to }) {
    const body = await graphIn(tx, from, to);
    if (body.nodes.length === 0)
      throw new Problem(
        "not-found",
        "Nothing was counted in that time: there is no graph to keep.",
      );
    const id = await saveSnapshot(tx, {
      title: name,
      source: "kept",
      from,
      to,
      by: actor.name,
      body,
    });
    return { id, services: body.nodes.length };
  },
  tells: ({ title: name }, { services }) => ({
    says: `The graph of ${services} services was kept as "${name}".`,
  }),
});

export const importSnapshot = defineVerb({
  name: "import-snapshot",
  role: "editor",
  input: z.object({ title, format: z.literal("haystack"), graph: haystackGraph }),
  async run({ tx, actor }, { title: name, graph }) {
    const { body, fromMs, toMs } = readHaystackGraph(graph);
    const id = await saveSnapshot(tx, {
      title: name,
      source: "imported",
      from: fromMs,
      to: toMs,
      by: actor.name,
      body,
    });
    return { id, services: body.nodes.length, edges: body.edges.length };
  },
  tells: ({ title: name }, { services, edges }) => ({
    says: `The graph "${name}" of ${services} services and ${edges} calls was imported.`,
  }),
});

export const removeSnapshot = defineVerb({
  name: "delete-snapshot",
  role: "editor",
  input: z.object({ id: z.string().min(1).max(60) }),
  run: ({ tx }, { id }) => deleteSnapshot(tx, id),
  tells: (_, { title: name }) => ({ says: `The snapshot "${name}" was deleted.` }),
});
