/** One pattern of log messages. `key` is its first wording and stays; `text` grows wildcards as messages join. */
export type LogTemplate = { key: string; text: string; count: number };

export type TemplateMiner = {
  /** The template of a message, new or known; it counts the message. Cost does not grow with history. */
  learn(message: string): LogTemplate;
  templates(): readonly LogTemplate[];
};

export const wildcard = "<*>";

/** What varies by nature is masked before mining, so that it neither splits nor merges templates. Order matters. */
const masks: readonly RegExp[] = [
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
  /\b0x[0-9a-f]+\b/gi,
  /\b(?=[0-9a-f]*\d)[0-9a-f]{12,}\b/gi,
  /(?<![\p{L}\p{N}_#])[-+]?\d+(?:[.,:]\d+)*(?=(?:ns|us|µs|ms|s|m|h|B|KB|MB|GB|KiB|MiB|GiB|%)?(?![\p{L}\p{N}_]))/gu,
];

/** Longer messages are cut: a stack trace's first lines tell it. */
const maxTokens = 120;

type Group = { template: LogTemplate; tokens: string[] };
type Node = { children: Map<string, Node>; groups: Group[] };
const node = (): Node => ({ children: new Map(), groups: [] });

const mask = (message: string): string =>
  masks.reduce((text, pattern) => text.replace(pattern, wildcard), message);

const tokensOf = (text: string): string[] => text.trim().split(/\s+/).slice(0, maxTokens);

/**
 * Drain (He, Zhu, Zheng, Lyu: "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017): a tree of fixed
 * depth leads by a message's length and first words to a few templates; it joins the most similar one when at least
 * `similarity` of the words are equal, whose differing words become wildcards, else it founds a new one.
 * `known` seeds the tree with templates kept from before, so that keys survive a restart. Words with digits lead by the
 * wildcard, and so does every word beyond `maxChildren` at one branch; beyond `maxTemplates` everything new shares the template
 * "<*>", so that memory is bounded.
 */
export function templateMiner({
  depth = 3,
  similarity = 0.5,
  maxChildren = 100,
  maxTemplates = 5000,
  known = [] as readonly Pick<LogTemplate, "key" | "text" | "count">[],
} = {}): TemplateMiner {
  const roots = new Map<number, Node>();
  const all: LogTemplate[] = [];
  const rest: LogTemplate = { key: wildcard, text: wildcard, count: 0 };

  const leafOf = (tokens: readonly string[]): Node => {
    let at = roots.get(tokens.length) ?? node();
    roots.set(tokens.length, at);
    for (const token of tokens.slice(0, depth)) {
      let word = /\d/.test(token) || token.includes(wildcard) ? wildcard : token;
      if (!at.children.has(word) && at.children.size >= maxChildren) word = wildcard;
      const next = at.children.get(word) ?? node();
      at.children.set(word, next);
      at = next;
    }
    return at;
  };

  const found = (leaf: Node, template: LogTemplate, tokens: string[]): LogTemplate => {
    leaf.groups.push({ template, tokens });
    all.push(template);
    return template;
  };

  for (const { key, text, count } of known) {
    const tokens = tokensOf(text);
    found(leafOf(tokens), { key, text, count }, tokens);
  }

  return {
    templates: () => (rest.count > 0 ? [...all, rest] : all),
    learn(message) {
      const tokens = tokensOf(mask(message));
      const leaf = leafOf(tokens);
      let best: Group | undefined;
      let most = -1;
      for (const group of leaf.groups) {
        const equal = alike(group.tokens, tokens);
        if (equal > most) [best, most] = [group, equal];
      }
      if (best && most >= similarity) {
        best.template.count++;
        if (merge(best.tokens, tokens)) best.template.text = best.tokens.join(" ");
        return best.template;
      }
      if (all.length >= maxTemplates) {
        rest.count++;
        return rest;
      }
      const text = tokens.join(" ");
      return found(leaf, { key: text, text, count: 1 }, tokens);
    },
  };
}

/** Share of places with the same word; a wildcard of the template equals only a wildcard, as in the paper. */
function alike(template: readonly string[], tokens: readonly string[]): number {
  let equal = 0;
  for (let i = 0; i < tokens.length; i++) if (template[i] === tokens[i]) equal++;
  return tokens.length > 0 ? equal / tokens.length : 1;
}

/** Words that differ become wildcards, in place; whether any did. */
function merge(template: string[], tokens: readonly string[]): boolean {
  let changed = false;
  for (let i = 0; i < tokens.length; i++)
    if (template[i] !== tokens[i] && template[i] !== wildcard) {
      template[i] = wildcard;
      changed = true;
    }
  return changed;
}
