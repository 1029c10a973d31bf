import { z } from "zod";
import { type Role, role, roles } from "./model";

/** How groups of the identity provider become people with roles. */
export const ssoRules = z.object({
  /** Name of the claim in the ID token that lists groups */
  groupsClaim: z.string().min(1).max(100),
  /** known: whom an administrator has added. grouped: also members of a group below. everyone: whom the provider lets in. */
  admit: z.enum(["known", "grouped", "everyone"]),
  /** Of people in none of the groups below */
  usual: role,
  roles: z.array(z.object({ group: z.string().min(1).max(200), role })).max(100),
  teams: z
    .array(z.object({ group: z.string().min(1).max(200), team: z.string().min(1).max(63), role }))
    .max(200),
});
export type SsoRules = z.infer<typeof ssoRules>;

export const usualSsoRules: SsoRules = {
  groupsClaim: "groups",
  admit: "known",
  usual: "viewer",
  roles: [],
  teams: [],
};

/** The groups in a claim: a list of names, or one name. */
export function groupsIn(claims: Record<string, unknown>, claim: string): string[] {
  const value = claims[claim];
  const list = Array.isArray(value) ? value : [value];
  return list.filter((g): g is string => typeof g === "string" && g !== "");
}

/** The highest role that these groups give, and the teams; null when none of them gives a role. */
export function rolesOfGroups(
  rules: SsoRules,
  groups: readonly string[],
): { role: Role | null; teams: { team: string; role: Role }[] } {
  const given = rules.roles.filter((r) => groups.includes(r.group)).map((r) => r.role);
  return {
    role: [...roles].reverse().find((r) => given.includes(r)) ?? null,
    teams: rules.teams
      .filter((t) => groups.includes(t.group))
      .map(({ team, role }) => ({ team, role })),
  };
}
