import type { AnyJob } from "../job";
import { situate } from "./situate";

/** Every background job. One line each. */
export const jobs: readonly AnyJob[] = [situate];
