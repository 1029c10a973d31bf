import type { Tx } from "../db/client";
import { type Env, readEnv } from "../env";
import type { OutgoingPolicy } from "../integrations/outgoing";
import { readSetting } from "./setting-store";

/** What the environment allows: its list, and the demo's own deployer where the demo runs. */
export const allowedByEnv = (env: Env): string[] => [
  ...env.SITROOM_OUTGOING_ALLOW,
  ...(env.SITROOM_DEMO && env.DEMO_DEPLOYER_URL ? [new URL(env.DEMO_DEPLOYER_URL).host] : []),
];

/** Where integrations may go: what the environment and the administrators allow beside public addresses. */
export async function readOutgoingPolicy(tx: Tx, env = readEnv()): Promise<OutgoingPolicy> {
  return { allow: [...allowedByEnv(env), ...(await readSetting(tx, "outgoing-allow"))] };
}
