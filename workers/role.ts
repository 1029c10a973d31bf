import type { Db } from "@/lib/db/client";
import type { Env } from "@/lib/env";
import type { Log } from "@/lib/log";

/** What a role is started with. */
export type RoleContext = { db: Db; log: Log; env: Env; now(): number };

/** A role that runs until it is stopped; `stop` finishes what is under way first. */
export type Role = { stop(): Promise<void> };
