import { currentActor } from "@/lib/auth";
import { subscribeLive } from "@/lib/live";
import { findSession } from "@/lib/people/session-store";
import { server } from "@/lib/server";

export const dynamic = "force-dynamic";

/** GET /api/live: server-sent events of what moved, with a beat every 10 s so that a page knows it is still connected. */
export async function GET(request: Request): Promise<Response> {
  const session = (await currentActor())?.session;
  if (!session) return new Response("Sign in first.", { status: 401 });
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      send("retry: 2000\n\nevent: beat\ndata: {}\n\n");
      const off = subscribeLive(
        (event) => send(`data: ${JSON.stringify(event)}\n\n`),
        () => stop(),
      );
      let beats = 0;
      const beat = setInterval(async () => {
        send("event: beat\ndata: {}\n\n");
        beats += 1;
        // A stream that is open holds no longer than its session.
        if (beats % 6 === 0 && !(await findSession(server().db, session).catch(() => true))) stop();
      }, 10_000);
      stop = () => {
        stop = () => {};
        clearInterval(beat);
        off();
        controller.close();
      };
      if (request.signal.aborted) stop();
      request.signal.addEventListener("abort", () => stop());
    },
    cancel() {
      // The reader is gone and the stream closed already: only let go of the beat and the subscription.
      const end = stop;
      try {
        end();
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
