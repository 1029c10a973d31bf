import type { Metadata } from "next";
import { SetPasswordForm } from "@/components/form/set-password-form";
import { BrandMark } from "@/components/nav/brand-mark";

export const metadata: Metadata = { title: "Set a password" };
export const dynamic = "force-dynamic";

/** Where an invitation or a reset leads; the token is in the address's fragment, which is not sent here. */
export default function SetPasswordPage() {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="grid w-full max-w-[360px] gap-6">
        <div className="grid justify-items-center gap-3 text-center">
          <BrandMark size={34} />
          <div>
            <h1 className="font-semibold text-xl tracking-tight">Set your password</h1>
            <p className="mt-0.5 text-muted">Then sign in with it.</p>
          </div>
        </div>
        <SetPasswordForm />
      </div>
    </main>
  );
}
