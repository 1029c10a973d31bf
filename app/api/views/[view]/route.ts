import { requireActor } from "@/lib/auth";
import { loadView } from "@/lib/views/load";
import { answer } from "../../answer";

type Context = { params: Promise<{ view: string }> };

/** GET /api/views/NAME?input=JSON: what one page shows. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    const actor = await requireActor();
    const { view } = await params;
    return loadView(view, new URL(request.url).searchParams.get("input"), actor);
  });
}
