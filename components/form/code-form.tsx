"use client";
import { useState } from "react";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Field } from "./field";
import { SignInError } from "./sign-in-error";

/** The second step of signing in: the code from the app, or a recovery code. */
export function CodeForm({
  email,
  error,
  busy,
  onCode,
  onBack,
}: {
  email: string;
  error: string | null;
  busy: boolean;
  onCode(code: string): void;
  onBack(): void;
}) {
  const [lost, setLost] = useState(false);
  return (
    <form
      method="post"
      className="grid gap-3 rounded-lg border border-line bg-surface p-5"
      onSubmit={(e) => {
        e.preventDefault();
        onCode(String(new FormData(e.currentTarget).get("code")).trim());
      }}
    >
      <SignInError says={error} />
      <p className="text-muted">
        The password of <span className="break-all text-ink">{email}</span> was right.
      </p>
      <Field
        key={lost ? "recovery" : "app"}
        label={lost ? "Recovery code" : "Code from your authenticator app"}
        hint={
          lost
            ? "One of the ten that you kept; each works once."
            : "Six digits, a new one every 30 s."
        }
      >
        {lost ? (
          <Input
            name="code"
            required
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={40}
            className="font-mono"
          />
        ) : (
          <Input
            name="code"
            required
            autoFocus
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="[0-9 ]{6,7}"
            maxLength={7}
            className="font-mono tracking-[0.2em]"
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" disabled={busy} className="mt-1">
        {busy ? "Signing in…" : "Sign in"}
      </Button>
      <div className="flex flex-wrap justify-between gap-2">
        <Button variant="ghost" size="sm" onClick={onBack}>
          Back
        </Button>
        <Button variant="ghost" size="sm" onClick={() => setLost(!lost)}>
          {lost ? "Use the app" : "I do not have my device"}
        </Button>
      </div>
    </form>
  );
}
