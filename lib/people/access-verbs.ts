import { z } from "zod";
import { announceIn } from "../db/live";
import { diagnosticHost } from "../diagnose/model";
import { isPrivateAllowEntry } from "../integrations/outgoing-address";
import { defineVerb } from "../verb";
import { writeSetting } from "./setting-store";
import { ssoRules } from "./sso-rules";

/** Whom single sign-on lets in, and which groups give which role. Holds from the next sign-in of each. */
export const changeSingleSignOn = defineVerb({
  name: "change-single-sign-on",
  role: "admin",
  input: ssoRules,
  run: async ({ tx }, rules) => {
    await writeSetting(tx, "single-sign-on", rules);
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ admit, roles, teams }) => ({
    says: `Single sign-on admits ${{ known: "who was added", grouped: "who was added or is in a named group", everyone: "everyone whom the provider knows" }[admit]}; groups give ${roles.map((r) => `${r.role} (${r.group})`).join(", ") || "no role"}${teams.length > 0 ? `, teams ${teams.map((t) => `${t.role} in ${t.team} (${t.group})`).join(", ")}` : ""}.`,
  }),
});

/** Which private addresses integrations may be at, instead of those before. */
export const allowOutgoing = defineVerb({
  name: "allow-outgoing",
  role: "admin",
  input: z.object({
    entries: z
      .array(
        z.string().trim().min(1).max(300).refine(isPrivateAllowEntry, {
          error:
            "must be a name, or a private address or network such as 10.0.0.0/8, with a port if need be; this machine itself is opened by SITROOM_OUTGOING_ALLOW only",
        }),
      )
      .max(100),
  }),
  run: async ({ tx }, { entries }) => {
    await writeSetting(tx, "outgoing-allow", [...new Set(entries)]);
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ entries }) => ({
    says: `Integrations may call these private addresses: ${entries.join(", ") || "none"}.`,
  }),
});

/** Which hosts runbooks may ask, instead of those before. Private addresses must be allowed as outgoing ones as well. */
export const allowDiagnosticHosts = defineVerb({
  name: "allow-diagnostic-hosts",
  role: "admin",
  input: z.object({ hosts: z.array(diagnosticHost).max(100) }),
  run: async ({ tx }, { hosts }) => {
    await writeSetting(tx, "diagnostic-hosts", [...new Set(hosts)]);
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ hosts }) => ({ says: `Runbooks may ask these hosts: ${hosts.join(", ") || "none"}.` }),
});
