import { fetchOutgoing, type OutgoingPolicy, OutgoingRefused } from "@/lib/integrations/outgoing";
import type { Tx } from "../db/client";
import { readOutgoingPolicy } from "../people/outgoing-policy";
import { readSetting } from "../people/setting-store";
import { fillUrl, type HttpStep, isListedHost, judgeAnswer, serviceAsked } from "./http-step";
import type { Finding, Outcome } from "./model";
import { after, before, type Scene } from "./scene";

/** Where diagnostic steps may ask: the hosts that an administrator has listed, at addresses that the guard allows. */
export type Reach = { hosts: readonly string[]; policy: OutgoingPolicy };

export const readReach = async (tx: Tx): Promise<Reach> => ({
  hosts: await readSetting(tx, "diagnostic-hosts"),
  policy: await readOutgoingPolicy(tx),
});

/**
 * Asks the step's URL once and judges the answer. Nothing is sent to a host that is not listed, and never more than a GET
 * without a body; redirects are not followed, time and size are capped. Never throws: what goes wrong is the outcome.
 */
export async function askHttp(
  step: HttpStep,
  scene: Scene,
  { hosts, policy }: Reach,
  { wanted, signal }: { wanted(service: string): boolean; signal: AbortSignal },
): Promise<Pick<Finding, "says" | "votes" | "evidence"> & { outcome: Outcome }> {
  const service = serviceAsked(scene, wanted);
  const nothing = (outcome: Outcome, says: string, evidence = {}) => ({
    outcome,
    says,
    votes: [],
    evidence,
  });
  const url = fillUrl(step.url, { service, from: before(scene).from, to: after(scene).to });
  if (!url) return nothing("skipped", "No service of this situation can be put into its address.");
  if (!isListedHost(url, hosts))
    return nothing(
      "error",
      `${url.host} is not among the hosts that runbooks may ask. An administrator adds it under Settings → People → Hosts that runbooks may ask.`,
      { url: url.href },
    );
  try {
    const response = await fetchOutgoing(
      url,
      { headers: { accept: "application/json, text/plain, */*" }, signal },
      { ...policy, timeoutMs: step.timeoutMs, maxBytes: step.maxKiB * 1024 },
    );
    const answer = {
      status: response.status,
      text: await response.text(),
      location: response.headers.get("location"),
    };
    return judgeAnswer(step, { url, service, answer });
  } catch (error) {
    const says = (error as Error).message;
    if (error instanceof OutgoingRefused) return nothing("error", says, { url: url.href });
    return nothing(step.silent, `${url.host} does not answer: ${says}.`, { url: url.href });
  }
}
