import { z } from "zod";
import { announceIn } from "../db/live";
import { defineVerb } from "../verb";
import { role } from "./model";
import { removeTeam, saveTeam } from "./team-store";

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and dashes, such as payments");

/** Makes a team or changes it: its services, and who has which role on them. */
export const saveTeamVerb = defineVerb({
  name: "save-team",
  role: "admin",
  input: z.object({
    id,
    name: z.string().trim().min(1).max(100),
    services: z.array(z.string().trim().min(1).max(200)).max(500),
    members: z.array(z.object({ userId: z.string().min(1).max(64), role })).max(500),
  }),
  run: async ({ tx }, team) => {
    await saveTeam(tx, team);
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ name, services, members }) => ({
    says: `Team ${name} saved: ${services.length} ${services.length === 1 ? "service" : "services"} (${services.slice(0, 8).join(", ")}${services.length > 8 ? ", …" : ""}), ${members.length} ${members.length === 1 ? "member" : "members"}.`,
  }),
});

export const removeTeamVerb = defineVerb({
  name: "remove-team",
  role: "admin",
  input: z.object({ id }),
  run: async ({ tx }, { id }) => {
    const removed = await removeTeam(tx, id);
    await announceIn(tx, { topic: "settings" });
    return removed;
  },
  tells: (_, { name }) => ({ says: `Team ${name} removed.` }),
});
