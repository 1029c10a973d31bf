import { z } from "zod";
import { defineVerb } from "@/lib/verb";
import { nameOfRunbook } from "./runbook";
import { revertTo, saveVersion, setRunbookEnabled, shippedRunbooks } from "./runbook-store";
import { mostText } from "./runbook-text";

const version = z.number().int().min(0);

export const saveRunbook = defineVerb({
  name: "save-runbook",
  role: "editor",
  input: z.object({
    text: z.string().min(1).max(mostText),
    /** The version that the text was made from; 0 the shipped one, null for a new runbook */
    from: version.nullable(),
    note: z.string().trim().max(500).default(""),
  }),
  async run({ tx, actor, now }, input) {
    return saveVersion(tx, await shippedRunbooks(), { ...input, author: actor.name, at: now });
  },
  tells: ({ note }, done) => ({
    says: `Runbook "${done.title}" saved as version ${done.version}${note ? `: ${note}` : "."}`,
  }),
});

export const enableRunbook = defineVerb({
  name: "enable-runbook",
  role: "editor",
  input: z.object({ name: nameOfRunbook, enabled: z.boolean() }),
  async run({ tx, now }, input) {
    await setRunbookEnabled(tx, await shippedRunbooks(), { ...input, at: now });
    return input;
  },
  tells: ({ name, enabled }) => ({ says: `Runbook ${name} switched ${enabled ? "on" : "off"}.` }),
});

export const revertRunbook = defineVerb({
  name: "revert-runbook",
  role: "editor",
  input: z.object({ name: nameOfRunbook, from: version, to: version }),
  async run({ tx, actor, now }, input) {
    const shipped = await shippedRunbooks();
    return {
      version: await revertTo(tx, shipped, { ...input, author: actor.name, at: now }),
    };
  },
  tells: ({ name, to }, done) => ({
    says:
      to === 0
        ? `Runbook ${name} went back to how it came.`
        : `Runbook ${name} went back to version ${to}, as version ${done.version}.`,
  }),
});
