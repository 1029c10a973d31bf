import { getToken } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "../db/fresh-database";
import { readEnv } from "../env";
import { startBrowser, startIdentityProvider, startSignInApp } from "./identity-provider-for-test";
import type { Role } from "./model";
import { findSession } from "./session-store";
import { writeSetting } from "./setting-store";
import { signInOptions } from "./sign-in-options";
import { usualSsoRules } from "./sso-rules";
import { saveTeam } from "./team-store";
import { createUser, disableUser } from "./user-store";

// The whole way over real HTTP: next-auth, a real provider with its login and consent pages, code + PKCE + state + nonce.
const secret = "a secret of these tests only";
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let app: Awaited<ReturnType<typeof startSignInApp>>;
let idp: Awaited<ReturnType<typeof startIdentityProvider>>;
let allow: string[];

beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "");
  app = await startSignInApp();
  process.env.NEXTAUTH_URL = app.url;
  idp = await startIdentityProvider(`${app.url}/api/auth/callback/oidc`);
  const env = readEnv({
    DATABASE_URL: fresh.url,
    NEXTAUTH_SECRET: secret,
    OIDC_ISSUER: idp.url,
    OIDC_CLIENT_ID: "sitroom",
    OIDC_CLIENT_SECRET: "a secret of tests",
  });
  app.open(() => ({
    ...signInOptions({
      db: fresh.db,
      env,
      outgoing: { allow },
      client: { agent: "a browser", address: "203.0.113.9" },
    }),
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  }));
});
afterAll(async () => {
  app.close();
  idp.close();
  await fresh.drop();
});
beforeEach(async () => {
  allow = ["127.0.0.1"];
  await fresh.db.pool.query("TRUNCATE users, teams, settings, timeline_events CASCADE");
  idp.accounts.clear();
});

const rules = (change: Partial<typeof usualSsoRules>) =>
  writeSetting(fresh.db.prisma, "single-sign-on", { ...usualSsoRules, ...change });
const person = (email: string, role: Role = "viewer") =>
  createUser(fresh.db.prisma, { email, name: email, role, password: "a long password" });
const anAdmin = () => person("root@example.com", "admin");

type Browser = ReturnType<typeof startBrowser>;

/** Presses "Single sign-on"; returns where the browser is sent. */
async function begin(browser: Browser): Promise<string> {
  const { csrfToken } = (await (await browser.go(`${app.url}/api/auth/csrf`)).json()) as {
    csrfToken: string;
  };
  const form = { csrfToken, callbackUrl: `${app.url}/situations`, json: "true" };
  const answer = await browser.go(`${app.url}/api/auth/signin/oidc`, form);
  return ((await answer.json()) as { url: string }).url;
}

/** Logs in and consents at the provider; returns the address with the code, not yet visited. */
async function throughProvider(browser: Browser, from: string, login: string): Promise<string> {
  let url = from;
  for (let step = 0; step < 12; step++) {
    if (url.startsWith(app.url)) return url;
    const answer = await browser.go(url);
    const location = answer.headers.get("location");
    if (location) {
      url = new URL(location, url).toString();
      continue;
    }
    const page = await answer.text();
    const action = /action="([^"]+)"/.exec(page)?.[1] ?? "";
    const prompt = /name="prompt" value="([a-z]+)"/.exec(page)?.[1] ?? "";
    const sent = await browser.go(new URL(action, url).toString(), {
      prompt,
      ...(prompt === "login" ? { login, password: "anything" } : {}),
    });
    url = new URL(sent.headers.get("location") ?? "", url).toString();
  }
  throw new Error("the provider never came to an end");
}

/** The way from the button to the page after it. */
async function signInAs(login: string, browser = startBrowser()) {
  const callback = await throughProvider(browser, await begin(browser), login);
  const landed = await browser.go(callback);
  return {
    browser,
    callback,
    at: landed.headers.get("location") ?? "",
    actor: await actorOf(browser),
  };
}

async function actorOf(browser: Browser) {
  const cookies = Object.fromEntries(browser.cookies(app.url));
  const token = await getToken({ req: { cookies, headers: {} } as never, secret });
  return token ? findSession(fresh.db, String(token.sid)) : null;
}

test("the way to the provider carries PKCE, state and nonce", async () => {
  const url = new URL(await begin(startBrowser()));
  expect(url.origin).toBe(idp.url);
  expect(url.searchParams.get("response_type")).toBe("code");
  expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  for (const name of ["code_challenge", "state", "nonce"])
    expect(url.searchParams.get(name)?.length, name).toBeGreaterThan(20);
});

test("somebody whom an administrator has added comes in with the role they have, and is known by subject from then on", async () => {
  const { id } = await person("ann@example.com", "responder");
  idp.accounts.set("ann", { email: "Ann@Example.com", name: "Ann" });
  const { at, actor } = await signInAs("ann");
  expect(at).toBe(`${app.url}/situations`);
  expect(actor).toMatchObject({ id, role: "responder" });
  const [session] = await fresh.db.prisma.session.findMany();
  expect(session).toMatchObject({ via: "sso", address: "203.0.113.9" });
  // A new address at the provider: the same person.
  idp.accounts.set("ann", { email: "ann@elsewhere.example" });
  expect((await signInAs("ann")).actor?.id).toBe(id);
  // The old address given to somebody else there: another person, who does not get Ann's account.
  idp.accounts.set("impostor", { email: "ann@example.com" });
  const other = await signInAs("impostor");
  expect(other.at).toContain("error=OtherSubject");
  expect(other.actor).toBeNull();
});

