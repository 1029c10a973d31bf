import { Problem, TooMany } from "@/lib/problem";
import { server } from "@/lib/server";

/** Runs a door's work and answers JSON. The one place where a Problem becomes an HTTP status; anything else is a bug: 500 and a log line. */
export async function answer(work: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json((await work()) ?? null, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof Problem)
      return Response.json(
        { error: { code: error.code, message: error.message, issues: error.issues } },
        {
          status: error.status,
          headers: {
            "cache-control": "no-store",
            ...(error instanceof TooMany ? { "retry-after": String(error.retryAfter) } : {}),
          },
        },
      );
    server().log.error({ err: error }, "a request failed");
    return Response.json(
      {
        error: {
          code: "broken",
          message: "Something broke on our side; it is in the log. Try again.",
        },
      },
      { status: 500 },
    );
  }
}
