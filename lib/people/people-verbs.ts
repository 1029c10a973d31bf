import { z } from "zod";
import { announceIn } from "../db/live";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { allows, grant, role } from "./model";
import { makePasswordLink } from "./password-link-store";
import { endSession, endSessionsOf } from "./session-store";
import { changePassword, changeUser, createUser, disableUser, mustFindUser } from "./user-store";

const id = z.string().min(1).max(64);
const name = z.string().trim().min(1).max(100);
const grants = z.array(grant.extend({ services: grant.shape.services.min(1) })).max(50);

const inWords = (r: string, on: { role: string; services: string[] }[]) =>
  [`${r} everywhere`, ...on.map((g) => `${g.role} on ${g.services.join(", ")}`)].join(", ");

/** Adds somebody and makes the link by which they set a password; where they come by single sign-on it is not needed. */
export const invitePerson = defineVerb({
  name: "invite-person",
  role: "admin",
  input: z.object({ email: z.email().max(320), name, role, grants: grants.default([]) }),
  run: async ({ tx, now }, input) => {
    const user = await createUser(tx, input);
    await announceIn(tx, { topic: "settings" });
    return { id: user.id, email: user.email, ...(await makePasswordLink(tx, user.id, now)) };
  },
  tells: (input) => ({
    says: `${input.name} (${input.email.toLowerCase()}) invited as ${inWords(input.role, input.grants)}.`,
  }),
});

/** A person's name, role and roles on services; what is absent stays. */
export const changePerson = defineVerb({
  name: "change-person",
  role: "admin",
  input: z.object({
    id,
    name: name.optional(),
    role: role.optional(),
    grants: grants.optional(),
  }),
  run: async ({ tx }, { id, name, role, grants }) => {
    const changed = await changeUser(tx, id, {
      ...(name === undefined ? {} : { name }),
      ...(role === undefined ? {} : { role }),
      ...(grants === undefined ? {} : { grants }),
    });
    const now = await mustFindUser(tx, id);
    await announceIn(tx, { topic: "settings" });
    return { ...changed, is: inWords(now.role, z.array(grant).parse(now.grants)) };
  },
  tells: (_, { name, is }) => ({ says: `${name} is ${is} now.` }),
});

/** Locks a person out at once, ending all their sessions, or lets them in again. */
export const lockOutPerson = defineVerb({
  name: "lock-out-person",
  role: "admin",
  input: z.object({ id, lockedOut: z.boolean() }),
  run: async ({ tx, now }, { id, lockedOut }) => {
    const { name } = await disableUser(tx, id, lockedOut, now);
    const ended = lockedOut ? await endSessionsOf(tx, id, now) : 0;
    await announceIn(tx, { topic: "settings" });
    return { name, ended };
  },
  tells: ({ lockedOut }, { name }) => ({
    says: lockedOut
      ? `${name} was locked out; all their sessions ended.`
      : `${name} may sign in again.`,
  }),
});

/** A link, good once and for a day, by which a person sets a new password. The old one and all sessions hold until it is used. */
export const resetPassword = defineVerb({
  name: "reset-password",
  role: "admin",
  input: z.object({ id }),
  run: async ({ tx, now }, { id }) => {
    const { name, disabledAt } = await mustFindUser(tx, id);
    if (disabledAt)
      throw new Problem("conflict", `${name} is locked out; let them in again first.`);
    return { name, ...(await makePasswordLink(tx, id, now)) };
  },
  tells: (_, { name }) => ({ says: `A link to set a new password was made for ${name}.` }),
});

/** One's own password; every other session of oneself ends. */
export const changeOwnPassword = defineVerb({
  name: "change-own-password",
  role: "viewer",
  input: z.object({ current: z.string().min(1).max(500), next: z.string().min(1).max(500) }),
  // As slow as signing in is for somebody who guesses in a session that was left open.
  perMinute: 5,
  run: async ({ tx, actor, now }, input) => {
    await changePassword(tx, { id: actor.id, ...input });
    return { ended: await endSessionsOf(tx, actor.id, now, actor.session) };
  },
  tells: () => ({ says: "Changed their own password; their other sessions ended." }),
});

/** Ends one session: one's own, or as an administrator anybody's. */
export const endOneSession = defineVerb({
  name: "end-session",
  role: "viewer",
  input: z.object({ id: z.string().min(1).max(64) }),
  run: async ({ tx, actor, now }, { id }) => {
    const found = await tx.session.findUnique({
      where: { id },
      select: { userId: true, user: { select: { name: true } } },
    });
    // Somebody else's session is not there for whom it does not concern.
    if (!found || (found.userId !== actor.id && !allows(actor.role, "admin")))
      throw new Problem("not-found", "There is no such session.");
    await endSession(tx, id, now);
    return { name: found.user.name };
  },
  tells: (_, { name }) => ({ says: `A session of ${name} was ended.` }),
});

/** Signs a person out everywhere: oneself (this session too), or as an administrator anybody. */
export const endAllSessions = defineVerb({
  name: "end-all-sessions",
  role: "viewer",
  input: z.object({
    /** Absent: one's own */
    userId: id.optional(),
  }),
  run: async ({ tx, actor, now }, { userId = actor.id }) => {
    if (userId !== actor.id && !allows(actor.role, "admin"))
      throw new Problem("forbidden", "Only an administrator ends other people's sessions.");
    const { name } = await mustFindUser(tx, userId);
    return { name, ended: await endSessionsOf(tx, userId, now) };
  },
  tells: (_, { name, ended }) => ({
    says: `${name} was signed out everywhere (${ended} ${ended === 1 ? "session" : "sessions"}).`,
  }),
});
