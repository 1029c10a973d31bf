"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Input } from "../ui/input";
import { limitWords, rangeOf, settingOf, textOf } from "./limit-words";

type Data = ViewOutput<"guardrail">;

/** The number that holds for all services. Nothing is saved without a reason. */
export function LimitCard({ data }: { data: Data }) {
  const { limit, value, usual } = data;
  const may = useMay("editor");
  const save = useVerb("set-remedy-limits", { says: () => "Guardrail saved" });
  const numeric = limit === null || limit === "freezes" ? null : limit;
  const [text, setText] = useState(numeric === null ? "" : textOf(numeric, value ?? 0));
  const [reason, setReason] = useState("");
  if (numeric === null || value === null) return null;
  const wanted = settingOf(numeric, text);
  return (
    <Card title="For all services">
      <form
        className="grid gap-3 p-3.5"
        onSubmit={(e) => {
          e.preventDefault();
          if (wanted !== null) save.mutate({ [numeric]: wanted, reason: reason.trim() });
        }}
      >
        <Field
          label={limitWords[numeric].label}
          error={wanted === null ? rangeOf(numeric) : null}
          hint={
            usual === null || wanted === usual ? undefined : `Usually ${textOf(numeric, usual)}`
          }
        >
          <Input
            inputMode="decimal"
            value={text}
            disabled={!may}
            onChange={(e) => setText(e.target.value)}
          />
        </Field>
        {may && wanted !== value ? (
          <>
            <Field label="Reason" hint="At least three characters; it stands on the timeline.">
              <Input value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />
            </Field>
            <Button
              type="submit"
              variant="primary"
              className="justify-self-start"
              disabled={wanted === null || reason.trim().length < 3 || save.isPending}
            >
              Save
            </Button>
          </>
        ) : may ? null : (
          <p className="text-muted text-sm">Your role may look; an editor sets limits.</p>
        )}
      </form>
    </Card>
  );
}
