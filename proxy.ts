import { type NextRequest, NextResponse } from "next/server";
import { getToken } from "next-auth/jwt";
import { contentPolicy } from "@/lib/content-policy";
import { appSecret } from "@/lib/people/app-secret";
import { server } from "@/lib/server";

/** Pages that a person without a session needs. */
const openPages = ["/sign-in", "/set-password"];
/** Half a year and more, as browsers' preload lists ask. */
const hsts = "max-age=31536000; includeSubDomains";

/**
 * Nothing is readable without a session: pages lead to the sign-in page and back, doors answer 401. Whether the session still holds
 * the pages and doors themselves ask the database. Pages get a Content-Security-Policy with a nonce of their own.
 */
export async function proxy(request: NextRequest) {
  const answer = await respond(request);
  if (server().env.NEXTAUTH_URL?.startsWith("https:"))
    answer.headers.set("strict-transport-security", hsts);
  return answer;
}

async function respond(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  const door = pathname.startsWith("/api/");
  if (openPages.includes(pathname)) return page(request);
  // Machines read views and metrics with a key, which the door checks.
  if (
    (pathname.startsWith("/api/views/") || pathname === "/api/metrics") &&
    request.headers.has("authorization")
  )
    return NextResponse.next();
  const token = await getToken({ req: request, secret: appSecret(server().env) });
  if (typeof token?.sid === "string") return door ? NextResponse.next() : page(request);
  if (door)
    return NextResponse.json(
      { error: { code: "not-signed-in", message: "Sign in first." } },
      { status: 401 },
    );
  const url = new URL("/sign-in", request.url);
  if (pathname !== "/") url.searchParams.set("callbackUrl", pathname + search);
  return NextResponse.redirect(url);
}

/** Lets a page through with its policy; Next reads the nonce from the request's own header. */
function page(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentPolicy(nonce, server().env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const answer = NextResponse.next({ request: { headers } });
  answer.headers.set("content-security-policy", policy);
  return answer;
}

export const config = {
  matcher: ["/((?!api/auth|api/password|api/health|api/live|_next|icon|favicon).*)"],
};
