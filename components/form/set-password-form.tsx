"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Field } from "./field";

/** Sets a password by the link in the address; says what became of it. */
export function SetPasswordForm() {
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [email, setEmail] = useState<string | null>(null);
  const differ = again !== "" && again !== password;

  const send = async () => {
    setBusy(true);
    setError(null);
    // No answer, or one that is no JSON (a proxy in between), is told below in words.
    const answer = await fetch("/api/password", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: window.location.hash.slice(1), password }),
    }).catch(() => null);
    const body = (await answer?.json().catch(() => null)) as {
      email?: string;
      error?: { message: string };
    } | null;
    setBusy(false);
    if (answer?.ok && body?.email) {
      // The link is used up: nothing of it stays in the browser's history.
      window.history.replaceState(null, "", "/set-password");
      setEmail(body.email);
    } else setError(body?.error?.message ?? "Sitroom does not answer. Try again.");
  };

  if (email)
    return (
      <div className="grid gap-4 rounded-lg border border-line bg-surface p-5">
        <p role="status" className="flex gap-2">
          <CircleCheck size={15} className="mt-0.5 shrink-0 text-good" aria-hidden="true" />
          Your password is set. Sign in as {email}.
        </p>
        <Button asChild variant="primary" size="lg">
          <Link href="/sign-in">Sign in</Link>
        </Button>
      </div>
    );
  return (
    <form
      method="post"
      className="grid gap-3 rounded-lg border border-line bg-surface p-5"
      onSubmit={(e) => {
        e.preventDefault();
        void send();
      }}
    >
      {error ? (
        <p role="alert" className="flex gap-2 rounded-md bg-strong-soft px-3 py-2 text-ink">
          <CircleAlert size={15} className="mt-0.5 shrink-0 text-strong" aria-hidden="true" />
          {error}
        </p>
      ) : null}
      <Field label="New password" hint="At least 10 characters; long beats odd.">
        <Input
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
          autoFocus
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
      </Field>
      <Field label="Once more" error={differ ? "The two are not the same." : null}>
        <Input
          type="password"
          autoComplete="new-password"
          required
          value={again}
          onChange={(e) => setAgain(e.target.value)}
        />
      </Field>
      <Button
        type="submit"
        variant="primary"
        size="lg"
        className="mt-1"
        disabled={busy || password.length < 10 || again !== password}
      >
        {busy ? "Setting…" : "Set password"}
      </Button>
    </form>
  );
}
