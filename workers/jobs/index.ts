import type { AnyJob } from "../job";
import { autopilot } from "./autopilot";
import { diagnose } from "./diagnose";
import { endAlertJob } from "./end-alert";
import { execute } from "./execute";
import { expire } from "./expire";
import { graph } from "./graph";
import { propose } from "./propose";
import { retention } from "./retention";
import { seal } from "./seal";
import { situate } from "./situate";
import { verify } from "./verify";

/** Every background job. One line each. */
export const jobs: readonly AnyJob[] = [
  autopilot,
  diagnose,
  endAlertJob,
  execute,
  expire,
  graph,
  propose,
  retention,
  seal,
  situate,
  verify,
];
