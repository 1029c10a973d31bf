import { z } from "zod";
import type { Tx } from "../db/client";
import { diagnosticHost } from "../diagnose/model";
import {
  graphRules,
  redactionRules,
  traceRules,
  usualGraphRules,
  usualRedaction,
  usualTraceRules,
} from "../ingest/model";
import { isPrivateAllowEntry } from "../integrations/outgoing-address";
import { routes } from "../messages/model";
import { autonomyPolicy, limits, restartRules, usualLimits } from "../remediate/model";
import { businessSeries, groupingRules, usualRules } from "../situate/model";
import { factorRules } from "./factor-rules";
import { ssoRules, usualSsoRules } from "./sso-rules";

/** Every setting: its key, its shape and what holds while nobody has set it. */
const settings = {
  "kill-switch": z
    .object({
      on: z.boolean(),
      reason: z.string(),
      by: z.string(),
      /** Epoch ms */
      at: z.number(),
    })
    .default({ on: false, reason: "", by: "", at: 0 }),
  /** How long a service must stay in band after a remedy before it counts as recovered, ms */
  "hold-ms": z.number().int().min(5_000).max(3_600_000).default(60_000),
  /** No second remedy for a service within this time, ms */
  "cooldown-ms": z.number().int().min(0).max(86_400_000).default(600_000),
  /** What is blacked out of spans and logs before they are stored */
  redaction: redactionRules.default(usualRedaction),
  /** Which traces are kept, and how long */
  traces: traceRules.default(usualTraceRules),
  /** What services have promised, and how they are grouped on the graph */
  graph: graphRules.default(usualGraphRules),
  /** Whom single sign-on lets in, and as what */
  "single-sign-on": ssoRules.default(usualSsoRules),
  /** Who needs a second factor beside the password */
  "second-factor": factorRules.default({ from: "nobody" }),
  /** Private addresses that integrations may be at, beside those of the environment */
  "outgoing-allow": z.array(z.string().max(300).refine(isPrivateAllowEntry)).max(100).default([]),
  /** Hosts that http steps of runbooks may ask (lib/diagnose/http-step.ts) */
  "diagnostic-hosts": z.array(diagnosticHost).max(100).default([]),
  /** What makes a situation */
  grouping: groupingRules.default(usualRules),
  /** How the timeline's chain was when last computed anew, epoch ms; written by the job check-record */
  "record-check": z
    .object({ at: z.number(), fault: z.string().nullable() })
    .default({ at: 0, fault: null }),
  /** Series that count what people do, for the impact of situations */
  "business-series": businessSeries.default({ business: [] }),
  /** What remedies may do at most */
  "remedy-limits": limits.default(usualLimits),
  /** Who restarts instances */
  restarts: restartRules.default([]),
  /** Who hears of what, where, when and how much (lib/messages) */
  "message-routes": routes.default([]),
  /** How far each service's remedies may go */
  autonomy: autonomyPolicy.default({
    default: {
      level: "ask",
      granted: false,
      by: "Sitroom",
      reason: "Until somebody decides otherwise.",
      at: 0,
    },
    services: {},
  }),
} as const;

type SettingKey = keyof typeof settings;
type SettingValue<K extends SettingKey> = z.infer<(typeof settings)[K]>;

/** The setting as stored, or its default. */
export async function readSetting<K extends SettingKey>(tx: Tx, key: K): Promise<SettingValue<K>> {
  const row = await tx.setting.findUnique({ where: { key } });
  return settings[key].parse(row?.value) as SettingValue<K>;
}

export async function writeSetting<K extends SettingKey>(
  tx: Tx,
  key: K,
  value: SettingValue<K>,
): Promise<void> {
  const parsed = settings[key].parse(value);
  await tx.setting.upsert({
    where: { key },
    create: { key, value: parsed },
    update: { value: parsed },
  });
}
