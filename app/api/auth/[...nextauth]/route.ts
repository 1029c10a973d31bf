import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth";
import { Problem } from "@/lib/problem";
import { answer } from "../../answer";

type Context = { params: Promise<{ nextauth: string[] }> };

const maxBytes = 16 * 1024;

/** next-auth reads a body to its end: only short ones that say how long they are get there. */
function checkSize(request: Request): void {
  if (request.method !== "POST") return;
  const length = request.headers.get("content-length");
  if (!length || !(Number(length) <= maxBytes))
    throw new Problem("too-large", "Signing in takes a short body that tells its length.");
}

async function handle(request: NextRequest, context: Context): Promise<Response> {
  try {
    checkSize(request);
  } catch (problem) {
    return answer(() => Promise.reject(problem));
  }
  return NextAuth(await authOptions(request.headers))(request, context);
}

export { handle as GET, handle as POST };
