import type { View } from "../view";
import { account } from "./account";
import { actions } from "./actions";
import { anomalies } from "./anomalies";
import { anomalyLabelEffect } from "./anomaly-label-effect";
import { assignees } from "./assignees";
import { audit, auditExport } from "./audit";
import { changeEffect } from "./change-effect";
import { changes } from "./changes";
import { dataRules } from "./data-rules";
import { demoFaults } from "./demo-faults";
import { derived, derivedPreview } from "./derived";
import { detector } from "./detector";
import { detectorHistory } from "./detector-history";
import { detectorReadiness } from "./detector-readiness";
import { detectorRulePlan } from "./detector-rule-plan";
import { detectorRules } from "./detector-rules";
import { detectorScorecards } from "./detector-scorecards";
import { detectorShadow } from "./detector-shadow";
import { detectors } from "./detectors";
import { graph } from "./graph";
import { graphDiff } from "./graph-diff";
import { graphService } from "./graph-service";
import { graphSnapshots } from "./graph-snapshots";
import { grouping } from "./grouping";
import { guardrail } from "./guardrail";
import { integrationTest } from "./integration-test";
import { logPattern } from "./log-pattern";
import { logs } from "./logs";
import { maintenance } from "./maintenance";
import { measures } from "./measures";
import { messagePreview } from "./message-preview";
import { messageSettings } from "./message-settings";
import { messages } from "./messages";
import { metric } from "./metric";
import { metricContributors } from "./metric-contributors";
import { metrics } from "./metrics";
import { metricsGolden } from "./metrics-golden";
import { overview } from "./overview";
import { people } from "./people";
import { policy } from "./policy";
import { postMortemView } from "./post-mortem";
import { recordView } from "./record";
import { reports } from "./reports";
import { runbook } from "./runbook";
import { runbookDryRun } from "./runbook-dry-run";
import { runbooks } from "./runbooks";
import { savedViews } from "./saved-views";
import { seriesMatching } from "./series-matching";
import { service } from "./service";
import { settings } from "./settings";
import { shell } from "./shell";
import { situation } from "./situation";
import { situationKin } from "./situation-kin";
import { situationLoss } from "./situation-loss";
import { situations } from "./situations";
import { status } from "./status";
import { trace } from "./trace";
import { traces } from "./traces";

/** Every page's read by name; its URL is /api/views/NAME. One line each. */
export const views = {
  account,
  actions,
  audit,
  "audit-export": auditExport,
  anomalies,
  "anomaly-label-effect": anomalyLabelEffect,
  "change-effect": changeEffect,
  changes,
  "data-rules": dataRules,
  derived,
  "derived-preview": derivedPreview,
  detector,
  "detector-history": detectorHistory,
  "detector-readiness": detectorReadiness,
  "detector-rule-plan": detectorRulePlan,
  "detector-rules": detectorRules,
  "detector-scorecards": detectorScorecards,
  "detector-shadow": detectorShadow,
  detectors,
  "demo-faults": demoFaults,
  graph,
  "graph-diff": graphDiff,
  "graph-service": graphService,
  "graph-snapshots": graphSnapshots,
  grouping,
  guardrail,
  "integration-test": integrationTest,
  maintenance,
  "log-pattern": logPattern,
  logs,
  measures,
  messages,
  "message-preview": messagePreview,
  "message-settings": messageSettings,
  metric,
  "metric-contributors": metricContributors,
  metrics,
  "metrics-golden": metricsGolden,
  overview,
  people,
  policy,
  "post-mortem": postMortemView,
  record: recordView,
  reports,
  runbook,
  "runbook-dry-run": runbookDryRun,
  runbooks,
  "saved-views": savedViews,
  service,
  "series-matching": seriesMatching,
  settings,
  shell,
  assignees,
  situation,
  "situation-kin": situationKin,
  "situation-loss": situationLoss,
  situations,
  status,
  trace,
  traces,
  // biome-ignore lint/suspicious/noExplicitAny: a registry holds views of every input and output
} as const satisfies Record<string, View<any, any>>;

export type Views = typeof views;
