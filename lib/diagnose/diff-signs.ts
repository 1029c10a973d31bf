import type { Evidence } from "./model";

const call = /\b([A-Za-z_][\w.]*)\s*(?:\[[^\]]*\])?\(/g;
const keywords = new Set(
  "if for func function switch return while catch make len append".split(" "),
);

/**
 * What a diff does besides moving constants, each as a piece of evidence or null: calls left out, names given up, work put
 * into a loop, switches flipped, bounds dropped, waiting added.
 */
export const signsOf = (
  removed: readonly string[],
  added: readonly string[],
): (Evidence | null)[] => [
  leftOut(removed, added),
  renamed(removed, added),
  looped(removed, added),
  flipped(removed, added),
  unbound(removed, added),
  waiting(removed, added),
  onlyAdds(removed, added),
];

const callsOf = (lines: readonly string[]) =>
  new Map(
    lines
      .flatMap((l) => [...l.matchAll(call)].map((m) => m[1] ?? ""))
      .filter((n) => !keywords.has(n))
      .map((n) => [n.split(".").at(-1) ?? n, n]),
  );

/** Calls that are gone while nothing took their place. */
function leftOut(removed: readonly string[], added: readonly string[]): Evidence | null {
  const now = callsOf(added);
  const gone = [...callsOf(removed)].filter(([n]) => !now.has(n));
  const fresh = [...now].filter(([n]) => !callsOf(removed).has(n));
  if (gone.length === 0 || fresh.length > 0) return null;
  return {
    name: "left-out",
    says: `It no longer calls ${gone
      .map(([, n]) => n)
      .slice(0, 3)
      .join(", ")}.`,
    weight: 2,
  };
}

const quoted = (lines: readonly string[]) =>
  new Set(
    lines.flatMap((l) => [...l.matchAll(/(["'`])([^"'`\s]{2,40})\1/g)].map((m) => m[2] ?? "")),
  );

/** Names in quotes that were given up: fields, keys, topics that somebody else may still use. */
export const givenUp = (removed: readonly string[], added: readonly string[]): string[] => {
  const kept = quoted(added);
  return [...quoted(removed)]
    .flatMap((q) => q.match(/[\w.-]{3,}/g) ?? [])
    .filter((q) => ![...kept].some((k) => k === q || k.split(/[^\w.-]+/).includes(q)));
};

/** Names given up while others took their place. */
function renamed(removed: readonly string[], added: readonly string[]): Evidence | null {
  const gone = givenUp(removed, added);
  if (gone.length === 0 || quoted(added).size === 0) return null;
  return {
    name: "renamed",
    says: `It gives up the name ${gone
      .slice(0, 2)
      .map((g) => `"${g}"`)
      .join(", ")}.`,
    weight: 1,
  };
}

/** New calls inside a loop that were not made before. */
function looped(removed: readonly string[], added: readonly string[]): Evidence | null {
  const loop = added.findIndex((l) => /\bfor\b|\.(map|forEach)\(|\bwhile\b/.test(l));
  if (loop < 0) return null;
  const before = callsOf(removed);
  const defined = new Set(added.flatMap((l) => /func (?:\([^)]*\) )?(\w+)/.exec(l)?.[1] ?? []));
  const fresh = [...callsOf(added.slice(loop + 1, loop + 6))].filter(
    ([n, full]) => !before.has(n) && (!defined.has(n) || full.includes(".")),
  );
  if (fresh.length === 0) return null;
  return { name: "loop", says: `It calls ${fresh[0]?.[1]} once per item.`, weight: 1.5 };
}

function onlyAdds(removed: readonly string[], added: readonly string[]): Evidence | null {
  if (removed.length > 0 || added.length === 0) return null;
  return { name: "adds", says: "It only adds, and changes nothing that was there.", weight: -0.7 };
}

/** Opposites: a line that changes nothing but one of these does the opposite of what it did. */
const opposites: readonly (readonly [string, string])[] = [
  ["true", "false"],
  ["on", "off"],
  ["enabled", "disabled"],
  ["always", "never"],
  ["enable", "disable"],
  ["<", ">"],
  ["<", "<="],
  [">", ">="],
  ["<=", ">="],
  ["==", "!="],
  ["===", "!=="],
  ["&&", "||"],
  ["int64", "int32"],
  ["float64", "float32"],
  ["long", "int"],
  ["RLock", "Lock"],
];
const tokensOf = (line: string) => line.match(/[A-Za-z_]\w*|\d[\w.]*|[<>=!&|]+|[^\s\w]/g) ?? [];

function flipped(removed: readonly string[], added: readonly string[]): Evidence | null {
  for (const a of removed)
    for (const b of added) {
      const [x, y] = [tokensOf(a), tokensOf(b)];
      const apart = x.flatMap((t, i) => (t === y[i] ? [] : [[t, y[i] ?? ""] as const]));
      const [was = "", is = ""] = apart[0] ?? [];
      if (apart.length !== 1 || x.length !== y.length) continue;
      if (!opposites.some((o) => o.includes(was) && o.includes(is))) continue;
      return { name: "flipped", says: `"${a.trim()}" became "${b.trim()}".`, weight: 1.5 };
    }
  return null;
}

const partsOf = (lines: readonly string[]) =>
  new Set(
    lines
      .join(" ")
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .match(/[a-z]{3,}/g),
  );
const missing = (from: ReadonlySet<string>, other: ReadonlySet<string>, words: readonly string[]) =>
  words.find((w) => from.has(w) && !other.has(w) && !other.has(`${w}s`));

/** What keeps work, memory and waiting within bounds. */
const bounds =
  "limit max timeout deadline ttl evict expire expiry backoff jitter batch chunk semaphore throttle breaker paginate page cancel unlock release close cap where index".split(
    " ",
  );
/** What makes callers wait for each other or ask again. */
const waits =
  "lock mutex synchronized retry retries attempts sleep blocking fsync await block".split(" ");

function unbound(removed: readonly string[], added: readonly string[]): Evidence | null {
  const gone = missing(partsOf(removed), partsOf(added), bounds);
  return gone ? { name: "unbound", says: `It drops a "${gone}".`, weight: 1 } : null;
}

function waiting(removed: readonly string[], added: readonly string[]): Evidence | null {
  const fresh = missing(partsOf(added), partsOf(removed), waits);
  return fresh ? { name: "waiting", says: `It adds a "${fresh}".`, weight: 0.7 } : null;
}
