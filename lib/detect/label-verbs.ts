import { z } from "zod";
import { servicesOfAnomaly } from "../people/scope-store";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { labelKindWords, labelRule } from "./label";
import { type LabelledAnomaly, saveLabel, undoLabel } from "./label-store";

const anomalyId = z.string().min(1).max(300);

/** "pricing service.errors", or the metric alone. */
const nameOf = (a: LabelledAnomaly) => (a.service ? `${a.service} ${a.metric}` : a.metric);
const inSituation = (a: LabelledAnomaly) =>
  a.situationId === null ? {} : { situationId: a.situationId };

export const labelAnomaly = defineVerb({
  name: "label-anomaly",
  role: "responder",
  input: z.object({ anomalyId, rule: labelRule, note: z.string().trim().max(500).default("") }),
  on: (tx, { anomalyId }) => servicesOfAnomaly(tx, anomalyId),
  async run({ tx, actor, now }, { anomalyId, rule, note }) {
    if (rule.kind === "new-trend" && rule.from > now)
      throw new Problem("bad-input", "A new trend cannot begin in the future.");
    return saveLabel(tx, { anomalyId, rule, note, author: actor.name, now });
  },
  tells: ({ rule, note }, { anomaly, trust }) => ({
    says: `The anomaly on ${nameOf(anomaly)} was labelled ${labelKindWords[rule.kind]}${note ? `: ${note}` : "."}${trust ? ` ${trust}` : ""}`,
    ...inSituation(anomaly),
  }),
});

export const undoAnomalyLabel = defineVerb({
  name: "undo-anomaly-label",
  role: "responder",
  input: z.object({ anomalyId }),
  on: (tx, { anomalyId }) => servicesOfAnomaly(tx, anomalyId),
  run: ({ tx, actor, now }, { anomalyId }) => undoLabel(tx, { anomalyId, author: actor.name, now }),
  tells: (_, { anomaly, kind, trust }) => ({
    says: `The label ${labelKindWords[kind]} on ${nameOf(anomaly)} was taken back.${trust ? ` ${trust}` : ""}`,
    ...inSituation(anomaly),
  }),
});
