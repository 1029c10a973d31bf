"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Time } from "../ui/time";
import { FactorSetup } from "./factor-setup";
import { RecoveryCodes } from "./recovery-codes";

type Doing = "set-up" | "renew" | "end";

/** Asks for password and code before recovery codes are made anew or the factor is turned off. */
function Proof({ what, onClose }: { what: "renew" | "end"; onClose(): void }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const renew = useVerb("renew-recovery-codes");
  const end = useVerb("end-second-factor", { says: () => "The second factor is off" });
  const deed = what === "renew" ? renew : end;
  const codes = renew.data?.recoveryCodes;
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={
        codes
          ? "Keep these recovery codes"
          : what === "renew"
            ? "New recovery codes"
            : "Turn the second factor off"
      }
      says={
        codes
          ? "Those before no longer work. These are never shown again."
          : what === "renew"
            ? "Makes ten new ones; those before stop working."
            : "Your password alone will open your account then."
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
              variant={what === "end" ? "danger" : "primary"}
              type="submit"
              form="proof-form"
              disabled={password === "" || code.trim() === "" || deed.isPending}
            >
              {what === "renew" ? "Make them" : "Turn off"}
            </Button>
          </>
        )
      }
    >
      {codes ? (
        <RecoveryCodes codes={codes} />
      ) : (
        <form
          id="proof-form"
          className="grid gap-4"
          onSubmit={(e) => {
            e.preventDefault();
            if (what === "renew") renew.mutate({ password, code });
            else end.mutate({ password, code }, { onSuccess: onClose });
          }}
        >
          <Field label="Your password">
            <Input
              autoFocus
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(e) => setPassword(e.target.value)}
            />
          </Field>
          <Field label="Code from the app, or a recovery code" error={deed.error?.message ?? null}>
            <Input
              autoComplete="one-time-code"
              className="font-mono"
              maxLength={40}
              value={code}
              onChange={(e) => {
                deed.reset();
                setCode(e.target.value);
              }}
            />
          </Field>
        </form>
      )}
    </Dialog>
  );
}

/** One's own second factor: whether it holds, and what can be done about it. */
export function FactorCard({ factor }: { factor: ViewOutput<"account">["factor"] }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  const on = factor.since !== null;
  return (
    <Card title="Second factor" note="a code from an app on your phone, beside the password">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3.5 py-3">
        {on ? <Chip tone="good">On</Chip> : <Chip tone={factor.needed ? "weak" : "ink"}>Off</Chip>}
        <p className="min-w-0 flex-1 basis-60 text-muted">
          {factor.since !== null ? (
            <>
              Since <Time at={factor.since} date seconds={false} />; {factor.codesLeft} of 10
              recovery codes left.
            </>
          ) : factor.withheld ? (
            "Your role needs one; until it is set up you may only look."
          ) : (
            "Whoever learns your password can sign in as you."
          )}
        </p>
        {on ? (
          <>
            <Button onClick={() => setDoing("renew")}>New recovery codes</Button>
            {factor.needed ? null : (
              <Button variant="danger" onClick={() => setDoing("end")}>
                Turn off
              </Button>
            )}
          </>
        ) : (
          <Button
            variant={factor.needed ? "primary" : "default"}
            onClick={() => setDoing("set-up")}
          >
            Set up
          </Button>
        )}
      </div>
      {doing === "set-up" ? <FactorSetup onClose={close} /> : null}
      {doing === "renew" || doing === "end" ? <Proof what={doing} onClose={close} /> : null}
    </Card>
  );
}
