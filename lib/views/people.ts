import { z } from "zod";
import { grant, type Role } from "../people/model";
import { allowedByEnv } from "../people/outgoing-policy";
import { listSessions } from "../people/session-store";
import { readSetting } from "../people/setting-store";
import { hasSingleSignOn } from "../people/sign-in-options";
import { listTeams } from "../people/team-store";
import { server } from "../server";
import { defineView } from "../view";

/** People with what they may do and where they are signed in, teams, single sign-on and outgoing addresses. */
export const people = defineView({
  role: "admin",
  input: z.object({}),
  async load({ db, actor, now }) {
    const { env } = server();
    const tx = db.prisma;
    const [users, teams, sessions, services, rules, outgoing, diagnosticHosts] = await Promise.all([
      tx.user.findMany({
        orderBy: { name: "asc" },
        include: { secondFactor: { select: { confirmedAt: true } } },
      }),
      listTeams(tx),
      listSessions(tx, now),
      tx.service.findMany({ orderBy: { name: "asc" }, select: { name: true } }),
      readSetting(tx, "single-sign-on"),
      readSetting(tx, "outgoing-allow"),
      readSetting(tx, "diagnostic-hosts"),
    ]);
    return {
      you: { id: actor.id, session: actor.session ?? null },
      users: users.map((u) => ({
        id: u.id,
        name: u.name,
        email: u.email,
        role: u.role as Role,
        grants: z.array(grant).parse(u.grants),
        lockedOut: u.disabledAt !== null,
        comesBy: { password: u.passwordHash !== null, sso: u.subject !== null },
        secondFactor: u.secondFactor?.confirmedAt != null,
        lastSignInAt: u.lastSignInAt?.getTime() ?? null,
        teams: teams
          .filter((t) => t.members.some((m) => m.userId === u.id))
          .map((t) => ({ name: t.name, role: t.members.find((m) => m.userId === u.id)?.role })),
        sessions: sessions.filter((s) => s.userId === u.id),
      })),
      teams,
      services: services.map((s) => s.name),
      sso: { configured: hasSingleSignOn(env), issuer: env.OIDC_ISSUER ?? null, rules },
      secondFactor: await readSetting(tx, "second-factor"),
      outgoing: { byEnv: allowedByEnv(env), bySetting: outgoing },
      /** Hosts that runbooks may ask */
      diagnosticHosts,
    };
  },
});
