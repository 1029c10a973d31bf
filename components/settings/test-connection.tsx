"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useState } from "react";
import { Field } from "../form/field";
import { useView } from "../query";
import { Button } from "../ui/button";
import { Input } from "../ui/input";

/** Asks an executor about a target, changing nothing; a dry run when a version to go to is named. */
export function TestConnection({ id, example }: { id: string; example: string }) {
  const [target, setTarget] = useState("");
  const [to, setTo] = useState("");
  const [asked, setAsked] = useState<{ target: string; to: string; n: number } | null>(null);
  const result = useView(
    "integration-test",
    { id, target: asked?.target || "-", to: asked?.to ?? "" },
    { enabled: asked !== null },
  );
  const told = asked && !result.isFetching ? result : null;
  return (
    <form
      className="grid gap-3 border-line border-t pt-4"
      onSubmit={(e) => {
        e.preventDefault();
        const next = { target: target.trim(), to: to.trim(), n: (asked?.n ?? 0) + 1 };
        if (asked?.target === next.target && asked.to === next.to) void result.refetch();
        setAsked(next);
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Test on target" hint={`Such as ${example}`}>
          <Input value={target} onChange={(e) => setTarget(e.target.value)} />
        </Field>
        <Field label="Going to (optional)" hint="Then it is a dry run.">
          <Input value={to} onChange={(e) => setTo(e.target.value)} />
        </Field>
      </div>
      <div>
        <Button
          type="submit"
          disabled={target.trim() === "" || (asked !== null && result.isFetching)}
        >
          {asked && result.isFetching ? "Asking…" : "Test connection"}
        </Button>
      </div>
      {told?.error ? <Told ok={false} says={[told.error.message]} /> : null}
      {told?.data ? (
        <Told ok={told.data.ok} says={told.data.says} instead={told.data.instead} />
      ) : null}
    </form>
  );
}

function Told({
  ok,
  says,
  instead = [],
}: {
  ok: boolean;
  says: readonly string[];
  instead?: readonly string[];
}) {
  const Icon = ok ? CircleCheck : CircleAlert;
  return (
    <div
      role="status"
      className={`flex gap-2 rounded-md px-3 py-2 ${ok ? "bg-good-soft" : "bg-strong-soft"}`}
    >
      <Icon
        size={15}
        className={`mt-0.5 shrink-0 ${ok ? "text-good" : "text-strong"}`}
        aria-hidden="true"
      />
      <div className="grid min-w-0 gap-1 break-words">
        {says.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {instead.length > 0 ? <p className="text-muted text-sm">Instead:</p> : null}
        {instead.map((line) => (
          <p key={line} className="text-sm">
            {line}
          </p>
        ))}
      </div>
    </div>
  );
}
