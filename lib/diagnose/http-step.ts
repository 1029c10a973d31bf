import { z } from "zod";
import type { Finding, Outcome } from "./model";
import type { Scene } from "./scene";

const scalar = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);

const jsonExpectation = z
  .strictObject({
    /** Names and indexes with dots between: status.indicator, items.0.state */
    path: z.string().min(1).max(200),
    is: scalar.optional(),
    not: scalar.optional(),
    above: z.number().optional(),
    below: z.number().optional(),
  })
  .refine(
    (e) =>
      e.is !== undefined || e.not !== undefined || e.above !== undefined || e.below !== undefined,
    { error: "says nothing of the value: give is, not, above or below" },
  );
export type JsonExpectation = z.infer<typeof jsonExpectation>;

/** What an answer looks like when all is well. */
const expectation = z.strictObject({
  status: z.union([
    z.number().int().min(100).max(599),
    z.array(z.number().int().min(100).max(599)).min(1).max(20),
  ]),
  contains: z.string().min(1).max(500),
  lacks: z.string().min(1).max(500),
  json: z.array(jsonExpectation).max(20),
});

const variables = ["service", "from", "to"] as const;

/** The address with `x` for every variable; null when it is not an address, or a variable stands where the host does. */
function skeleton(template: string): URL | null {
  const url = URL.parse(template.replace(/\{\w+\}/g, "x"));
  const host = /^https?:\/\/([^/?#]*)/i.exec(template)?.[1];
  return url && host && !host.includes("{") && !host.includes("@") ? url : null;
}

/** A step that asks a URL and compares the answer with what is expected. Times in ms, size in KiB. */
export const httpStep = z.strictObject({
  /** Its name within the runbook */
  http: z
    .string()
    .max(60)
    .regex(/^[a-z0-9-]+$/, { error: "takes small letters, digits and hyphens" }),
  title: z.string().min(3).max(100).optional(),
  url: z
    .string()
    .max(2000)
    .refine((t) => skeleton(t) !== null, {
      error: "must be an http:// or https:// address; {service}, {from} and {to} go after its host",
    })
    .refine(
      (t) => [...t.matchAll(/\{(\w+)\}/g)].every((m) => variables.includes(m[1] as "service")),
      { error: "knows the variables {service}, {from} and {to} only" },
    ),
  expect: expectation.partial().prefault({ status: 200 }),
  timeoutMs: z.number().int().min(100).max(20_000).default(5000),
  maxKiB: z.number().int().min(1).max(1024).default(256),
  /** What it means that nobody answers */
  silent: z.enum(["inconclusive", "interesting"]).default("inconclusive"),
  /** For (+) or against (−) the service when the answer is not as expected; log odds, as every vote */
  vote: z.number().min(-3).max(3).default(0),
});
export type HttpStep = z.infer<typeof httpStep>;

/**
 * The service that an address is filled with: what broke first among the members, preferring those that the runbook is for.
 */
export const serviceAsked = (scene: Scene, wanted: (service: string) => boolean): string | null => {
  const first = (ok: (s: string) => boolean) =>
    scene.members
      .filter((m) => m.service !== null && ok(m.service))
      .toSorted((a, b) => a.startedAt - b.startedAt)[0]?.service ?? null;
  return first(wanted) ?? first(() => true);
};

/**
 * The address to ask, with its variables filled and escaped. Null when a variable has no value, or when a value would lead
 * elsewhere: services name themselves, and one called `..` must not climb out of the path that was written.
 */
export function fillUrl(
  template: string,
  values: { service: string | null; from: number; to: number },
): URL | null {
  if (template.includes("{service}") && values.service === null) return null;
  const text: Record<string, string> = {
    service: values.service ?? "",
    from: new Date(values.from).toISOString(),
    to: new Date(values.to).toISOString(),
  };
  const url = URL.parse(
    template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text[name] ?? "")),
  );
  const plain = skeleton(template);
  const depth = (u: URL) => u.pathname.split("/").length;
  if (!url || !plain || url.host !== plain.host || depth(url) !== depth(plain)) return null;
  return url;
}

