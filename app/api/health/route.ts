import { server } from "@/lib/server";

export const dynamic = "force-dynamic";

/** GET /api/health: 200 when the app reaches its database, 503 otherwise. Needs no session and tells nothing else. */
export async function GET(): Promise<Response> {
  try {
    await server().db.pool.query("select 1");
    return Response.json({ status: "ok" });
  } catch (error) {
    server().log.warn({ err: error }, "the database does not answer");
    return Response.json({ status: "the database does not answer" }, { status: 503 });
  }
}
