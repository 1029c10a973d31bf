import { type CommitText, diffRisk } from "./diff-risk";
import { givenUp } from "./diff-signs";
import type { Evidence } from "./model";
import { lasting } from "./tally";
import { wordsOf } from "./words";

/** Times in epoch ms. */
export type Commit = CommitText & { id: string; at: number };
export type Shipping = { service: string; commit: string; at: number };

/** What went wrong: when, where, and in which words the telemetry tells it. */
export type Symptoms = {
  /** When the alerting signal left its usual level, and the first of all signals that did */
  brokeAt: number;
  firstAt: number;
  /** Services with trouble, the alerting one first */
  services: readonly string[];
  /** New log patterns, alert texts and names of signals that moved, each with how much it counts */
  texts: readonly { text: string; weight: number }[];
};

export type BlamedCommit = { id: string; sum: number; evidence: Evidence[]; veto: string | null };

const halfLifeMs = 20 * 60_000;
const toleranceMs = 90_000;
/** Shared words count up to this much in log odds, with diminishing returns. */
const mostWords = 4;
const enoughWords = 8;
/** Paths of code that several services build in. */
const shared = /^(pkg|libs?|shared|common|internal|platform|packages|core)\//;

/**
 * Judges the commits that reached production before it broke: when they were shipped, whether they touch a service in trouble,
 * what their diff does at run time, and whether what it changes is what the symptoms speak of. Words that few commits share
 * count more. Best first.
 */
export function blameCommits(
  commits: readonly Commit[],
  shipped: readonly Shipping[],
  symptoms: Symptoms,
): BlamedCommit[] {
  const read = commits.map((commit) => {
    const risk = diffRisk(commit);
    const words = wordsOf([...risk.removed, ...risk.added].join("\n"));
    for (const w of wordsOf(commit.files.join(" "))) words.add(w);
    return { commit, risk, words };
  });
  const told = new Map<string, number>();
  for (const { text, weight } of symptoms.texts)
    for (const w of wordsOf(text)) told.set(w, Math.max(told.get(w) ?? 0, weight));
  for (const s of symptoms.services) for (const w of wordsOf(s)) told.delete(w);
  const spread = new Map<string, number>();
  for (const { words } of read) for (const w of words) spread.set(w, (spread.get(w) ?? 0) + 1);
  const rare = (w: string) => Math.log((read.length + 1) / (spread.get(w) ?? 1));
  const all = symptoms.texts.map((t) => t.text).join("\n");

  return read
    .map(({ commit, risk, words }): BlamedCommit => {
      const ship = shippedAt(commit, shipped, symptoms.services);
      const at = ship?.at ?? commit.at;
      const late = at > symptoms.brokeAt + toleranceMs;
      const shared = [...words]
        .filter((w) => told.has(w))
        .map((w) => ({ w, worth: rare(w) * (told.get(w) ?? 0) }));
      shared.sort((a, b) => b.worth - a.worth);
      const worth = shared.reduce((sum, s) => sum + s.worth, 0);
      const gone = givenUp(risk.removed, risk.added).filter((g) =>
        new RegExp(`(?<![\\w.])${literally(g)}(?![\\w])`).test(all),
      );
      const evidence: Evidence[] = [
        time(at, symptoms, ship !== null),
        place(commit, ship, symptoms.services),
        ...risk.evidence,
      ];
      if (worth > 0)
        evidence.push({
          name: "words",
          says: `The symptoms speak of what it changes: ${shared
            .slice(0, 4)
            .map((s) => s.w)
            .join(", ")}.`,
          weight: mostWords * (1 - Math.exp(-worth / enoughWords)),
        });
      if (gone.length > 0)
        evidence.push({
          name: "missed",
          says: `The symptoms miss "${gone[0]}", which it gave up.`,
          weight: 2,
        });
      return {
        id: commit.id,
        evidence,
        sum: evidence.reduce((sum, e) => sum + e.weight, 0),
        veto:
          risk.harmless ??
          (late ? `It broke ${lasting(at - symptoms.brokeAt)} before this was shipped.` : null),
      };
    })
    .sort((a, b) => Number(a.veto !== null) - Number(b.veto !== null) || b.sum - a.sum);
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * The deploy that names the commit, else the first later one of a service whose name stands in its paths; for code that many
 * share the first later one of a service in trouble, else of any.
 */
function shippedAt(
  commit: Commit,
  shipped: readonly Shipping[],
  troubled: readonly string[],
): Shipping | null {
  const named = shipped.find((s) => s.commit === commit.id);
  if (named) return named;
  const later = shipped.filter((s) => s.at >= commit.at).toSorted((a, b) => a.at - b.at);
  const own = later.find((s) => touches(commit.files, s.service));
  if (own || !commit.files.some((f) => shared.test(f))) return own ?? null;
  return later.find((s) => troubled.includes(s.service)) ?? later[0] ?? null;
}

/** Whether a path names the service, as services/checkout does checkoutservice. */
function touches(files: readonly string[], service: string): boolean {
  const bare = service
    .toLowerCase()
    .replace(/[-_]?(service|svc|api|server)$/, "")
    .replace(/-\d+$/, "");
  return files.some((f) =>
    f
      .toLowerCase()
      .split("/")
      .some(
        (part) =>
          part === service.toLowerCase() ||
          part === bare ||
          part.replace(/[-_]?(service|svc)$/, "") === bare,
      ),
  );
}

function time(at: number, { firstAt, brokeAt }: Symptoms, shipped: boolean): Evidence {
  const before = Math.min(firstAt, brokeAt);
  const lag =
    Math.abs(before - at) <= toleranceMs
      ? 0
      : at <= before
        ? before - at
        : Math.max(0, brokeAt - at);
  return {
    name: "time",
    says: `The first signal moved ${lasting(lag)} after it was ${shipped ? "shipped" : "written"}.`,
    weight: 2 * 0.5 ** (lag / halfLifeMs) - 1 - (shipped ? 0 : 1),
  };
}

function place(commit: Commit, ship: Shipping | null, services: readonly string[]): Evidence {
  const first = services[0] ?? "";
  if (touches(commit.files, first) || ship?.service === first)
    return { name: "place", says: `It is code of ${first}, which alerts.`, weight: 0.7 };
  const other = services.find((s) => touches(commit.files, s) || ship?.service === s);
  if (other)
    return { name: "place", says: `It is code of ${other}, which is in trouble too.`, weight: 0.2 };
  return { name: "place", says: "It is code of no service in trouble.", weight: -1.5 };
}

/** A commit must be this likely, in log odds, to be called guilty, and this much more when something outside explains it. */
const guiltyOdds = 2;
const outsideOdds = 3;

/** The commit to blame, or null: none is likely enough, or a cause outside of all commits is told. */
export function guiltyCommit(
  blamed: readonly BlamedCommit[],
  outside: string | null,
): string | null {
  const first = blamed[0];
  if (!first || first.veto !== null) return null;
  return first.sum >= guiltyOdds + (outside === null ? 0 : outsideOdds) ? first.id : null;
}
