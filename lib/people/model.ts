import { z } from "zod";

/** Each role may do all that the ones before it may. */
export const roles = ["viewer", "responder", "approver", "editor", "admin"] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** A role on some services, beside the role that holds everywhere. */
export const grant = z.object({ role, services: z.array(z.string().min(1).max(200)).max(500) });
export type Grant = z.infer<typeof grant>;

/** What a person or machine may do: a role everywhere, and more on some services. */
export type Allowed = { role: Role; grants?: readonly Grant[] };

/** Who does something: a person, an API key, or one of our own workers. */
export type Actor = Allowed & {
  kind: "user" | "key" | "worker";
  id: string;
  name: string;
  /** The session in which a person acts */
  session?: string;
  /** They may only look until they have set up the second factor that their role needs */
  withheld?: boolean;
};

export const allows = (has: Role, needs: Role): boolean =>
  roles.indexOf(has) >= roles.indexOf(needs);

/** Whether the role is held everywhere or on at least one of these services. */
export const allowsOn = (has: Allowed, needs: Role, services: readonly string[]): boolean =>
  allows(has.role, needs) ||
  (has.grants ?? []).some(
    (g) => allows(g.role, needs) && g.services.some((service) => services.includes(service)),
  );

/** Whether the role is held anywhere at all. */
export const allowsSomewhere = (has: Allowed, needs: Role): boolean =>
  allows(has.role, needs) ||
  (has.grants ?? []).some((g) => g.services.length > 0 && allows(g.role, needs));

/** The highest role held on one of these services. */
export const roleOn = (has: Allowed, services: readonly string[]): Role =>
  [...roles].reverse().find((r) => allowsOn(has, r, services)) ?? has.role;

/** The actor of a worker's own deeds. */
export const workerActor = (name: string): Actor => ({
  kind: "worker",
  id: name,
  name,
  role: "admin",
});

/** What the sign-in page hears when the password was right and a code is asked for, and when the code or the rest was wrong. */
export const codeNeeded = "SecondFactorNeeded";
export const codeWrong = "SecondFactorWrong";

export const keyScopes = ["ingest", "changes", "read", "verdicts"] as const;
export type KeyScope = (typeof keyScopes)[number];

/** Scopes as they are called now: keys made before have "detect" for verdicts, and clients may still say so. */
export const keyScope = z.preprocess(
  (scope) => (scope === "detect" ? "verdicts" : scope),
  z.enum(keyScopes),
);
