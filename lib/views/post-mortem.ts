import { z } from "zod";
import { golden } from "../ingest/model";
import { remedyTitle } from "../remediate/model";
import { formatSpan } from "../series/format-span";
import { loadMeasures } from "../timeline/measures-store";
import { postMortem } from "../timeline/post-mortem";
import { defineView } from "../view";
import { situation } from "./situation";
import { readTimeline } from "./situation-timeline";

/** A document of more entries than these nobody reads. */
const mostEntries = 2000;

/** A situation's post-mortem as a Markdown file. */
export const postMortemView = defineView({
  input: z.object({ id: z.number().int().positive() }),
  async load(ctx, { id }) {
    const [s, record] = await Promise.all([
      situation.load(ctx, { id }),
      readTimeline(ctx.db, id, mostEntries),
    ]);
    const { situations } = await loadMeasures(ctx.db.prisma, {
      fromMs: s.openedAt,
      toMs: s.openedAt + 1,
    });
    const own = situations.find((m) => m.id === id);
    return {
      name: `post-mortem-${s.name}.md`,
      markdown: postMortem({
        ...s,
        measures: own ?? { detectMs: null, knowMs: null, resolveMs: null },
        impact: impactOf(s),
        suspects: s.suspects.filter((suspect) => suspect.state !== "cleared").slice(0, 5),
        remedies: s.remedies.toReversed().map((r) => ({
          ...r,
          title: remedyTitle(r.plan),
          outcome: r.verification?.outcome ?? null,
          ladder: r.verification?.ladder ?? [],
        })),
        timeline: record.rows
          .toSorted((a, b) => a.at - b.at || Number(BigInt(a.id) - BigInt(b.id)))
          .map((e) => ({ ...e, who: e.actor.name })),
        leftOut: record.leftOut,
      }),
    };
  },
});

const percent = (ratio: number) => `${(ratio * 100).toFixed(1)} %`;

/** How long, how many requests, and how bad it got at the entry and at each service that failed. */
function impactOf(s: Awaited<ReturnType<typeof situation.load>>): string[] {
  const { entry, failingRatio, usualRatio, requestsLost } = s.impact;
  const worst = new Map<string, (typeof s.members)[number]>();
  for (const m of s.members)
    if (m.service !== null && m.metric === golden.errors && m.direction === "above")
      if (m.peakValue > (worst.get(m.service)?.peakValue ?? 0)) worst.set(m.service, m);
  const at = (ms: number) => `${new Date(ms).toISOString().slice(11, 19)} UTC`;
  const ordered = [...worst.values()].sort(
    (a, b) =>
      Number(b.service === entry) - Number(a.service === entry) || b.peakValue - a.peakValue,
  );
  return [
    s.resolvedAt === null
      ? "It has not ended yet."
      : `It lasted ${formatSpan(s.resolvedAt - s.onsetAt)}.`,
    ...(requestsLost !== null
      ? [`About ${requestsLost} requests${entry ? ` to ${entry}` : ""} failed beyond the usual.`]
      : []),
    ...ordered
      .slice(0, 6)
      .map(
        (m) =>
          `${m.service}: at worst ${percent(m.peakValue)} of requests failed (${at(m.peakAt)})${m.service === entry && usualRatio !== null ? `, usually ${percent(usualRatio)}` : ""}.`,
      ),
    ...(entry !== null && failingRatio !== null && !worst.has(entry)
      ? [`${entry} failed ${percent(failingRatio)} of its requests when last measured.`]
      : []),
  ];
}
