import { z } from "zod";
import { changeKinds } from "@/lib/ingest/model";
import { compileExpression, likeTest, parseExpression } from "@/lib/series/expression";
import { signalOf } from "@/lib/situate/model";
import { checks } from "./checks/index";
import { type HttpStep, httpStep } from "./http-step";
import type { Scene } from "./scene";

const checkStep = z.strictObject({
  check: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
});
export type CheckStep = z.infer<typeof checkStep>;
export type Step = CheckStep | HttpStep;

/** A step is a registered check with parameters that it takes, or a URL to ask. */
const step = z.record(z.string(), z.unknown()).transform((raw, ctx): Step => {
  const say = (message: string, path: PropertyKey[]) =>
    ctx.issues.push({ code: "custom", message, path, input: raw });
  if (!("check" in raw) && !("http" in raw)) {
    say("is neither a check nor an http step: begin it with check: or http:", []);
    return z.NEVER;
  }
  const parsed = ("http" in raw ? httpStep : checkStep).safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) ctx.issues.push({ ...issue, input: raw } as never);
    return z.NEVER;
  }
  if ("http" in parsed.data) return parsed.data;
  const { check: name, params } = parsed.data;
  const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
  if (!check) {
    say(`there is no check ${name}; known are ${Object.keys(checks).join(", ")}`, ["check"]);
    return z.NEVER;
  }
  const fit = check.params.strict().safeParse(params);
  if (fit.success) return parsed.data;
  for (const issue of fit.error.issues)
    ctx.issues.push({ ...issue, path: ["params", ...issue.path], input: raw } as never);
  return z.NEVER;
});

export const signals = ["errors", "latency", "requests", "other"] as const;

const isExpression = (text: string): boolean => {
  try {
    parseExpression(text);
    return true;
  } catch {
    return false;
  }
};

/** When it applies: all that is given must hold; nothing given: always. */
const when = z.strictObject({
  /** Any of these is abnormal; empty: any */
  signals: z.array(z.enum(signals)).default([]),
  /** Any of these services is a member, `*` for any text; empty: any */
  services: z.array(z.string().min(1)).default([]),
  /** A tag expression that one member fulfils: over metric, service, direction and level */
  members: z
    .string()
    .max(1000)
    .refine(isExpression, {
      error: "is no expression, such as metric = kafka.* AND service != checkout",
    })
    .optional(),
  /** Only with (true) or without (false) a change in the look-back */
  changes: z.boolean().optional(),
  /** Any of these kinds of changes is in the look-back; empty: any or none */
  changeKinds: z.array(z.enum(changeKinds)).default([]),
});

export const nameOfRunbook = z
  .string()
  .max(60)
  .regex(/^[a-z0-9-]+$/, { error: "takes small letters, digits and hyphens" })
  .refine((name) => name !== "new", { error: "new is the address of a runbook to be" });

const mostSteps = 40;
const mostHttp = 8;
/** All runbooks together get this long, and none may ask for more. */
export const timeBoxMs = 60_000;

/** A runbook: when it applies, and its steps with parameters of their own. */
export const runbook = z
  .strictObject({
    name: nameOfRunbook,
    title: z.string().min(3).max(120),
    /** What it is for, for people */
    says: z.string().max(1000).default(""),
    when: when.prefault({}),
    /** Steps that are not done by then are given up; seconds */
    timeBox: z
      .number()
      .min(1)
      .max(timeBoxMs / 1000)
      .default(timeBoxMs / 1000),
    checks: z.array(step).min(1).max(mostSteps),
  })
  .superRefine((book, ctx) => {
    const seen = new Set<string>();
    book.checks.forEach((s, i) => {
      const key = "http" in s ? "http" : "check";
      const name = "http" in s ? `http ${s.http}` : s.check;
      if (seen.has(name))
        ctx.addIssue({
          code: "custom",
          message: `${name} is there twice`,
          path: ["checks", i, key],
        });
      seen.add(name);
    });
    if (book.checks.filter((s) => "http" in s).length > mostHttp)
      ctx.addIssue({
        code: "custom",
        message: `has more than ${mostHttp} http steps`,
        path: ["checks"],
      });
  });
export type Runbook = z.infer<typeof runbook>;

/** Whether a runbook is for this service by name; one that names none is for all. */
export const isFor = ({ when: w }: Runbook, service: string): boolean =>
  w.services.length === 0 || w.services.some((pattern) => likeTest(pattern)(service));

/** Whether a runbook applies to this situation. */
export function applies(book: Runbook, scene: Scene): boolean {
  const { when: w } = book;
  const abnormal = new Set(scene.members.map((m) => signalOf(m.metric)));
  const fulfils = w.members === undefined ? null : compileExpression(parseExpression(w.members));
  return (
    (w.signals.length === 0 || w.signals.some((s) => abnormal.has(s))) &&
    (w.services.length === 0 || scene.members.some((m) => m.service && isFor(book, m.service))) &&
    (fulfils === null ||
      scene.members.some((m) =>
        fulfils(m.metric, {
          ...(m.service === null ? {} : { service: m.service }),
          direction: m.direction,
          level: m.level,
        }),
      )) &&
    (w.changes === undefined || w.changes === scene.changes.length > 0) &&
    (w.changeKinds.length === 0 ||
      scene.changes.some((c) => (w.changeKinds as readonly string[]).includes(c.kind)))
  );
}

export type Planned = {
  /** The finding's identity: the check's name, or the step's within its runbook */
  key: string;
  step: Step;
  /** Whose parameters it runs with */
  runbook: Runbook;
};

/** What a step is called in findings: a check once for all runbooks, a URL once for each. */
export const stepKey = (book: Runbook, s: Step): string =>
  "http" in s ? `http:${book.name}/${s.http}` : s.check;

/** The steps of all runbooks that apply, each once, with the parameters of the first runbook that has it. */
export function planSteps(runbooks: readonly Runbook[], scene: Scene): Planned[] {
  const plan = new Map<string, Planned>();
  for (const book of runbooks)
    if (applies(book, scene))
      for (const s of book.checks) {
        const key = stepKey(book, s);
        if (!plan.has(key)) plan.set(key, { key, step: s, runbook: book });
      }
  return [...plan.values()];
}
