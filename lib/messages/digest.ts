import { severities, situationName } from "../situate/model";
import { type Digest, type HeldReason, heldReasons, type NewsKind, newsKinds } from "./model";

export type HeldMessage = {
  situationId: number;
  kind: NewsKind;
  severity: Digest["severity"];
  says: string;
  because: HeldReason;
  at: number;
};
export type HeldSituation = { id: number; title: string; status: string };

const most = 20;
const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** Tells everything that was held back as one: every situation counts, the worst are named. Held messages oldest first. */
export function digestOf(
  held: readonly HeldMessage[],
  situations: readonly HeldSituation[],
  { key, routeName, appUrl, at }: { key: string; routeName: string; appUrl: string; at: number },
): Digest {
  const bySituation = new Map<number, HeldMessage[]>();
  for (const m of held) {
    const list = bySituation.get(m.situationId);
    if (list) list.push(m);
    else bySituation.set(m.situationId, [m]);
  }
  const worst = (list: readonly HeldMessage[]) =>
    Math.min(...list.map((m) => severities.indexOf(m.severity)));
  const ordered = [...bySituation].sort(([, a], [, b]) => worst(a) - worst(b));
  const lines = ordered.slice(0, most).map(([id, list]) => {
    const known = situations.find((s) => s.id === id);
    const kinds = [...new Set(list.map((m) => newsKinds[m.kind].toLowerCase()))];
    return `${situationName(id)} ${known?.title ?? "is gone"} (${severities[worst(list)]}, ${known?.status ?? "unknown"}): ${kinds.join(", ")}`;
  });
  if (ordered.length > most)
    lines.push(`and ${count(ordered.length - most, "more situation")}, all on the Messages page`);
  const reasons = (Object.keys(heldReasons) as HeldReason[]).flatMap((because) => {
    const n = held.filter((m) => m.because === because).length;
    return n === 0 ? [] : [`${n} ${heldReasons[because]}`];
  });
  const open = situations.filter((s) => s.status !== "resolved").length;
  return {
    key,
    routeName,
    says: `${count(held.length, "message")} of ${count(bySituation.size, "situation")} held back for ${routeName} (${reasons.join(", ")}); ${open === 0 ? "none of them is open now" : `${open} still open`}.`,
    lines,
    url: `${appUrl}/messages?tab=held`,
    severity: severities[Math.min(...ordered.map(([, list]) => worst(list)))] ?? "low",
    at,
  };
}
