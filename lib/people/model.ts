import { z } from "zod";

/** Each role may do all that the ones before it may. */
const roles = ["viewer", "responder", "approver", "editor", "admin"] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** Who does something: a person, an API key, or one of our own workers. */
export type Actor = { kind: "user" | "key" | "worker"; id: string; name: string; role: Role };

export const allows = (has: Role, needs: Role): boolean =>
  roles.indexOf(has) >= roles.indexOf(needs);

/** The actor of a worker's own deeds. */
export const workerActor = (name: string): Actor => ({
  kind: "worker",
  id: name,
  name,
  role: "admin",
});

export const keyScopes = ["ingest", "changes", "read"] as const;
export type KeyScope = (typeof keyScopes)[number];
