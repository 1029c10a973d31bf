import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/form/sign-in-form";
import { BrandMark } from "@/components/nav/brand-mark";
import { currentActor } from "@/lib/auth";
import { demoPassword, demoUsers } from "@/lib/people/demo-users";
import { hasSingleSignOn } from "@/lib/people/sign-in-options";
import { server } from "@/lib/server";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** A path of this site, or the overview: an address from outside is not followed. */
const ownPath = (value: string | string[] | undefined): string =>
  typeof value === "string" && /^\/(?![/\\])/.test(value) ? value : "/";

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams;
  const target = ownPath(callbackUrl);
  if (await currentActor()) redirect(target);
  const { env } = server();
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="grid w-full max-w-[360px] gap-6">
        <div className="grid justify-items-center gap-3 text-center">
          <BrandMark size={34} />
          <div>
            <h1 className="font-semibold text-xl tracking-tight">Sign in to Sitroom</h1>
            <p className="mt-0.5 text-muted">What is wrong, why, and what to press.</p>
          </div>
        </div>
        <SignInForm
          callbackUrl={target}
          error={typeof error === "string" ? error : null}
          singleSignOn={hasSingleSignOn(env)}
          demo={
            env.SITROOM_DEMO
              ? { password: demoPassword, users: demoUsers.map((user) => ({ ...user })) }
              : null
          }
        />
      </div>
    </main>
  );
}
