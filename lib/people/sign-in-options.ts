import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Db } from "../db/client";
import type { Env } from "../env";
import { type OutgoingPolicy, outgoingAgent } from "../integrations/outgoing";
import { record } from "../timeline/store";
import { appSecret } from "./app-secret";
import { checkFactor } from "./factor-store";
import { codeNeeded, codeWrong } from "./model";
import { type Client, endSession, sessionMs, startSession, type Via } from "./session-store";
import { admit, type Claims } from "./sso-store";
import { signIn } from "./user-store";

const trimmed = (issuer: string) => issuer.replace(/\/$/, "");

/** A generic OpenID Connect provider, when the environment names one: code flow with PKCE, state and nonce. */
function oidc(env: Env, outgoing: OutgoingPolicy): OAuthConfig<Claims>[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return [];
  const { protocol } = new URL(OIDC_ISSUER);
  return [
    {
      id: "oidc",
      name: "Single sign-on",
      type: "oauth",
      idToken: true,
      wellKnown: `${trimmed(OIDC_ISSUER)}/.well-known/openid-configuration`,
      checks: ["pkce", "state", "nonce"],
      authorization: { params: { scope: env.OIDC_SCOPE } },
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      httpOptions: {
        timeout: 10_000,
        agent: outgoingAgent(protocol === "https:" ? "https:" : "http:", outgoing),
      },
      profile: (p) => ({ id: p.sub, email: p.email ?? null, name: p.name ?? null }),
    },
  ];
}

export const hasSingleSignOn = (env: Env): boolean =>
  Boolean(env.OIDC_ISSUER && env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET);

/**
 * Password and, when configured, OpenID Connect. The signed cookie holds the id of a session that can be ended: who it is, their role
 * and whether they are locked out are read from the database on each request.
 */
export function signInOptions({
  db,
  env,
  outgoing,
  client,
  now = Date.now,
}: {
  db: Db;
  env: Env;
  outgoing: OutgoingPolicy;
  /** Who asks */
  client: Client;
  now?: () => number;
}): NextAuthOptions {
  return {
    secret: appSecret(env),
    session: { strategy: "jwt", maxAge: sessionMs / 1000 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({
        credentials: {
          email: { type: "email" },
          password: { type: "password" },
          /** Of the second factor, or a recovery code; once the page knows that one is needed */
          code: { type: "text" },
        },
        async authorize(input) {
          if (!input?.email || !input.password) return null;
          // A Problem's sentence (too many attempts) reaches the page as the error.
          const { email, password, code = "" } = input;
          const askFactor = (userId: string) =>
            checkFactor(db.prisma, { userId, code, secret: appSecret(env), now: now() });
          const answer = await signIn(
            db,
            { email, password, address: client.address, askFactor },
            now(),
          );
          if (answer === "code-needed") throw new Error(codeNeeded);
          if (!answer && code !== "") throw new Error(codeWrong);
          return answer;
        },
      }),
      ...oidc(env, outgoing),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== "oidc") return true;
        const answer = await admit(db, trimmed(env.OIDC_ISSUER ?? ""), profile as Claims, now());
        if ("refused" in answer) return `/sign-in?error=${answer.refused}`;
        user.id = answer.id;
        return true;
      },
      async jwt({ token, user, account }) {
        // Only a sign-in brings a user; later calls renew the cookie of the same session.
        if (!user) return token;
        const via: Via = account?.provider === "oidc" ? "sso" : "password";
        const sid = await begin(db, { userId: user.id, via, client, now: now() });
        return { sub: user.id, sid };
      },
      // The browser reads nothing of its cookie but when it ends.
      session: ({ session }) => ({ expires: session.expires, user: {} }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await endSession(db.prisma, token.sid, now());
      },
    },
  };
}

const begin = (db: Db, input: { userId: string; via: Via; client: Client; now: number }) =>
  db.prisma.$transaction(async (tx) => {
    const sid = await startSession(tx, input);
    const { id, name, role } = await tx.user.findUniqueOrThrow({ where: { id: input.userId } });
    await record(tx, {
      at: input.now,
      room: "people",
      kind: "signed-in",
      says: `${name} signed in by ${input.via === "sso" ? "single sign-on" : "password"}${input.client.address ? ` from ${input.client.address}` : ""}.`,
      actor: { kind: "user", id, name, role: role as never },
    });
    return sid;
  });
