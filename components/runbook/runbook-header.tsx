"use client";
import { Copy } from "lucide-react";
import Link from "next/link";
import { readRunbookText } from "@/lib/diagnose/runbook-text";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { OriginChip } from "./runbooks-table";

/** What it is called, what runs, and the switch. */
export function RunbookHeader({
  data: { row },
  isNew,
  mayEdit,
}: {
  data: ViewOutput<"runbook">;
  isNew: boolean;
  mayEdit: boolean;
}) {
  const enable = useVerb("enable-runbook", {
    says: (o) => (o.enabled ? "It runs from now on" : "It no longer runs"),
  });
  if (isNew || !row)
    return <h1 className="font-semibold text-xl">{row ? `Copy of ${row.name}` : "New runbook"}</h1>;
  return (
    <header className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="font-semibold text-xl">
          {readRunbookText(row.text).runbook?.title ?? row.name}
        </h1>
        <Chip tone={row.enabled && !row.problem ? "good" : "outline"}>
          {`${row.version === 0 ? "as it came" : `v${row.version}`}${row.enabled ? "" : ", off"}`}
        </Chip>
        <OriginChip origin={row.origin} />
        <span className="ml-auto flex gap-2">
          {mayEdit ? (
            <>
              <Button asChild size="sm" variant="ghost">
                <Link href={`/runbooks/new?copy=${row.name}`}>
                  <Copy size={12} aria-hidden="true" /> Copy
                </Link>
              </Button>
              <Button
                size="sm"
                disabled={enable.isPending}
                onClick={() => enable.mutate({ name: row.name, enabled: !row.enabled })}
              >
                {row.enabled ? "Switch off" : "Switch on"}
              </Button>
            </>
          ) : (
            <Chip title="Changing runbooks needs the role editor">read only</Chip>
          )}
        </span>
      </div>
      {row.problem ? (
        <p className="rounded-md bg-strong-soft px-3 py-2">
          <b className="font-medium text-strong">It does not run</b>: {row.problem}
        </p>
      ) : null}
    </header>
  );
}
