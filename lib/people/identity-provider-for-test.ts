import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import nextAuth, { type NextAuthOptions } from "next-auth";
import Provider from "oidc-provider";

export type Account = {
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
};

const listen = async (handler: http.RequestListener) => {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, url };
};

/** For tests: a real OpenID provider over HTTP, whose accounts are what `accounts` says at the moment. */
export async function startIdentityProvider(redirectUri: string) {
  const accounts = new Map<string, Account>();
  let handle: http.RequestListener = () => undefined;
  let requests = 0;
  const { server, url } = await listen((req, res) => {
    requests += 1;
    handle(req, res);
  });
  const provider = new Provider(url, {
    clients: [
      { client_id: "sitroom", client_secret: "a secret of tests", redirect_uris: [redirectUri] },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    cookies: { keys: ["only for tests"] },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...accounts.get(id) }),
    }),
  });
  handle = provider.callback();
  return { url, accounts, requests: () => requests, close: () => server.close() };
}

/** For tests: next-auth behind a plain HTTP server, with the options that `open` gives for each request. */
export async function startSignInApp() {
  let open: () => NextAuthOptions = () => {
    throw new Error("not open yet");
  };
  // The package is CommonJS, so that its default export is one level down in some loaders.
  const run = ((nextAuth as unknown as { default?: typeof nextAuth }).default ??
    nextAuth) as unknown as (req: unknown, res: unknown, options: NextAuthOptions) => Promise<void>;
  const { server, url } = await listen((req, res) => {
    void answer(req, res);
  });
  async function answer(req: IncomingMessage, res: ServerResponse) {
    const at = new URL(req.url ?? "/", url);
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const nextauth = at.pathname.split("/").slice(3);
    const cookies = Object.fromEntries(
      (req.headers.cookie ?? "").split("; ").map((pair) => {
        const [name = "", ...value] = pair.split("=");
        return [name, decodeURIComponent(value.join("="))];
      }),
    );
    const query = { ...Object.fromEntries(at.searchParams), nextauth };
    const shim = Object.assign(res, {
      status: (code: number) => Object.assign(res, { statusCode: code }),
      json: (value: unknown) => res.end(JSON.stringify(value)),
      send: (value: unknown) => res.end(typeof value === "string" ? value : JSON.stringify(value)),
    });
    await run(Object.assign(req, { body, cookies, query }), shim, open());
  }
  return {
    url,
    open(options: () => NextAuthOptions) {
      open = options;
    },
    close: () => server.close(),
  };
}

/** A browser's cookies and redirects, for one site or several. */
export function startBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string) => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  async function go(url: string, form?: Record<string, string>): Promise<Response> {
    const jar = jarOf(url);
    const answer = await fetch(url, {
      redirect: "manual",
      method: form ? "POST" : "GET",
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      },
      ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const [name = "", ...value] = pair.split("=");
      if (value.join("=") === "") jar.delete(name);
      else jar.set(name, value.join("="));
    }
    return answer;
  }
  return { go, cookies: (url: string) => jarOf(url) };
}
