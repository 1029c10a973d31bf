import { requireActor } from "@/lib/auth";
import { Problem } from "@/lib/problem";
import { server } from "@/lib/server";
import { type AnyVerb, perform } from "@/lib/verb";
import { verbs } from "@/lib/verbs";
import { answer } from "../../answer";

type Context = { params: Promise<{ verb: string }> };

const maxBytes = 256 * 1024;

/** Only our own pages may act for a signed-in person: a JSON body and an Origin that is the host itself. */
function checkSameOrigin(request: Request): void {
  if (!request.headers.get("content-type")?.startsWith("application/json"))
    throw new Problem("unsupported-media", "Send the input as application/json.");
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  if (!origin || URL.parse(origin)?.host !== host)
    throw new Problem("forbidden", "This request did not come from Sitroom's own pages.");
}

async function readBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.length > maxBytes) throw new Problem("too-large", "The input is larger than 256 KiB.");
  try {
    return JSON.parse(text || "{}");
  } catch {
    throw new Problem("bad-input", "The body is not JSON.");
  }
}

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
    return perform(found[1], { db, actor, now: Date.now() }, await readBody(request));
  });
}
