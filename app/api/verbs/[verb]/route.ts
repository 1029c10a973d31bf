import { requireActor } from "@/lib/auth";
import { Problem } from "@/lib/problem";
import { server } from "@/lib/server";
import { type AnyVerb, perform } from "@/lib/verb";
import { verbs } from "@/lib/verbs";
import { answer } from "../../answer";
import { readJson } from "../../read-body";
import { checkSameOrigin } from "../../same-origin";

type Context = { params: Promise<{ verb: string }> };

const maxBytes = 256 * 1024;

/** POST /api/verbs/NAME: one deed of a person. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    checkSameOrigin(request);
    const actor = await requireActor();
    const { verb: name } = await params;
    const found = Object.entries(verbs as Record<string, AnyVerb>).find(
      ([known]) => known === name,
    );
    if (!found) throw new Problem("not-found", `There is no verb ${name}.`);
    const { db } = server();
    return perform(found[1], { db, actor, now: Date.now() }, await readJson(request, maxBytes));
  });
}
