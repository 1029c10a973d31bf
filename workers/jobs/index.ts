import type { AnyJob } from "../job";

/** Every background job. One line each. */
export const jobs: readonly AnyJob[] = [];
