import { z } from "zod";
import { announceIn } from "../db/live";
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
