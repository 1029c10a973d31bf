import { requireActor } from "@/lib/auth";
import { actorOfKey } from "@/lib/people/key-actor";
import { server } from "@/lib/server";
import { loadView } from "@/lib/views/load";
import { answer } from "../../answer";

type Context = { params: Promise<{ view: string }> };

/** GET /api/views/NAME?input=JSON: what one page shows, to a person or to a machine with an API key for reading. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    const authorization = request.headers.get("authorization");
    const actor = authorization
      ? await actorOfKey(server().db, authorization, Date.now())
      : await requireActor();
    const { view } = await params;
    return loadView(view, new URL(request.url).searchParams.get("input"), actor);
  });
}
