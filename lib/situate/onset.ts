import { formatSpan } from "../series/format-span";

/** How long before it was detected trouble may have begun by hand: beyond it no measurement here could bear that out. */
export const earliestOnsetMs = 7 * 86_400_000;

/** A moment in a sentence, to the second. */
export const utcWords = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** Why trouble cannot have begun then, and what to give instead; null when it can. All in epoch ms. */
export function wrongOnset(at: number, { openedAt, now }: { openedAt: number; now: number }) {
  if (at > now)
    return `That is still to come. Give the time when the trouble began; it is ${utcWords(now)} now.`;
  if (at > openedAt)
    return `It was detected at ${utcWords(openedAt)}, and trouble begins before it is detected. Give an earlier time.`;
  if (at < openedAt - earliestOnsetMs)
    return `That is more than ${formatSpan(earliestOnsetMs)} before it was detected. Give a time after ${utcWords(openedAt - earliestOnsetMs)}.`;
  return null;
}
