import type { AnyCheck } from "../check";
import { configOrFlagChange } from "./config-or-flag-change";
import { dependencyHealth } from "./dependency-health";
import { deployProximity } from "./deploy-proximity";
import { errorPatternNew } from "./error-pattern-new";
import { firstToBreak } from "./first-to-break";
import { instanceOutlier } from "./instance-outlier";
import { newInstances } from "./new-instances";
import { outside } from "./outside-cause";
import { queueGrowth } from "./queue-growth";
import { resourceLeak } from "./resource-leak";
import { retryStorm } from "./retry-storm";
import { saturation } from "./saturation";
import { trafficShift } from "./traffic-shift";
import { versionSplit } from "./version-split";

/** Every check by name. One line each. */
export const checks: Readonly<Record<string, AnyCheck>> = {
  "version-split": versionSplit,
  "deploy-proximity": deployProximity,
  "first-to-break": firstToBreak,
  "dependency-health": dependencyHealth,
  "traffic-shift": trafficShift,
  saturation,
  "resource-leak": resourceLeak,
  "instance-outlier": instanceOutlier,
  "error-pattern-new": errorPatternNew,
  "config-or-flag-change": configOrFlagChange,
  "retry-storm": retryStorm,
  "queue-growth": queueGrowth,
  "new-instances": newInstances,
  "outside-cause": outside,
};
