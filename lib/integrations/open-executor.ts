import type { Tx } from "../db/client";
import { openIntegration } from "../people/integration-store";
import { readOutgoingPolicy } from "../people/outgoing-policy";
import { Problem } from "../problem";
import type { Executor } from "./executor";
import { makeExecutor } from "./executors";

/** The executor of this integration; throws Problem when there is none, it is switched off, or it cannot execute. */
export async function openExecutor(
  tx: Tx,
  appSecret: string,
  id: string,
  now: () => number,
): Promise<Executor> {
  const { kind, config, secret } = await openIntegration(tx, appSecret, id);
  const executor = makeExecutor(kind, config, secret, {
    now,
    outgoing: await readOutgoingPolicy(tx),
  });
  if (!executor) throw new Problem("not-found", `Integration ${id} cannot execute anything.`);
  return executor;
}
