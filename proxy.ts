import { type NextRequest, NextResponse } from "next/server";
import { getToken } from "next-auth/jwt";
import { appSecret } from "@/lib/people/app-secret";
import { server } from "@/lib/server";

/** Nothing is readable without a session: pages lead to the sign-in page and back, doors answer 401. */
export async function proxy(request: NextRequest) {
  if (await getToken({ req: request, secret: appSecret(server().env) })) return NextResponse.next();
  const { pathname, search } = request.nextUrl;
  if (pathname.startsWith("/api/"))
    return NextResponse.json(
      { error: { code: "not-signed-in", message: "Sign in first." } },
      { status: 401 },
    );
  const url = new URL("/sign-in", request.url);
  if (pathname !== "/") url.searchParams.set("callbackUrl", pathname + search);
  return NextResponse.redirect(url);
}

export const config = {
  matcher: ["/((?!api/auth|api/health|api/live|sign-in|_next|icon|favicon).*)"],
};
