import { freshMs, lagLimitMs } from "./model";

/** Detection reports at least with each checkpoint; not heard of for so long it is away, ms. */
export const unheardMs = 120_000;

/** How far we are behind ourselves; times in epoch ms, null for what was never there. */
export type OwnLag = {
  /** Age of the oldest record that is not judged yet, ms */
  behindMs: number;
  /** When detection last reported */
  seenAt: number | null;
};

/**
 * Why nothing may go beyond a hint for now: what we see is old, or nobody looks. Null while all is well. The words hold no
 * numbers that move, since they are part of the plan that a person signs.
 */
export function brakeOf(
  { behindMs, seenAt }: OwnLag,
  newestDataAt: number | null,
  now: number,
): string | null {
  if (behindMs > lagLimitMs)
    return `Our own detection is more than ${lagLimitMs / 1000} s behind: what it says may be over.`;
  if (seenAt !== null && now - seenAt > unheardMs)
    return `Our own detection has not reported for more than ${unheardMs / 1000} s.`;
  if (newestDataAt !== null && now - newestDataAt > freshMs)
    return `No telemetry for more than ${freshMs / 1000} s: what is seen may be over.`;
  return null;
}
