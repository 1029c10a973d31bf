import { z } from "zod";
import type { Db, Tx } from "./db/client";
import { type Actor, allows, allowsOn, allowsSomewhere, type Role, roleOn } from "./people/model";
import { countInMinute } from "./people/rate-store";
import { Problem } from "./problem";
import { record } from "./timeline/store";

/** What a verb may use while it runs: everything it writes goes through `tx`, so that it commits whole or not at all. */
export type VerbContext = { tx: Tx; actor: Actor; now: number };

/** One thing a person may do: who may, what it takes, what it does, and how the timeline tells it. Nothing about HTTP. */
export type Verb<I extends z.ZodType = z.ZodType, O = unknown> = {
  name: string;
  role: Role;
  input: I;
  /**
   * The services that it acts on, for deeds about some: then the role on one of them is enough. Without it the role must be held
   * everywhere. Empty for what does not exist, so that who may not act there does not learn it.
   */
  on?(tx: Tx, input: z.infer<I>): Promise<readonly string[]>;
  /** How often one person may do it within a minute; 60 when absent */
  perMinute?: number;
  run(ctx: VerbContext, input: z.infer<I>): Promise<O>;
  /** One sentence for the timeline, and the situation it belongs to; null when the verb's own code has written it. */
  tells(input: z.infer<I>, output: O): { says: string; situationId?: number } | null;
  /** For deeds whose refusal is news as well: what the timeline says of it. Whatever the deed wrote is undone by then. */
  tellsRefusal?(
    refused: { tx: Tx; actor: Actor; problem: Problem },
    input: z.infer<I>,
  ): Promise<{ says: string; situationId: number } | null>;
};

export const defineVerb = <I extends z.ZodType, O>(verb: Verb<I, O>): Verb<I, O> => verb;

// biome-ignore lint/suspicious/noExplicitAny: a registry holds verbs of every input and output
export type AnyVerb = Verb<any, any>;

/** A deed on a busy machine is slow, not wrong: Prisma would give up after 2 s of waiting and 5 s of work. */
const slow = { maxWait: 10_000, timeout: 20_000 };

/**
 * The only way to run a verb: role and scope, parsing, one transaction and the timeline come with it.
 * Throws Problem "forbidden", "bad-input" or "too-many"; whatever the verb throws undoes all that it wrote.
 */
export async function perform<I extends z.ZodType, O>(
  verb: Verb<I, O>,
  { db, actor, now }: { db: Db; actor: Actor; now: number },
  input: unknown,
): Promise<O> {
  const everywhere = allows(actor.role, verb.role);
  const somewhere = everywhere || (verb.on !== undefined && allowsSomewhere(actor, verb.role));
  // Who may not do it learns nothing of what its input should look like.
  const parsed = verb.input.safeParse(input);
  if (!parsed.success)
    throw somewhere
      ? new Problem("bad-input", z.prettifyError(parsed.error), parsed.error.issues)
      : forbidden(verb, actor);
  if (somewhere && actor.kind !== "worker")
    await countInMinute(db, `${actor.id}:${verb.name}`, verb.perMinute ?? 60, now);
  try {
    if (!somewhere) throw forbidden(verb, actor);
    return await db.prisma.$transaction(async (tx) => {
      if (!everywhere) {
        const services = (await verb.on?.(tx, parsed.data)) ?? [];
        if (!allowsOn(actor, verb.role, services)) throw forbidden(verb, actor, services);
      }
      const output = await verb.run({ tx, actor, now }, parsed.data);
      const told = verb.tells(parsed.data, output);
      if (told) await record(tx, { ...told, at: now, room: "people", kind: verb.name, actor });
      return output;
    }, slow);
  } catch (problem) {
    if (problem instanceof Problem && verb.tellsRefusal) {
      const told = await verb.tellsRefusal({ tx: db.prisma, actor, problem }, parsed.data);
      const kind = `${verb.name}-refused`;
      if (told)
        await db.prisma.$transaction((tx) =>
          record(tx, { ...told, at: now, room: "people", kind, actor }),
        );
    }
    throw problem;
  }
}

function forbidden(verb: AnyVerb, actor: Actor, services: readonly string[] = []): Problem {
  const where = services.length > 0 ? ` on ${services.slice(0, 3).join(" or ")}` : "";
  return new Problem(
    "forbidden",
    `${verb.name} needs the role ${verb.role}${where}; you are ${roleOn(actor, services)}${where ? " there" : ""}.`,
  );
}
