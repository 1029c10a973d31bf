"use client";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { Field } from "../form/field";
import { useView } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { CopyButton } from "../ui/copy-button";
import { formatCount } from "../ui/format";
import { Input } from "../ui/input";

/** Checks on request that the timeline is as it was recorded, and that a seal kept elsewhere is still part of it. */
export function RecordCard() {
  const [kept, setKept] = useState("");
  const given = kept.trim();
  const { data, error, isFetching, refetch } = useView("record", given ? { kept: given } : {}, {
    enabled: false,
  });
  return (
    <Card
      title="The record"
      note="a hash chain over every entry of the timeline"
      aside={
        <Button size="sm" type="submit" form="record-form" disabled={isFetching}>
          {isFetching ? "Checking" : "Check it"}
        </Button>
      }
    >
      <div className="grid gap-3 px-3.5 py-3 text-muted">
        <div aria-live="polite">
          {error ? (
            <p className="text-strong">{error.message}</p>
          ) : data === undefined ? (
            <p>
              Each entry is sealed within a minute and the chain is checked every hour. Keep a copy
              of the last seal elsewhere: it proves all before it.
            </p>
          ) : data.fault !== null ? (
            <p className="flex gap-2 text-strong">
              <ShieldAlert size={15} className="mt-0.5 shrink-0" aria-hidden="true" />
              <span className="min-w-0 break-words">{data.fault}</span>
            </p>
          ) : (
            <div className="grid gap-2">
              <p className="flex gap-2">
                <ShieldCheck size={15} className="mt-0.5 shrink-0 text-good" aria-hidden="true" />
                <span>
                  All {formatCount(data.sealed)} sealed entries are as they were recorded;{" "}
                  {formatCount(data.open)} wait for their seal.
                  {data.kept ? " The seal that you kept is among them." : ""}
                </span>
              </p>
              <p className="flex items-center gap-2">
                <code className="min-w-0 truncate text-sm">{data.hash}</code>
                <CopyButton text={data.hash} label="Copy the last seal" />
              </p>
            </div>
          )}
        </div>
        <form
          id="record-form"
          onSubmit={(e) => {
            e.preventDefault();
            void refetch();
          }}
        >
          <Field label="A seal that you kept (optional)">
            <Input
              value={kept}
              spellCheck={false}
              autoComplete="off"
              maxLength={80}
              className="font-mono"
              placeholder="64 characters"
              onChange={(e) => setKept(e.target.value)}
            />
          </Field>
        </form>
      </div>
    </Card>
  );
}
