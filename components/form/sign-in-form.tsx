"use client";
import { KeyRound } from "lucide-react";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { codeNeeded, codeWrong } from "@/lib/people/model";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { CodeForm } from "./code-form";
import { Field } from "./field";
import { SignInError } from "./sign-in-error";

type Props = {
  callbackUrl: string;
  /** What next-auth or our callback put into the address */
  error: string | null;
  singleSignOn: boolean;
  demo: {
    password: string;
    users: { email: string; name: string; role: string; says: string }[];
  } | null;
};

const sentences: Record<string, string> = {
  CredentialsSignin: "This address and password do not match. Check both and try again.",
  NotInvited:
    "Your identity provider knows you, but Sitroom has no account with your address. Ask an administrator to add it.",
  OtherSubject:
    "This address belongs to somebody else at your identity provider now. Ask an administrator to add you.",
  NoEmail:
    "Your identity provider did not vouch for an e-mail address, so Sitroom cannot tell who you are.",
  OAuthSignin: "Single sign-on could not be started. Try again, or use a password.",
  OAuthCallback: "Single sign-on did not finish. Try again, or use a password.",
  [codeWrong]: "This code is not right, or was used before. Give the newest one from your app.",
  Configuration: "Sign-in is not configured on this server. The log says what is missing.",
};

/** An error code in words; our own sentences (too many attempts) pass through. */
const inWords = (code: string): string =>
  sentences[code] ?? (code.includes(" ") ? code : "Signing in did not work. Try again.");

export function SignInForm({ callbackUrl, error: first, singleSignOn, demo }: Props) {
  const [error, setError] = useState(first ? inWords(first) : null);
  const [busy, setBusy] = useState(false);

  /** Whose password was right, while their code is asked for */
  const [known, setKnown] = useState<{ email: string; password: string } | null>(null);

  const enter = async (email: string, password: string, code = "") => {
    setBusy(true);
    setError(null);
    const answer = await signIn("credentials", {
      email,
      password,
      code,
      redirect: false,
      callbackUrl,
    });
    if (answer?.ok && !answer.error) {
      // A full load, so that nothing drawn without a session stays.
      window.location.assign(callbackUrl);
      return;
    }
    setBusy(false);
    if (answer?.error === codeNeeded) return setKnown({ email, password });
    setError(inWords(answer?.error ?? "CredentialsSignin"));
  };

  if (known)
    return (
      <CodeForm
        email={known.email}
        error={error}
        busy={busy}
        onCode={(code) => void enter(known.email, known.password, code)}
        onBack={() => {
          setKnown(null);
          setError(null);
        }}
      />
    );
  return (
    <>
      <form
        method="post"
        className="grid gap-3 rounded-lg border border-line bg-surface p-5"
        onSubmit={(e) => {
          e.preventDefault();
          const data = new FormData(e.currentTarget);
          void enter(String(data.get("email")), String(data.get("password")));
        }}
      >
        <SignInError says={error} />
        <Field label="E-mail">
          <Input name="email" type="email" autoComplete="username" required autoFocus />
        </Field>
        <Field label="Password">
          <Input name="password" type="password" autoComplete="current-password" required />
        </Field>
        <Button type="submit" variant="primary" size="lg" disabled={busy} className="mt-1">
          {busy ? "Signing in…" : "Sign in"}
        </Button>
        {singleSignOn ? (
          <Button size="lg" disabled={busy} onClick={() => void signIn("oidc", { callbackUrl })}>
            <KeyRound size={14} aria-hidden="true" /> Single sign-on
          </Button>
        ) : null}
      </form>
      {demo ? (
        <section aria-label="Demo accounts" className="rounded-lg border border-line border-dashed">
          <p className="border-line border-b border-dashed px-4 py-2.5 text-muted text-sm">
            Demo: sign in with one click as
          </p>
          {demo.users.map((user) => (
            <button
              key={user.email}
              type="button"
              disabled={busy}
              onClick={() => void enter(user.email, demo.password)}
              className="flex w-full items-center gap-3 border-line border-b border-dashed px-4 py-2 text-left last:rounded-b-lg last:border-0 hover:bg-hover disabled:opacity-60"
            >
              <Avatar name={user.name} size="md" />
              <span className="min-w-0">
                <span className="block font-medium">
                  {user.name} <span className="font-normal text-muted">{user.role}</span>
                </span>
                <span className="block text-muted text-sm">{user.says}</span>
              </span>
              <span className="ml-auto font-mono text-faint text-sm max-sm:hidden">
                {user.email.split("@")[0]}
              </span>
            </button>
          ))}
        </section>
      ) : null}
    </>
  );
}