test("nobody comes in who was not added, is locked out, or has an address that the provider does not vouch for", async () => {
  idp.accounts.set("new", { email: "new@example.com" });
  expect((await signInAs("new")).at).toContain("error=NotInvited");
  const { id } = await person("bob@example.com");
  idp.accounts.set("bob", { email: "bob@example.com", email_verified: false });
  expect((await signInAs("bob")).at).toContain("error=NoEmail");
  idp.accounts.set("bob", { email: "bob@example.com" });
  expect((await signInAs("bob")).actor?.id).toBe(id);
  await disableUser(fresh.db.prisma, id, true, Date.now());
  const refused = await signInAs("bob");
  expect(refused.at).toContain("error=NotInvited");
  expect(refused.actor).toBeNull();
  expect(await fresh.db.prisma.user.count()).toBe(1);
});

test("groups make people, give roles and teams, and take them away again at the next sign-in", async () => {
  await anAdmin();
  await saveTeam(fresh.db.prisma, {
    id: "payments",
    name: "Payments",
    services: ["pay"],
    members: [],
  });
  await rules({
    admit: "grouped",
    roles: [
      { group: "sre", role: "responder" },
      { group: "sre-leads", role: "approver" },
    ],
    teams: [{ group: "payments", team: "payments", role: "editor" }],
  });
  idp.accounts.set("cy", {
    email: "cy@example.com",
    name: "Cy",
    groups: ["sre", "sre-leads", "payments"],
  });
  const first = await signInAs("cy");
  expect(first.actor).toMatchObject({
    name: "Cy",
    role: "approver",
    grants: [{ role: "editor", services: ["pay"] }],
  });
  idp.accounts.set("cy", { email: "cy@example.com", groups: ["sre"] });
  const second = await signInAs("cy");
  expect(second.actor).toMatchObject({ role: "responder", grants: [] });
  // What the first session may do has changed with it.
  expect(await actorOf(first.browser)).toMatchObject({ role: "responder" });
  idp.accounts.set("cy", { email: "cy@example.com", groups: ["gardening"] });
  expect((await signInAs("cy")).at).toContain("error=NotInvited");
  const told = await fresh.db.prisma.timelineEvent.findMany({
    where: { kind: "single-sign-on" },
    orderBy: { id: "asc" },
  });
  expect(told.map((t) => t.says)).toEqual([
    "Cy (cy@example.com) was added as approver by single sign-on.",
    "Cy is responder now, by the groups of single sign-on.",
  ]);
});

test("everyone of the provider as viewers; the last administrator is not demoted by a group that is missing", async () => {
  const { id } = await anAdmin();
  await rules({ admit: "everyone", roles: [{ group: "leads", role: "editor" }] });
  idp.accounts.set("dee", { email: "dee@example.com" });
  expect((await signInAs("dee")).actor).toMatchObject({ role: "viewer" });
  idp.accounts.set("root", { email: "root@example.com" });
  expect((await signInAs("root")).actor).toMatchObject({ id, role: "admin" });
});

test("a callback in another browser, with another state, or a second time opens nothing", async () => {
  await person("eve@example.com");
  idp.accounts.set("eve", { email: "eve@example.com" });
  const victim = startBrowser();
  await begin(victim);
  const attacker = startBrowser();
  const callback = await throughProvider(attacker, await begin(attacker), "eve");
  // The attacker's code in the victim's browser: login CSRF.
  expect((await victim.go(callback)).headers.get("location")).toContain("error=OAuthCallback");
  expect(await actorOf(victim)).toBeNull();
  const forged = new URL(callback);
  forged.searchParams.set("state", "forged");
  expect((await attacker.go(forged.toString())).headers.get("location")).toContain(
    "error=OAuthCallback",
  );
  const again = await signInAs("eve");
  expect(again.actor).not.toBeNull();
  const thief = startBrowser();
  expect((await thief.go(again.callback)).headers.get("location")).toContain("error=OAuthCallback");
  expect(await actorOf(thief)).toBeNull();
});

test("signing out ends the session itself: the cookie kept by somebody opens nothing", async () => {
  await person("fay@example.com");
  idp.accounts.set("fay", { email: "fay@example.com" });
  const { browser, actor } = await signInAs("fay");
  expect(actor).not.toBeNull();
  const stolen = Object.fromEntries(browser.cookies(app.url));
  const { csrfToken } = (await (await browser.go(`${app.url}/api/auth/csrf`)).json()) as {
    csrfToken: string;
  };
  await browser.go(`${app.url}/api/auth/signout`, { csrfToken, json: "true" });
  const token = await getToken({ req: { cookies: stolen, headers: {} } as never, secret });
  expect(await findSession(fresh.db, String(token?.sid))).toBeNull();
});

test("a provider at an address that must not be called is not called", async () => {
  allow = [];
  const before = idp.requests();
  expect(await begin(startBrowser())).toContain("error=OAuthSignin");
  expect(idp.requests()).toBe(before);
});
