"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { QrCode } from "./qr-code";
import { RecoveryCodes } from "./recovery-codes";

/** Sets the second factor up: password, key into the app, first code, recovery codes. */
export function FactorSetup({ onClose }: { onClose(): void }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const begin = useVerb("begin-second-factor");
  const confirm = useVerb("confirm-second-factor", { says: () => "The second factor holds now" });
  const made = begin.data;
  const codes = confirm.data?.recoveryCodes;
  const step = codes ? "codes" : made ? "confirm" : "password";
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={codes ? "Keep these recovery codes" : "Set up a second factor"}
      says={
        codes
          ? "Each opens once in place of the app, should you lose the device. They are never shown again. Your other sessions have ended."
          : made
            ? "Scan this with an authenticator app, or type the key, and give the code that it shows."
            : "Signing in with your password will then ask for a code from an app on your phone as well."
      }
      foot={
        codes ? (
          <Button variant="primary" onClick={onClose}>
            I have kept them
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              type="submit"
              form="factor-form"
              disabled={
                begin.isPending ||
                confirm.isPending ||
                (made ? !/^\d{6}$/.test(code.replaceAll(" ", "")) : password === "")
              }
            >
              {made ? "Confirm" : "Go on"}
            </Button>
          </>
        )
      }
    >
      {codes ? (
        <RecoveryCodes codes={codes} />
      ) : (
        <form
          id="factor-form"
          key={step}
          className="grid gap-4"
          onSubmit={(e) => {
            e.preventDefault();
            if (made) confirm.mutate({ code });
            else begin.mutate({ password });
          }}
        >
          {made ? (
            <>
              <div className="flex flex-wrap items-start gap-4">
                <QrCode text={made.uri} label="Key for an authenticator app, as a QR code" />
                <div className="grid min-w-0 flex-1 gap-2">
                  <p className="text-muted text-sm">No camera? The key, time-based, six digits:</p>
                  <code className="break-words font-mono text-sm leading-6">
                    {made.key.match(/.{1,4}/g)?.join(" ")}
                  </code>
                  <div className="flex flex-wrap items-center gap-2">
                    <CopyButton text={made.key} label="Copy the key" />
                    <a href={made.uri} className="text-accent text-sm underline">
                      Open in an app
                    </a>
                  </div>
                </div>
              </div>
              <Field label="Code from the app" error={confirm.error?.message ?? null}>
                <Input
                  autoFocus
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  maxLength={7}
                  className="font-mono tracking-[0.2em]"
                  value={code}
                  onChange={(e) => {
                    confirm.reset();
                    setCode(e.target.value);
                  }}
                />
              </Field>
            </>
          ) : (
            <Field label="Your password" error={begin.error?.message ?? null}>
              <Input
                autoFocus
                type="password"
                autoComplete="current-password"
                value={password}
                onChange={(e) => {
                  begin.reset();
                  setPassword(e.target.value);
                }}
              />
            </Field>
          )}
        </form>
      )}
    </Dialog>
  );
}
