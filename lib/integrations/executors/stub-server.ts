import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { z } from "zod";

type Request = {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  raw: string;
  headers: IncomingHttpHeaders;
};
export type Answer = { status: number; value?: unknown; headers?: Record<string, string> };
/** One documented endpoint, and nothing beside it. */
export type Endpoint = {
  method: string;
  /** "/apis/:group/x" */
  path: string;
  /** Query parameters that the documentation names */
  query?: readonly string[];
  /** Content type that it takes */
  type?: string;
  /** Its body, strictly */
  body?: z.ZodType;
  answer(request: Request): Answer;
};

type Asked = { method: string; url: string; headers: IncomingHttpHeaders; raw: string };

/** For tests: a server whose answers can be lost, broken, late or refused, whatever it is that answers. */
export function openTroubledServer(answerTo: (asked: Asked) => Answer | Promise<Answer>) {
  const self = {
    url: "",
    /** What was asked that the documentation does not name */
    violations: [] as string[],
    /** Answers 503 to everything */
    down: false,
    /** Answers 429 to everything and asks to wait this many seconds; 0: it does not */
    busy: 0,
    /** Answers this to the next request that changes something, without doing it */
    refusesNext: null as Answer | null,
    /** Does what the next request that changes something asks for; its answer is lost, breaks off, or takes this many ms */
    nextAnswer: "whole" as "whole" | "lost" | "broken" | number,
    server: createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on("data", (chunk) => chunks.push(chunk));
      req.on("end", async () => {
        const { method = "", url = "", headers: given } = req;
        const raw = Buffer.concat(chunks).toString();
        const asked = { method, url, headers: given, raw };
        const { status, value, headers } = troubleIn(method) ?? (await answerTo(asked));
        const how = method !== "GET" && status < 300 ? self.nextAnswer : "whole";
        if (how !== "whole") self.nextAnswer = "whole";
        if (how === "lost") return req.socket.destroy();
        const text = value === undefined ? "" : JSON.stringify(value);
        const answer = () => {
          res.writeHead(status, { "content-type": "application/json", ...headers });
          res.end(how === "broken" ? `{"half": ${text.slice(0, text.length / 2)}` : text);
        };
        if (typeof how === "number") setTimeout(answer, how);
        else answer();
      });
    }),
  };
  function troubleIn(method: string): Answer | null {
    if (self.down) return { status: 503, value: { message: "down for maintenance" } };
    if (self.busy > 0)
      return {
        status: 429,
        value: { message: "too many" },
        headers: { "retry-after": String(self.busy) },
      };
    if (!self.refusesNext || method === "GET") return null;
    const refusal = self.refusesNext;
    self.refusesNext = null;
    return refusal;
  }
  return Object.assign(self, {
    async listen() {
      await new Promise<void>((resolve) => self.server.listen(0, "127.0.0.1", resolve));
      self.url = `http://127.0.0.1:${(self.server.address() as AddressInfo).port}`;
    },
    close: () => new Promise((resolve) => self.server.close(resolve)),
    /** Back to answering as documented, nothing noted. */
    calm() {
      const usual = { down: false, busy: 0, refusesNext: null, nextAnswer: "whole" as const };
      Object.assign(self, { ...usual, violations: [] });
    },
  });
}

/**
 * For tests: somebody's API as documented and no more. Whatever the documentation does not name (a path, a query parameter,
 * a content type, a field) is answered with 400 and noted as a violation.
 */
export function openStubServer(input: {
  endpoints: readonly Endpoint[];
  /** Whether the headers prove who asks; else 401 */
  knows(request: { headers: IncomingHttpHeaders; raw: string }): boolean;
}) {
  const self = openTroubledServer(({ method, url, headers, raw }) => {
    const { pathname, searchParams } = new URL(url, "http://stub");
    const wrong = (says: string): Answer => {
      self.violations.push(`${method} ${url}: ${says}`);
      return { status: 400, value: { message: says } };
    };
    if (!input.knows({ headers, raw }))
      return { status: 401, value: { message: "invalid credentials" } };
    for (const endpoint of input.endpoints) {
      const params = match(endpoint.path, pathname);
      if (!params || endpoint.method !== method) continue;
      const extra = [...searchParams.keys()].find((key) => !endpoint.query?.includes(key));
      if (extra) return wrong(`there is no query parameter ${extra}`);
      const type = endpoint.type ?? "application/json";
      if (raw !== "" && headers["content-type"]?.replace(/; *charset=[\w-]+$/i, "") !== type)
        return wrong(`content type ${headers["content-type"]}`);
      const body = raw === "" ? undefined : bodyOf(type, raw);
      if (!endpoint.body && body !== undefined) return wrong("there is no body");
      const parsed = endpoint.body?.safeParse(body);
      if (parsed && !parsed.success) return wrong(parsed.error.message);
      return endpoint.answer({ params, query: searchParams, body, raw, headers });
    }
    return wrong("there is no such endpoint");
  });
  return self;
}

function bodyOf(type: string, raw: string): unknown {
  if (type === "application/x-www-form-urlencoded")
    return Object.fromEntries(new URLSearchParams(raw));
  return type === "application/octet-stream" ? raw : JSON.parse(raw);
}

function match(path: string, pathname: string): Record<string, string> | null {
  const wanted = path.split("/");
  const given = pathname.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const text = given[i] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(text);
    else if (part !== text) return null;
  }
  return params;
}

/** What the contract suite asks of every stub. */
export type StubCase = {
  kind: string;
  stub: ReturnType<typeof openTroubledServer>;
  secret: string;
  config(): unknown;
  target: string;
  from: string;
  to: string;
  action: "rollback" | "flag-off";
  unknown: string;
  /** As it was in the beginning, at `from` */
  reset(now: number): unknown;
  /** What runs in truth */
  runs(): string | Promise<string>;
  /** How often something was really done */
  done(): number | Promise<number>;
  /** Somebody else moves the target */
  drift(): unknown;
  /** What was begun comes to its end */
  finish(how: "succeeded" | "failed"): unknown;
  /** It cannot fail once it was taken */
  neverFails?: true;
  /** Answers that may pass by themselves, beside those that always may */
  passes?: readonly Answer[];
};
