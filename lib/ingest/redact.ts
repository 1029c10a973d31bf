import type { Tags } from "@/lib/series/tags";
import type { RedactionRules } from "./model";

export type Redactor = {
  text(text: string): string;
  tags(tags: Tags): Record<string, string>;
};

/** Names under which secrets stand; the part before may be anything, such as http.request.header.authorization. */
const secretName =
  /(?:^|[._\-\s])(?:pass(?:word|wd|phrase)?|pwd|secrets?|client[._-]?secret|api[._-]?keys?|apikey|access[._-]?keys?|private[._-]?keys?|authorization|proxy-authorization|cookie|set-cookie|credentials?|session[._-]?id|jwt|(?:access|refresh|auth|id|bearer|csrf)?[._-]?token)$/i;

/** A secret beside its name in a text: password=…, "apiKey": "…", token: … */
const named =
  /\b((?:[a-z0-9]+[_.-])*(?:pass(?:word|wd|phrase)|pwd|secret|api[_-]?key|apikey|access[_-]?key|private[_-]?key|(?:access|refresh|auth|id)?[_-]?token|session[_-]?id|authorization|cookie))(\\?["']?\s*[:=]\s*)(?:\\?"[^"\\]{1,512}\\?"|'[^']{1,512}'|(?:(?:bearer|basic|digest)\s+)?[^\s"'&,;)}\]]+)/gi;

/** Secrets that are known by their shape. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:bearer|basic)\s+[A-Za-z0-9+/_=.~-]{12,}/gi,
  // JSON Web Token
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*/g,
  // AWS, GitHub, GitLab, Slack, Stripe, Google, npm
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}\b/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}\b/g,
  /\bglpat-[A-Za-z0-9_-]{16,}/g,
  /\bxox[abeprs]-[A-Za-z0-9-]{10,}/g,
  /\b[rs]k_(?:live|test)_[A-Za-z0-9]{10,}\b/g,
  /\bAIza[A-Za-z0-9_-]{35}/g,
  /\bnpm_[A-Za-z0-9]{30,}\b/g,
];
/** user:password@host in an address */
const inAddress = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,100}):[^\s/@]{1,200}@/gi;

const email = /\b[\p{L}\p{N}._%+-]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}\b/gu;
// Digits in groups as people write them. What stands directly before or after must be no digit, dot or letter.
const cardLike = /(?<![\p{L}\p{N}_.-])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}_]|[.-]\d)/gu;

/** ISO/IEC 7812-1, annex B: doubling every second digit from the right, the sum of digits is a multiple of ten. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const d = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? 2 * d : d;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Issuers' first digits: without this one number in ten of any kind, such as a time in ns, would pass for a card. */
const issued = /^(?:4|5[1-5]|2[2-7]|3[0-9]|6|8[16])/;
const isCard = (text: string): boolean => {
  const digits = text.replace(/[ -]/g, "");
  return issued.test(digits) && !/^(\d)\1+$/.test(digits) && passesLuhn(digits);
};

/**
 * Blacks out what must not be stored, by the rules. It runs before anything is written, so nothing of it reaches the
 * disk; a replaced part says in brackets what was there. Linear in the text's length.
 */
export function redactor(rules: RedactionRules): Redactor {
  const own = rules.patterns.map((p) => [new RegExp(p.pattern, "gu"), `[${p.name}]`] as const);
  const hiddenNames = rules.names.map((n) => nameTest(n.toLowerCase()));
  const text = (given: string): string => {
    let out = given;
    if (rules.secrets) {
      for (const shape of shapes) out = out.replace(shape, "[secret]");
      out = out.replace(inAddress, "$1:[secret]@").replace(named, "$1$2[secret]");
    }
    if (rules.emails && (out.includes("@") || out.includes("%40")))
      out = out.replace(email, "[email]");
    if (rules.cards) out = out.replace(cardLike, (found) => (isCard(found) ? "[card]" : found));
    for (const [pattern, name] of own) out = out.replace(pattern, name);
    return out;
  };
  return {
    text,
    tags: (tags) =>
      Object.fromEntries(
        Object.entries(tags).map(([name, value]) => {
          if (hiddenNames.some((isHidden) => isHidden(name.toLowerCase())))
            return [name, "[hidden]"];
          if (rules.secrets && secretName.test(name)) return [name, "[secret]"];
          return [name, text(value)];
        }),
      ),
  };
}

/** Whether a name is like a pattern in which `*` stands for any text; each part is looked for once, behind the one before. */
function nameTest(pattern: string): (name: string) => boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return (name) => name === first;
  return (name) => {
    if (!name.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = name.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return name.length >= at + last.length && name.endsWith(last);
  };
}
