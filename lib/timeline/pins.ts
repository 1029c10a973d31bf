import { z } from "zod";

/** The kind of the entries by which others are pinned and unpinned. */
export const pinKind = "pin-event";
const pin = z.object({ eventId: z.string(), pinned: z.boolean() });

/** Which entries are pinned, by id, told from the entries that pin and unpin; in any order. */
export function pinnedOf(
  events: readonly { id: bigint; kind: string; data: unknown }[],
): ReadonlySet<string> {
  const pinned = new Set<string>();
  for (const event of events.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (event.kind !== pinKind) continue;
    const told = pin.safeParse(event.data);
    if (!told.success) continue;
    if (told.data.pinned) pinned.add(told.data.eventId);
    else pinned.delete(told.data.eventId);
  }
  return pinned;
}
