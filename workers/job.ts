import type { z } from "zod";
import type { Db } from "../lib/db/client";
import type { Log } from "../lib/log";

export type JobContext = { db: Db; log: Log; now(): number; secret: string };

/** One kind of background work. It must be safe to run twice: the queue repeats a job whose worker died. */
export type Job<P extends z.ZodType = z.ZodType> = {
  name: string;
  payload: P;
  run(ctx: JobContext, payload: z.infer<P>): Promise<void>;
};

export const defineJob = <P extends z.ZodType>(job: Job<P>): Job<P> => job;

// biome-ignore lint/suspicious/noExplicitAny: a registry holds jobs of every payload
export type AnyJob = Job<any>;
