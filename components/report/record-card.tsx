"use client";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useView } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { CopyButton } from "../ui/copy-button";
import { formatCount } from "../ui/format";

/** Checks on request that the timeline is as it was recorded. */
export function RecordCard() {
  const { data, error, isFetching, refetch } = useView("record", {}, { enabled: false });
  return (
    <Card
      title="The record"
      note="a hash chain over every entry of the timeline"
      aside={
        <Button size="sm" disabled={isFetching} onClick={() => void refetch()}>
          {isFetching ? "Checking" : "Check it"}
        </Button>
      }
    >
      <div className="px-3.5 py-3 text-muted" aria-live="polite">
        {error ? (
          error.message
        ) : data === undefined ? (
          "Each entry is sealed within a minute. Keep a copy of the last seal elsewhere: it proves all before it."
        ) : data.brokenAt !== null ? (
          <p className="flex gap-2 text-strong">
            <ShieldAlert size={15} className="mt-0.5 shrink-0" aria-hidden="true" />
            Entry {data.brokenAt} is not as it was sealed. {formatCount(data.sealed)} entries before
            it are.
          </p>
        ) : (
          <div className="grid gap-2">
            <p className="flex gap-2">
              <ShieldCheck size={15} className="mt-0.5 shrink-0 text-good" aria-hidden="true" />
              All {formatCount(data.sealed)} sealed entries are as they were recorded;{" "}
              {formatCount(data.open)} wait for their seal.
            </p>
            <p className="flex items-center gap-2">
              <code className="min-w-0 truncate text-sm">{data.hash}</code>
              <CopyButton text={data.hash} label="Copy the last seal" />
            </p>
          </div>
        )}
      </div>
    </Card>
  );
}
