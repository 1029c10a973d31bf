import type { AnyJob } from "../job";
import { execute } from "./execute";
import { expire } from "./expire";
import { propose } from "./propose";
import { retention } from "./retention";
import { situate } from "./situate";

/** Every background job. One line each. */
export const jobs: readonly AnyJob[] = [execute, expire, propose, retention, situate];
