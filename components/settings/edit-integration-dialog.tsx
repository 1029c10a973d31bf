"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { ConfigFields } from "./config-fields";
import { configOf, draftOf, isComplete } from "./prepare-config";
import { TestConnection } from "./test-connection";

type Data = ViewOutput<"settings">;

/** Name and configuration of a peer, and, where it executes, whether it answers. */
export function EditIntegrationDialog({
  item,
  kind,
  onClose,
}: {
  item: Data["integrations"][number];
  kind: Data["kinds"][number];
  onClose(): void;
}) {
  const [name, setName] = useState(item.name);
  const [draft, setDraft] = useState(() => draftOf(kind.fields, item.config));
  const update = useVerb("update-integration", { says: () => `${name.trim()} saved` });
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={item.name}
      says={kind.says}
      foot={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="primary"
            disabled={name.trim() === "" || !isComplete(kind.fields, draft) || update.isPending}
            onClick={() =>
              update.mutate({
                id: item.id,
                name: name.trim(),
                config: configOf(kind.fields, draft),
              })
            }
          >
            Save
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="Name">
          <Input value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />
        </Field>
        <ConfigFields fields={kind.fields} draft={draft} onChange={setDraft} />
        {kind.target && item.enabled ? <TestConnection id={item.id} example={kind.target} /> : null}
      </div>
    </Dialog>
  );
}
