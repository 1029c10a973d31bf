import type { Tx } from "../db/client";
import { openIntegration } from "../people/integration-store";
import { Problem } from "../problem";
import type { Executor } from "./executor";
import { integrationKinds } from "./model";
import { webhookDeployer } from "./webhook-deployer";

/** The executor of this integration; throws Problem when there is none, it is switched off, or it cannot execute. */
export async function openExecutor(
  tx: Tx,
  appSecret: string,
  id: string,
  now: () => number,
): Promise<Executor> {
  const peer = await openIntegration(tx, appSecret, id);
  if (peer.kind !== "webhook-deployer")
    throw new Problem("not-found", `Integration ${id} cannot execute anything.`);
  return webhookDeployer(
    integrationKinds["webhook-deployer"].config.parse(peer.config),
    peer.secret,
    now,
  );
}
