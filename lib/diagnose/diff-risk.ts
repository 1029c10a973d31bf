import { movedConstant } from "./diff-constants";
import { signsOf } from "./diff-signs";
import type { Evidence } from "./model";

/** What a commit changed: files, and removed and added lines where its diff is known. */
export type CommitText = { message: string; files: readonly string[]; diff: string | null };

export type DiffRisk = {
  evidence: Evidence[];
  /** Why it cannot change how the system runs, or null */
  harmless: string | null;
  /** Removed and added lines, without comments */
  removed: string[];
  added: string[];
};

const idle =
  /(^|\/)(docs?|test|tests|testdata|__tests__|fixtures|\.github)\/|_test\.\w+$|\.(test|spec)\.\w+$|\.(md|css|scss|less|svg|png|txt|snap|rst)$|(^|\/)(\.golangci\.yml|\.editorconfig|\.gitignore|CODEOWNERS|LICENSE|Makefile)$/i;
const dependencies =
  /(^|\/)(go\.mod|go\.sum|package(-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|pom\.xml|requirements\.txt|Cargo\.(toml|lock)|poetry\.lock|Gemfile(\.lock)?)$/;
const comment = /^\s*(\/\/|#|\/\*|\*|--\s|<!--)/;

/** Reads what a diff may do at run time: constants moved far, calls left out, literals renamed, work put into a loop, dependencies lifted. */
export function diffRisk({ files, diff }: CommitText): DiffRisk {
  const lines = told(diff ?? "");
  const pick = (sign: string) =>
    lines
      .filter((l) => l.startsWith(sign))
      .map((l) => l.slice(1))
      .filter((l) => l.trim() !== "" && !comment.test(l));
  const [removed, added] = [pick("-"), pick("+")];
  const base = { removed, added };
  const lifts = files.length > 0 && files.every((f) => dependencies.test(f));
  if (!lifts && files.length > 0 && files.every((f) => idle.test(f)))
    return { ...base, evidence: [], harmless: "It touches only documents, tests or styles." };
  if (diff === null || diff.trim() === "")
    return {
      ...base,
      harmless: null,
      evidence: [{ name: "diff", says: "What it changed is not known.", weight: -1.5 }],
    };
  const squeezed = (list: readonly string[]) => list.map((l) => l.replace(/[\s;,]+/g, ""));
  const [was, is] = [squeezed(removed), squeezed(added)];
  if (was.join("\n") === is.join("\n"))
    return { ...base, evidence: [], harmless: "It changes only comments or white space." };
  const evidence = lifts
    ? [lifted(removed, added)]
    : [movedConstant(removed, added), ...signsOf(removed, added)];
  const telling = evidence.filter((e) => e !== null);
  if (telling.length === 0)
    telling.push({
      name: "diff",
      says:
        was.toSorted().join("\n") === is.toSorted().join("\n")
          ? "The same lines as before, in another order."
          : "The same calls with the same values as before, in another form.",
      weight: -1.5,
    });
  return { ...base, evidence: telling, harmless: null };
}

const header = /^(?:\+\+\+ (?:b\/)?|@@ )([\w./-]+\.\w+)/;

/** A diff's changed lines, those of files that run nothing left out. */
function told(diff: string): string[] {
  let runs = true;
  return diff.split("\n").filter((line) => {
    const file = header.exec(line)?.[1];
    if (file) runs = dependencies.test(file) || !idle.test(file);
    return runs && !/^(\+\+\+|---) /.test(line);
  });
}

/** Versions of each dependency as [major, minor, patch]. */
function versions(lines: readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const line of lines) {
    const m = /([\w./@-]+)["']?\s*[:=]*\s*["'^~v=]*(\d+)\.(\d+)(?:\.(\d+))?/.exec(line.trim());
    if (m?.[1]) found.set(m[1], [Number(m[2]), Number(m[3]), Number(m[4] ?? 0)]);
  }
  return found;
}

function lifted(removed: readonly string[], added: readonly string[]): Evidence {
  const was = versions(removed);
  const steps = [...versions(added)].map(([name, v]) => {
    const old = was.get(name) ?? v;
    return v[0] !== old[0] ? 2 : v[1] !== old[1] ? 1 : 0;
  });
  const step = Math.max(0, ...steps);
  return {
    name: "dependency",
    says: `It lifts dependencies by a ${["patch", "minor", "major"][step]} version.`,
    weight: [-2, 0, 0.5][step] ?? 0,
  };
}