/** Whether a list of hosts has this address: `status.example.com`, `*.example.com`, each with a port if need be. */
export function isListedHost(url: URL, hosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return hosts.some((entry) => {
    const match = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(entry.toLowerCase());
    const name = match?.[1];
    if (!name || (match[2] ? match[2] !== port : url.port !== "")) return false;
    return name.startsWith("*.") ? url.hostname.endsWith(name.slice(1)) : url.hostname === name;
  });
}

type Answer = { status: number; text: string; location: string | null };

function at(value: unknown, path: string): unknown {
  let here = value;
  for (const part of path.split(".")) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, part)) return undefined;
    here = (here as Record<string, unknown>)[part];
  }
  return here;
}

const told = (value: unknown): string =>
  value === undefined ? "nothing" : (JSON.stringify(value) ?? "nothing").slice(0, 80);

/** What is wrong with a value, or null. */
function wrongWith(e: JsonExpectation, value: unknown): string | null {
  const says = (wanted: string) => `${e.path} is ${told(value)}, not ${wanted}`;
  if (e.is !== undefined && value !== e.is) return says(told(e.is));
  if (e.not !== undefined && (value === undefined || value === e.not))
    return value === undefined ? says("there") : `${e.path} is ${told(value)}`;
  const n = typeof value === "number" ? value : Number.NaN;
  if (e.above !== undefined && !(n > e.above)) return says(`above ${e.above}`);
  if (e.below !== undefined && !(n < e.below)) return says(`below ${e.below}`);
  return null;
}

/** Everything in which an answer differs from what is expected, each in a few words; empty when all is well. */
export function differences(expect: HttpStep["expect"], answer: Answer): string[] {
  const wrong: string[] = [];
  const wanted = expect.status === undefined ? [] : [expect.status].flat();
  if (wanted.length > 0 && !wanted.includes(answer.status))
    wrong.push(`status ${answer.status}, not ${wanted.join(" or ")}`);
  if (expect.contains !== undefined && !answer.text.includes(expect.contains))
    wrong.push(`the text lacks “${expect.contains}”`);
  if (expect.lacks !== undefined && answer.text.includes(expect.lacks))
    wrong.push(`the text has “${expect.lacks}”`);
  if (expect.json && expect.json.length > 0) {
    let body: unknown;
    try {
      body = JSON.parse(answer.text);
    } catch {
      return [...wrong, "the answer is not JSON"];
    }
    wrong.push(...expect.json.flatMap((e) => wrongWith(e, at(body, e.path)) ?? []));
  }
  return wrong;
}

const isRedirect = (status: number) => status >= 300 && status < 400 && status !== 304;

/** The finding of an answer that came. */
export function judgeAnswer(
  step: HttpStep,
  { url, service, answer }: { url: URL; service: string | null; answer: Answer },
): Pick<Finding, "says" | "votes" | "evidence"> & { outcome: Outcome } {
  const wanted = [step.expect.status ?? []].flat();
  const evidence = {
    url: url.href,
    status: answer.status,
    // Enough to see what it was about; the page at the other end has the rest.
    answer: answer.text.slice(0, 300),
  };
  if (isRedirect(answer.status) && !wanted.includes(answer.status))
    return {
      outcome: "error",
      says: `${url.host} sends on to ${answer.location?.slice(0, 200) ?? "somewhere else"}, and redirects are not followed.`,
      votes: [],
      evidence,
    };
  const wrong = differences(step.expect, answer);
  if (wrong.length === 0)
    return { outcome: "ok", says: `${url.host} answers as expected.`, votes: [], evidence };
  return {
    outcome: "interesting",
    says: `${url.host} does not answer as expected: ${wrong.join("; ")}.`,
    votes:
      service !== null && step.vote !== 0
        ? [{ kind: "service", ref: service, weight: step.vote }]
        : [],
    evidence,
  };
}
