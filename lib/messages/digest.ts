import { severities, situationName } from "../situate/model";
import {
  type Digest,
  type HeldReason,
  heldReasons,
  type NewsKind,
  newsTitles,
  type OwnKind,
} from "./model";

export type HeldMessage = {
  /** Null: it is on Sitroom itself */
  situationId: number | null;
  kind: NewsKind | OwnKind;
  severity: Digest["severity"];
  says: string;
  because: HeldReason;
  at: number;
};
export type HeldSituation = { id: number; title: string; status: string };

const most = 20;
const mostOfUs = 6;
const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** Tells everything that was held back as one: every situation counts, the worst are named. Held messages oldest first. */
export function digestOf(
  held: readonly HeldMessage[],
  situations: readonly HeldSituation[],
  { key, routeName, appUrl, at }: { key: string; routeName: string; appUrl: string; at: number },
): Digest {
  const bySituation = new Map<number, HeldMessage[]>();
  const own = held.filter((m) => m.situationId === null);
  for (const m of held) {
    if (m.situationId === null) continue;
    const list = bySituation.get(m.situationId);
    if (list) list.push(m);
    else bySituation.set(m.situationId, [m]);
  }
  const worst = (list: readonly HeldMessage[]) =>
    Math.min(...list.map((m) => severities.indexOf(m.severity)));
  const ordered = [...bySituation].sort(([, a], [, b]) => worst(a) - worst(b));
  const ownLines = linesOfUs(own);
  const lines = ordered.slice(0, most - ownLines.length).map(([id, list]) => {
    const known = situations.find((s) => s.id === id);
    const kinds = [...new Set(list.map((m) => newsTitles[m.kind].toLowerCase()))];
    return `${situationName(id)} ${known?.title ?? "is gone"} (${severities[worst(list)]}, ${known?.status ?? "unknown"}): ${kinds.join(", ")}`;
  });
  const left = ordered.length - lines.length;
  if (left > 0) lines.push(`and ${count(left, "more situation")}, all on the Messages page`);
  const reasons = (Object.keys(heldReasons) as HeldReason[]).flatMap((because) => {
    const n = held.filter((m) => m.because === because).length;
    return n === 0 ? [] : [`${n} ${heldReasons[because]}`];
  });
  const open = situations.filter((s) => s.status !== "resolved").length;
  const of = [
    ...(bySituation.size > 0 ? [count(bySituation.size, "situation")] : []),
    ...(own.length > 0 ? ["Sitroom itself"] : []),
  ].join(" and ");
  const now =
    bySituation.size === 0
      ? ""
      : open === 0
        ? "; none of the situations is open now"
        : `; ${open} still open`;
  return {
    key,
    routeName,
    says: `${count(held.length, "message")} of ${of} held back for ${routeName} (${reasons.join(", ")})${now}.`,
    // What is wrong with ourselves first: the rest may be missing for it.
    lines: [...ownLines, ...lines],
    url: `${appUrl}/messages?tab=held`,
    severity: severities[worst(held)] ?? "low",
    at,
  };
}

/** News of ourselves, one line for each trouble however often it came and went. */
function linesOfUs(own: readonly HeldMessage[]): string[] {
  const by = new Map<string, { opened: number; last: HeldMessage }>();
  for (const m of own) {
    const says = m.says.replace(/^Over: /, "");
    const before = by.get(says);
    const opened = (before?.opened ?? 0) + (m.kind === "own-alert" ? 1 : 0);
    by.set(says, { opened, last: m });
  }
  const all = [...by].map(([says, { opened, last }]) => {
    const times = opened > 1 ? `, ${opened} times` : "";
    const over = last.kind === "own-ended" ? ", over" : "";
    return `Sitroom itself (${last.severity}${times}${over}): ${says}`;
  });
  return all.length <= mostOfUs
    ? all
    : [...all.slice(0, mostOfUs - 1), `and ${all.length - mostOfUs + 1} more of Sitroom itself`];
}
