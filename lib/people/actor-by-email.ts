import type { Tx } from "../db/client";
import { type Actor, role } from "./model";
import { grantsOf } from "./session-store";

/**
 * The person who signs in with this address, with all that they may do, as the database says now; null when there is nobody
 * or they are locked out. For peers that vouch for who somebody is, such as a chat.
 */
export async function findActorByEmail(tx: Tx, email: string): Promise<Actor | null> {
  const user = await tx.user.findUnique({
    where: { email: email.trim().toLowerCase() },
    include: { memberships: { include: { team: true } } },
  });
  if (!user || user.disabledAt) return null;
  return {
    kind: "user",
    id: user.id,
    name: user.name,
    role: role.parse(user.role),
    grants: grantsOf(user.grants, user.memberships),
  };
}
