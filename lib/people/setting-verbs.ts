import { z } from "zod";
import { announceIn } from "../db/live";
import { redactionRules, traceRules } from "../ingest/model";
import { defineVerb } from "../verb";
import { writeSetting } from "./setting-store";

/** How careful remedies are; what is absent stays. */
export const changeSettings = defineVerb({
  name: "change-settings",
  role: "admin",
  input: z.object({
    holdMs: z.number().int().min(5_000).max(3_600_000).optional().meta({
      title: "Hold before recovered",
      description: "How long services must stay in band after a remedy, ms.",
    }),
    cooldownMs: z.number().int().min(0).max(86_400_000).optional().meta({
      title: "Cooldown",
      description: "No second remedy for a service within this time, ms.",
    }),
  }),
  run: async ({ tx }, { holdMs, cooldownMs }) => {
    if (holdMs !== undefined) await writeSetting(tx, "hold-ms", holdMs);
    if (cooldownMs !== undefined) await writeSetting(tx, "cooldown-ms", cooldownMs);
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ holdMs, cooldownMs }) => ({
    says: [
      holdMs === undefined ? "" : `Services must hold for ${holdMs / 1000} s after a remedy. `,
      cooldownMs === undefined ? "" : `Cooldown between remedies: ${cooldownMs / 1000} s.`,
    ]
      .join("")
      .trim(),
  }),
});

/** What is blacked out before it is stored; the ingest workers follow within seconds. */
export const setRedaction = defineVerb({
  name: "set-redaction",
  role: "admin",
  input: z.object({ rules: redactionRules }),
  run: async ({ tx }, { rules }) => {
    await writeSetting(tx, "redaction", rules);
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ rules: r }) => {
    const on = [r.cards && "cards", r.emails && "e-mails", r.secrets && "secrets"].filter(Boolean);
    const own = r.names.length + r.patterns.length;
    return {
      says: `Blacked out before storage: ${on.join(", ") || "nothing shipped"}, and ${own} ${own === 1 ? "rule" : "rules"} of our own.`,
    };
  },
});

/** Which traces are kept, and how long. */
export const setTraceRules = defineVerb({
  name: "set-trace-rules",
  role: "admin",
  input: z.object({ rules: traceRules }),
  run: async ({ tx }, { rules }) => {
    await writeSetting(tx, "traces", rules);
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ rules: r }) => ({
    says: `Traces: all for ${r.wholeMinutes} minutes, then failed and slow ones and ${Math.round(r.keepShare * 100)} % of the others, for ${r.keepDays} days.`,
  }),
});
