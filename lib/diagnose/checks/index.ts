import type { AnyCheck } from "../check";
import { dependencyHealth } from "./dependency-health";
import { deployProximity } from "./deploy-proximity";
import { firstToBreak } from "./first-to-break";
import { instanceOutlier } from "./instance-outlier";
import { resourceLeak } from "./resource-leak";
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
};
