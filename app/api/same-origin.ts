import { Problem } from "@/lib/problem";

/**
 * Only our own pages may act for a signed-in person: a JSON body, which no form can send, and an Origin that is the host itself.
 * Throws Problem "unsupported-media" or "forbidden".
 */
export function checkSameOrigin(request: Request): void {
  if (!request.headers.get("content-type")?.startsWith("application/json"))
    throw new Problem("unsupported-media", "Send the input as application/json.");
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  if (!origin || URL.parse(origin)?.host !== host)
    throw new Problem("forbidden", "This request did not come from Sitroom's own pages.");
}
