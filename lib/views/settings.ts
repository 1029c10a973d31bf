import { z } from "zod";
import { version } from "../../package.json";
import { fieldsOf } from "../integrations/fields";
import { type IntegrationKind, integrationKinds } from "../integrations/model";
import { listIntegrations } from "../people/integration-store";
import { listKeys } from "../people/key-store";
import { allows, type Role } from "../people/model";
import { server } from "../server";
import { defineView } from "../view";

/** Keys, peers, people and the installation itself. Keys and peers are an admin's to see; others get their names only. */
export const settings = defineView({
  input: z.object({}),
  async load({ db, actor }) {
    const { env } = server();
    const admin = allows(actor.role, "admin");
    const [keys, integrations, users, sizes] = await Promise.all([
      admin ? listKeys(db.prisma) : [],
      listIntegrations(db.prisma),
      db.prisma.user.findMany({
        orderBy: { name: "asc" },
        select: {
          id: true,
          name: true,
          email: true,
          role: true,
          disabledAt: true,
          createdAt: true,
        },
      }),
      db.pool.query<{ bytes: number; series: number }>(
        `SELECT pg_database_size(current_database()) AS bytes, (SELECT count(*) FROM series) AS series`,
      ),
    ]);
    return {
      admin,
      you: actor.id,
      /** Where telemetry and webhooks arrive: host as the reader's browser knows it, this port */
      ingestPort: env.INGEST_PORT,
      keys,
      integrations: integrations.map((i) => ({ ...i, config: admin ? i.config : {} })),
      kinds: Object.entries(integrationKinds).map(([kind, k]) => ({
        kind: kind as IntegrationKind,
        title: k.title,
        says: k.says,
        direction: k.direction,
        fields: fieldsOf(k.config),
        /** What the peer's own token may do; null: the secret is shared and made here */
        token: "secret" in k && kind !== "webhook-deployer" ? k.secret : null,
        /** How a target is written, of kinds that execute */
        target: "target" in k ? k.target : null,
      })),
      users: users.map((u) => ({
        id: u.id,
        name: u.name,
        email: u.email,
        role: u.role as Role,
        disabled: u.disabledAt !== null,
        createdAt: u.createdAt.getTime(),
      })),
      about: {
        version,
        node: process.version,
        bytes: sizes.rows[0]?.bytes ?? 0,
        series: sizes.rows[0]?.series ?? 0,
        singleSignOn: Boolean(env.OIDC_ISSUER),
        demo: env.SITROOM_DEMO,
      },
    };
  },
});
