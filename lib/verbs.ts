import { causeFaultVerb, clearFaultVerb } from "./demo/verbs";
import { createDerived, deleteDerivedMetric } from "./detect/derived-verbs";
import { labelAnomaly, undoAnomalyLabel } from "./detect/label-verbs";
import { changeMaintenance, endMaintenance, planMaintenance } from "./detect/maintenance-verbs";
import { applyRule, cancelRule, deleteDetectorRule, saveDetectorRule } from "./detect/rule-verbs";
import { endSilenceOfSeries, silenceSeries, silenceSituation } from "./detect/silence-verbs";
import {
  endShadowRun,
  promoteShadowRun,
  shadowDetector,
  trustDetector,
} from "./detect/trial-verbs";
import { createDetector, enableDetector, revertDetector, saveDetector } from "./detect/verbs";
import { enableRunbook, revertRunbook, saveRunbook } from "./diagnose/runbook-verbs";
import { judgeSuspect, runChecks } from "./diagnose/verbs";
import {
  importSnapshot,
  keepSnapshot,
  pinService,
  removeSnapshot,
  resetLayout,
  setGroup,
  setObjective,
} from "./ingest/graph-verbs";
import {
  createMessageChannel,
  enableMessageChannel,
  removeMessageRoute,
  resendMessage,
  saveMessageRoute,
  testMessageChannel,
  updateMessageChannel,
} from "./messages/verbs";
import { allowDiagnosticHosts, allowOutgoing, changeSingleSignOn } from "./people/access-verbs";
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  renewRecoveryCodes,
  requireSecondFactor,
  resetSecondFactor,
} from "./people/factor-verbs";
import {
  createIntegrationVerb,
  enableIntegration,
  rotateIntegrationSecret,
  updateIntegrationVerb,
} from "./people/integration-verbs";
import {
  changeOwnPassword,
  changePerson,
  endAllSessions,
  endOneSession,
  invitePerson,
  lockOutPerson,
  resetPassword,
} from "./people/people-verbs";
import { removeViewVerb, saveViewVerb } from "./people/saved-view-verbs";
import { changeSettings, setRedaction, setTraceRules } from "./people/setting-verbs";
import { removeTeamVerb, saveTeamVerb } from "./people/team-verbs";
import { createApiKey, revokeApiKey, rotateApiKey } from "./people/verbs";
import { killSwitch, setLimits, setServiceLimit } from "./remediate/limits-verbs";
import {
  approveRemedy,
  rejectRemedy,
  setAutonomy,
  setRestarts,
  vetoRemedy,
} from "./remediate/verbs";
import {
  confirmCandidate,
  discardCandidate,
  forgetGrouping,
  mergeVerb,
  setBusinessSeries,
  setGroupingRules,
  splitVerb,
  undoGrouping,
  unlinkVerb,
} from "./situate/grouping-verbs";
import { linkAnomaly } from "./situate/link-verbs";
import { correctOnset } from "./situate/onset-verbs";
import {
  acknowledgeSituation,
  assignSituation,
  commentSituation,
  renameSituation,
  resolveByHand,
} from "./situate/verbs";
import { pinEvent } from "./timeline/verbs";
import type { AnyVerb } from "./verb";

/** Every deed of the app by name; its URL is /api/verbs/NAME. One line each. */
export const verbs = {
  "change-settings": changeSettings,
  "set-redaction": setRedaction,
  "set-trace-rules": setTraceRules,
  "create-api-key": createApiKey,
  "rotate-api-key": rotateApiKey,
  "revoke-api-key": revokeApiKey,
  "invite-person": invitePerson,
  "change-person": changePerson,
  "lock-out-person": lockOutPerson,
  "reset-password": resetPassword,
  "change-own-password": changeOwnPassword,
  "begin-second-factor": beginSecondFactor,
  "confirm-second-factor": confirmSecondFactor,
  "renew-recovery-codes": renewRecoveryCodes,
  "end-second-factor": endSecondFactor,
  "reset-second-factor": resetSecondFactor,
  "require-second-factor": requireSecondFactor,
  "end-session": endOneSession,
  "end-all-sessions": endAllSessions,
  "save-team": saveTeamVerb,
  "remove-team": removeTeamVerb,
  "save-view": saveViewVerb,
  "remove-view": removeViewVerb,
  "change-single-sign-on": changeSingleSignOn,
  "allow-outgoing": allowOutgoing,
  "allow-diagnostic-hosts": allowDiagnosticHosts,
  "create-integration": createIntegrationVerb,
  "update-integration": updateIntegrationVerb,
  "enable-integration": enableIntegration,
  "rotate-integration-secret": rotateIntegrationSecret,
  "create-message-channel": createMessageChannel,
  "update-message-channel": updateMessageChannel,
  "enable-message-channel": enableMessageChannel,
  "test-message-channel": testMessageChannel,
  "save-message-route": saveMessageRoute,
  "remove-message-route": removeMessageRoute,
  "resend-message": resendMessage,
  "approve-remedy": approveRemedy,
  "reject-remedy": rejectRemedy,
  "veto-remedy": vetoRemedy,
  "set-autonomy": setAutonomy,
  "set-restarts": setRestarts,
  "set-remedy-limits": setLimits,
  "set-service-limit": setServiceLimit,
  "kill-switch": killSwitch,
  "acknowledge-situation": acknowledgeSituation,
  "assign-situation": assignSituation,
  "resolve-situation": resolveByHand,
  "rename-situation": renameSituation,
  "comment-situation": commentSituation,
  "correct-onset": correctOnset,
  "merge-situations": mergeVerb,
  "split-situation": splitVerb,
  "unlink-anomalies": unlinkVerb,
  "confirm-candidate": confirmCandidate,
  "discard-candidate": discardCandidate,
  "undo-grouping": undoGrouping,
  "set-grouping-rules": setGroupingRules,
  "set-business-series": setBusinessSeries,
  "forget-grouping": forgetGrouping,
  "link-anomaly": linkAnomaly,
  "pin-event": pinEvent,
  "create-detector": createDetector,
  "save-detector": saveDetector,
  "enable-detector": enableDetector,
  "revert-detector": revertDetector,
  "trust-detector": trustDetector,
  "shadow-detector": shadowDetector,
  "promote-shadow": promoteShadowRun,
  "end-shadow": endShadowRun,
  "save-detector-rule": saveDetectorRule,
  "apply-detector-rule": applyRule,
  "cancel-detector-rule": cancelRule,
  "delete-detector-rule": deleteDetectorRule,
  "label-anomaly": labelAnomaly,
  "undo-anomaly-label": undoAnomalyLabel,
  "silence-series": silenceSeries,
  "end-silence": endSilenceOfSeries,
  "silence-situation": silenceSituation,
  "set-objective": setObjective,
  "set-service-group": setGroup,
  "pin-service": pinService,
  "reset-graph-layout": resetLayout,
  "keep-snapshot": keepSnapshot,
  "import-snapshot": importSnapshot,
  "delete-snapshot": removeSnapshot,
  "plan-maintenance": planMaintenance,
  "change-maintenance": changeMaintenance,
  "end-maintenance": endMaintenance,
  "create-derived-metric": createDerived,
  "delete-derived-metric": deleteDerivedMetric,
  "run-checks": runChecks,
  "judge-suspect": judgeSuspect,
  "save-runbook": saveRunbook,
  "enable-runbook": enableRunbook,
  "revert-runbook": revertRunbook,
  "cause-fault": causeFaultVerb,
  "clear-fault": clearFaultVerb,
} as const satisfies Record<string, AnyVerb>;

export type Verbs = typeof verbs;
