import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Shell } from "@/components/nav/shell";
import { ClockProvider } from "@/components/providers/clock";
import { LiveProvider } from "@/components/providers/live";
import { currentActor } from "@/lib/auth";
import { Prefetch } from "../prefetch";

// Every page is somebody's: drawn per request, never at build time.
export const dynamic = "force-dynamic";

export default async function OpsLayout({ children }: { children: ReactNode }) {
  if (!(await currentActor())) redirect("/sign-in");
  const narrow = (await cookies()).get("sitroom-nav")?.value === "narrow";
  return (
    <ClockProvider renderedAt={Date.now()}>
      <Prefetch views={[["shell", {}]]}>
        <LiveProvider>
          <Shell narrow={narrow}>{children}</Shell>
        </LiveProvider>
      </Prefetch>
    </ClockProvider>
  );
}
