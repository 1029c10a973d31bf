import { exposition, expositionType } from "@/lib/health/exposition";
import { actorOfKey } from "@/lib/people/key-actor";
import { Problem } from "@/lib/problem";
import { server } from "@/lib/server";
import { answer } from "../answer";

export const dynamic = "force-dynamic";

/** GET /api/metrics: the app and what all processes share in Prometheus's words, for an API key with the scope read. */
export async function GET(request: Request): Promise<Response> {
  const { db } = server();
  const now = Date.now();
  try {
    await actorOfKey(db, request.headers.get("authorization") ?? "", now);
    const body = await exposition(db, { estate: true, now });
    return new Response(body, {
      headers: { "content-type": expositionType, "cache-control": "no-store" },
    });
  } catch (error) {
    if (error instanceof Problem) return answer(() => Promise.reject(error));
    throw error;
  }
}
