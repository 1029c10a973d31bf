import { z } from "zod";
import type { Tx } from "../db/client";
import { announceIn } from "../db/live";
import { readEnv } from "../env";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { appSecret } from "./app-secret";
import { factorRules, needsFactor } from "./factor-rules";
import {
  beginFactor,
  checkFactor,
  confirmFactor,
  makeRecoveryCodes,
  readFactor,
  removeFactor,
} from "./factor-store";
import { role } from "./model";
import { isPassword } from "./password";
import { endSessionsOf, grantsOf } from "./session-store";
import { readSetting, writeSetting } from "./setting-store";
import { mustFindUser } from "./user-store";

const password = z.string().min(1).max(500);
const code = z.string().trim().min(1).max(40);
/** As slow as signing in is for somebody who guesses in a session that was left open. */
const perMinute = 5;

/** Oneself, by the own password. Throws Problem "forbidden" or, for who has none, "conflict". */
async function bySelf(tx: Tx, id: string, typed: string) {
  const user = await mustFindUser(tx, id);
  if (!user.passwordHash)
    throw new Problem(
      "conflict",
      "You sign in without a password here; your identity provider asks for the second factor.",
    );
  if (!(await isPassword(typed, user.passwordHash)))
    throw new Problem("forbidden", "The password is not right.");
  return user;
}

async function bySelfAndCode(tx: Tx, id: string, now: number, typed: z.infer<typeof both>) {
  const user = await bySelf(tx, id, typed.password);
  const secret = appSecret(readEnv());
  const answer = await checkFactor(tx, { userId: id, code: typed.code, secret, now });
  if (answer === "none") throw new Problem("conflict", "There is no second factor.");
  if (answer === "wrong" || answer === "needed")
    throw new Problem("forbidden", "The code is not right, or was used before.");
  return user;
}
const both = z.object({ password, code });

/** A key for an authenticator app, shown this once; it holds when a first code has confirmed it. */
export const beginSecondFactor = defineVerb({
  name: "begin-second-factor",
  role: "viewer",
  input: z.object({ password }),
  perMinute,
  run: async ({ tx, actor, now }, input) => {
    const { id, email } = await bySelf(tx, actor.id, input.password);
    return beginFactor(tx, { userId: id, email, secret: appSecret(readEnv()), now });
  },
  // Nothing has changed before it is confirmed.
  tells: () => null,
});

/** The first code: the factor holds, all other sessions end, and ten recovery codes are shown this once. */
export const confirmSecondFactor = defineVerb({
  name: "confirm-second-factor",
  role: "viewer",
  input: z.object({ code }),
  perMinute,
  run: async ({ tx, actor, now }, { code }) => {
    const secret = appSecret(readEnv());
    if (!(await confirmFactor(tx, { userId: actor.id, code, secret, now })))
      throw new Problem(
        "forbidden",
        "This code is not right now. See that the clock of your device is right, and give the newest code.",
      );
    await endSessionsOf(tx, actor.id, now, actor.session);
    await announceIn(tx, { topic: "settings" });
    return { recoveryCodes: await makeRecoveryCodes(tx, actor.id) };
  },
  tells: () => ({ says: "Set up a second factor; their other sessions ended." }),
});

/** Ten new recovery codes in the place of all before. */
export const renewRecoveryCodes = defineVerb({
  name: "renew-recovery-codes",
  role: "viewer",
  input: both,
  perMinute,
  run: async ({ tx, actor, now }, typed) => {
    await bySelfAndCode(tx, actor.id, now, typed);
    await announceIn(tx, { topic: "settings" });
    return { recoveryCodes: await makeRecoveryCodes(tx, actor.id) };
  },
  tells: () => ({ says: "Made new recovery codes; those before no longer work." }),
});

/** Turns one's own factor off, unless one's role needs one. */
export const endSecondFactor = defineVerb({
  name: "end-second-factor",
  role: "viewer",
  input: both,
  perMinute,
  run: async ({ tx, actor, now }, typed) => {
    const user = await bySelfAndCode(tx, actor.id, now, typed);
    const memberships = await tx.teamMember.findMany({
      where: { userId: actor.id },
      include: { team: true },
    });
    const has = { role: role.parse(user.role), grants: grantsOf(user.grants, memberships) };
    if (needsFactor(await readSetting(tx, "second-factor"), has))
      throw new Problem(
        "conflict",
        "Your role needs a second factor. To change the device, ask an administrator to reset it.",
      );
    await removeFactor(tx, actor.id);
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: () => ({ says: "Turned their second factor off." }),
});

/** For somebody who lost device and codes: takes the factor away and ends their sessions. */
export const resetSecondFactor = defineVerb({
  name: "reset-second-factor",
  role: "admin",
  input: z.object({ id: z.string().min(1).max(64) }),
  run: async ({ tx, now }, { id }) => {
    const { name } = await mustFindUser(tx, id);
    if (!(await removeFactor(tx, id)))
      throw new Problem("conflict", `${name} has no second factor.`);
    await endSessionsOf(tx, id, now);
    await announceIn(tx, { topic: "settings" });
    return { name };
  },
  tells: (_, { name }) => ({
    says: `The second factor of ${name} was reset; all their sessions ended.`,
  }),
});

/** From which role on a second factor is needed. Who has none yet acts as a viewer until it is set up. */
export const requireSecondFactor = defineVerb({
  name: "require-second-factor",
  role: "admin",
  input: factorRules,
  run: async ({ tx, actor }, rules) => {
    // Whoever asks it of others has shown that it works here.
    const own = await tx.user.findUnique({
      where: { id: actor.id },
      select: { passwordHash: true },
    });
    if (
      rules.from !== "nobody" &&
      own?.passwordHash &&
      (await readFactor(tx, actor.id)).since === null
    )
      throw new Problem("conflict", "Set up a second factor of your own first, under You.");
    await writeSetting(tx, "second-factor", rules);
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ from }) => ({
    says:
      from === "nobody"
        ? "A second factor is nobody's duty any more."
        : `Whoever may act as ${from} or more and signs in with a password needs a second factor now.`,
  }),
});
