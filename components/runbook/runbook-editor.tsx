"use client";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { readRunbookText } from "@/lib/diagnose/runbook-text";
import { Segments } from "../chart/segments";
import { useUnsavedGuard } from "../detector/use-unsaved-guard";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { cn } from "../ui/cn";
import { DryRun } from "./dry-run";
import { blank, setInText } from "./prepare-text";
import { RunbookForm } from "./runbook-form";
import { RunbookHeader } from "./runbook-header";
import { RunbookRuns } from "./runbook-runs";
import { RunbookSave } from "./runbook-save";
import { RunbookVersions } from "./runbook-versions";
import { YamlPane } from "./yaml-pane";

type Data = ViewOutput<"runbook">;

/** What a page without changes shows: the live text, or what a new runbook begins as. */
function beginning({ row }: Data, isNew: boolean): string {
  if (!row) return blank;
  return isNew ? setInText(row.text, ["name"], `${row.name.slice(0, 55)}-copy`) : row.text;
}

/**
 * The text is the one truth: the form writes into it and reads from it, and what is wrong stands with line and column. On wide
 * screens both are side by side.
 */
export function RunbookEditor({ data, isNew }: { data: Data; isNew: boolean }) {
  const router = useRouter();
  const mayEdit = useMay("editor");
  const [show, setShow] = useQueryState(
    "show",
    parseAsStringLiteral(["form", "yaml"]).withDefault("form").withOptions({ history: "replace" }),
  );
  // The version a draft began from stays with it: a save over somebody else's version is refused, and the draft stays.
  const [draft, setDraft] = useState<{ text: string; from: number | null } | null>(null);
  const start = beginning(data, isNew);
  const text = draft?.text ?? start;
  const live = isNew ? null : (data.row?.version ?? null);
  const read = useMemo(() => readRunbookText(text), [text]);
  const dirty = isNew || (draft !== null && draft.text !== start);
  const guard = useUnsavedGuard(mayEdit && draft !== null && draft.text !== start, "this runbook");
  const edit = (next: string) => setDraft({ text: next, from: draft ? draft.from : live });
  const save = useVerb("save-runbook", { says: (o) => `Saved as version ${o.version}` });
  // Under another name it is a new runbook, and this one stays as it is.
  const copies = !isNew && read.runbook !== null && read.runbook.name !== data.row?.name;
  const onSave = (note: string) =>
    save.mutate(
      { text, note, from: copies ? null : draft ? draft.from : live },
      {
        onSuccess: ({ name }) => {
          setDraft(null);
          if (name !== data.row?.name || isNew) router.push(`/runbooks/${name}`);
        },
      },
    );
  return (
    <>
      <div className="flex flex-1 flex-col gap-4 p-5 max-md:p-3">
        <RunbookHeader data={data} isNew={isNew} mayEdit={mayEdit} />
        <Segments
          label="Form or YAML"
          className="self-start xl:hidden"
          value={show}
          options={[
            { value: "form", label: "Form" },
            { value: "yaml", label: "YAML" },
          ]}
          onChange={(v) => void setShow(v)}
        />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <div className={cn("grid min-w-0 gap-4", show !== "form" && "max-xl:hidden")}>
            <RunbookForm
              text={text}
              read={read}
              mayEdit={mayEdit}
              hosts={data.hosts}
              onEdit={edit}
            />
          </div>
          <div
            className={cn(
              "grid min-w-0 gap-4 xl:sticky xl:top-16",
              show !== "yaml" && "max-xl:hidden",
            )}
          >
            <YamlPane text={text} problems={read.problems ?? []} mayEdit={mayEdit} onEdit={edit} />
          </div>
        </div>
        <DryRun runbook={read.runbook} situations={data.situations} mayRun={mayEdit} />
        {isNew ? null : (
          <div className="grid items-start gap-4 xl:grid-cols-2">
            <RunbookVersions data={data} mayEdit={mayEdit} onTry={edit} />
            <RunbookRuns runs={data.runs} />
          </div>
        )}
      </div>
      {mayEdit && dirty ? (
        <RunbookSave
          as={copies || isNew ? (read.runbook?.name ?? "") : null}
          problem={read.problems?.[0] ?? null}
          problems={read.problems?.length ?? 0}
          busy={save.isPending}
          onDiscard={draft === null ? null : () => setDraft(null)}
          onSave={onSave}
        />
      ) : null}
      {guard}
    </>
  );
}
