import { z } from "zod";
import { clientOf } from "@/lib/auth";
import { role } from "@/lib/people/model";
import { redeemPasswordLink } from "@/lib/people/password-link-store";
import { takeTry } from "@/lib/people/tries-store";
import { Problem, TooMany } from "@/lib/problem";
import { server } from "@/lib/server";
import { record } from "@/lib/timeline/store";
import { answer } from "../answer";
import { readJson } from "../read-body";
import { checkSameOrigin } from "../same-origin";

const input = z.object({
  token: z.string().min(1).max(200),
  password: z.string().min(1).max(500),
});

/** POST /api/password: sets a password by the link that an administrator handed out. Needs no session: the link is the proof. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    checkSameOrigin(request);
    const now = Date.now();
    const { db } = server();
    const { address } = clientOf(request.headers);
    const { waitMs } = await takeTry(db, "sender", address ?? "unknown", now);
    if (waitMs > 0) throw new TooMany("Too many attempts.", waitMs);
    const parsed = input.safeParse(await readJson(request, 4096));
    if (!parsed.success) throw new Problem("bad-input", z.prettifyError(parsed.error));
    return db.prisma.$transaction(async (tx) => {
      const { id, name, email, ...user } = await redeemPasswordLink(tx, { ...parsed.data, now });
      await record(tx, {
        at: now,
        room: "people",
        kind: "password-set",
        says: `${name} set a password by a link; all sessions ended.`,
        actor: { kind: "user", id, name, role: role.parse(user.role) },
      });
      return { email };
    });
  });
}
