import type { AnyJob } from "../job";
import { applyDetectorRule } from "./apply-detector-rule";
import { autopilot } from "./autopilot";
import { checkRecord } from "./check-record";
import { deliver } from "./deliver";
import { deriveHistory } from "./derive-history";
import { diagnose } from "./diagnose";
import { editCard } from "./edit-card";
import { endAlertJob } from "./end-alert";
import { execute } from "./execute";
import { expire } from "./expire";
import { followDetectorRules } from "./follow-detector-rules";
import { graph } from "./graph";
import { messageClock } from "./message-clock";
import { propose } from "./propose";
import { retention } from "./retention";
import { seal } from "./seal";
import { situate } from "./situate";
import { tell } from "./tell";
import { verify } from "./verify";

/** Every background job. One line each. */
export const jobs: readonly AnyJob[] = [
  applyDetectorRule,
  autopilot,
  checkRecord,
  deliver,
  deriveHistory,
  diagnose,
  editCard,
  endAlertJob,
  execute,
  expire,
  graph,
  followDetectorRules,
  messageClock,
  propose,
  retention,
  seal,
  situate,
  tell,
  verify,
];
