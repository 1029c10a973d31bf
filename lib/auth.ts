import type { NextAuthOptions } from "next-auth";
import { getServerSession } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Env } from "./env";
import { appSecret } from "./people/app-secret";
import type { Actor } from "./people/model";
import { findUser, signIn } from "./people/user-store";
import { Problem } from "./problem";
import { server } from "./server";

type OidcProfile = { sub: string; email?: string; email_verified?: boolean; name?: string };

/** A generic OpenID Connect provider, when the environment names one. */
function oidc(env: Env): OAuthConfig<OidcProfile>[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return [];
  return [
    {
      id: "oidc",
      name: "Single sign-on",
      type: "oauth",
      idToken: true,
      wellKnown: `${OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
      checks: ["pkce", "state", "nonce"],
      authorization: { params: { scope: "openid email profile" } },
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      profile: (p) => ({ id: p.sub, email: p.email ?? null, name: p.name ?? null }),
    },
  ];
}

export const hasSingleSignOn = (env: Env): boolean => oidc(env).length > 0;

/**
 * Password and, when configured, OpenID Connect. The session is a signed cookie that holds the user's id only: role and
 * existence are read from the database on each request, so that a change or a lock-out holds at once.
 */
export function authOptions(): NextAuthOptions {
  const { db, env } = server();
  return {
    secret: appSecret(env),
    session: { strategy: "jwt", maxAge: 12 * 3600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(input) {
          if (!input?.email || !input.password) return null;
          // A Problem's sentence (too many attempts) reaches the page as the error.
          return signIn(db, { email: input.email, password: input.password });
        },
      }),
      ...oidc(env),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== "oidc") return true;
        // Only people whom an administrator has added come in, by an address the provider vouches for.
        if (!user.email || (profile as OidcProfile | undefined)?.email_verified === false)
          return "/sign-in?error=NoEmail";
        const known = await db.prisma.user.findUnique({
          where: { email: user.email.toLowerCase() },
        });
        if (!known || known.disabledAt) return "/sign-in?error=NotInvited";
        user.id = known.id;
        return true;
      },
      jwt({ token, user }) {
        if (user) token.sub = user.id;
        return token;
      },
      session: ({ session, token }) => ({ ...session, user: { ...session.user, id: token.sub } }),
    },
  };
}

/** Who asks, as they are in the database now, or null without a valid session. */
export async function currentActor(): Promise<Actor | null> {
  const session = await getServerSession(authOptions());
  const id = (session?.user as { id?: string } | undefined)?.id;
  const user = id ? await findUser(server().db, id) : null;
  return user ? { kind: "user", id: user.id, name: user.name, role: user.role } : null;
}

/** The same, or Problem "not-signed-in". */
export async function requireActor(): Promise<Actor> {
  const actor = await currentActor();
  if (actor) return actor;
  throw new Problem("not-signed-in", "Your session has ended. Sign in again.");
}
