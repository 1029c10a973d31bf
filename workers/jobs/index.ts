import type { AnyJob } from "../job";
import { autopilot } from "./autopilot";
import { deliver } from "./deliver";
import { deriveHistory } from "./derive-history";
import { diagnose } from "./diagnose";
import { editCard } from "./edit-card";
import { endAlertJob } from "./end-alert";
import { execute } from "./execute";
import { expire } from "./expire";
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
  autopilot,
  deliver,
  deriveHistory,
  diagnose,
  editCard,
  endAlertJob,
  execute,
  expire,
  graph,
  messageClock,
  propose,
  retention,
  seal,
  situate,
  tell,
  verify,
];
