import type { LabelKind } from "@/lib/detect/label";
import { formatValue } from "../chart/format-value";
import type { ViewOutput } from "../query";

type Effect = ViewOutput<"anomaly-label-effect">;

/** The four labels as people choose them. */
export const labelChoices: readonly { kind: LabelKind; title: string; says: string }[] = [
  { kind: "true", title: "True", says: "Something was wrong" },
  { kind: "false-alarm", title: "False alarm", says: "Nothing was wrong" },
  { kind: "expected", title: "Expected", says: "Planned, or it comes again" },
  { kind: "new-trend", title: "New trend", says: "This is ordinary from now on" },
];

export const labelTitle = (kind: LabelKind): string =>
  labelChoices.find((c) => c.kind === kind)?.title ?? kind;

const many = (n: number, word: string) => `${n} ${n === 1 ? word : `${word.slice(0, -1)}ies`}`;

/**
 * What a label does, in sentences: first what it teaches, then what it would have done to the replayed days, then what
 * to mind.
 */
export function effectWords(
  e: Pick<
    Effect,
    | "rule"
    | "anomaly"
    | "barBefore"
    | "days"
    | "before"
    | "after"
    | "silenced"
    | "muted"
    | "thisOne"
    | "losesTrue"
  >,
): { teaches: string; wouldHave: string; mind: string[] } {
  const { rule, anomaly, days, before } = e;
  const write = (v: number) => formatValue(v, anomaly.unit, anomaly.metric);
  const period = days === 1 ? "the last day's" : `the last ${days} days'`;
  const of = (n: number) =>
    before === 1 && n === 1
      ? `the only anomaly of ${days === 1 ? "the last day" : `the last ${days} days`}`
      : `${n} of ${period} ${many(before, "anomaly")}`;
  const mind: string[] = [];
  if (e.losesTrue > 0)
    mind.push(
      e.losesTrue === 1
        ? "One of them was labelled true."
        : `${e.losesTrue} of them were labelled true.`,
    );
  const gone = rule.kind === "false-alarm" || rule.kind === "expected";
  if (gone && !e.thisOne && before > 0) mind.push("This one would still be raised.");
  if (rule.kind === "true")
    return {
      teaches: "Nothing that is detected changes.",
      wouldHave: "It counts for the precision of the detector.",
      mind,
    };
  if (rule.kind === "false-alarm")
    return {
      teaches:
        e.barBefore > 0 && e.barBefore < rule.bar
          ? `The minimum deviation ${rule.direction} what is expected rises from ${write(e.barBefore)} to ${write(rule.bar)} on this series.`
          : `Deviations ${rule.direction} what is expected count from ${write(rule.bar)} on, on this series.`,
      wouldHave: `Would have silenced ${of(e.silenced)}.`,
      mind,
    };
  if (rule.kind === "expected")
    return {
      teaches: `Up to ${write(rule.upTo)} ${rule.direction} what is expected is recorded but pages nobody at these times. More than that still does.`,
      wouldHave: `Would have muted ${of(e.muted)}.`,
      mind,
    };
  return {
    teaches:
      "What was learned before it is forgotten. The detector learns this series anew from there.",
    wouldHave: `Would have raised ${e.after} instead of ${period} ${many(before, "anomaly")}.`,
    mind,
  };
}
