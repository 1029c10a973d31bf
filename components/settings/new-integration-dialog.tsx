"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { ConfigFields } from "./config-fields";
import { configOf, draftOf, isComplete } from "./prepare-config";
import { SecretOnce } from "./secret-once";
import { TestConnection } from "./test-connection";

type Kind = ViewOutput<"settings">["kinds"][number];

const idOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);

/** Adds a peer: what is configured depends on its kind. A shared secret is shown once; a token is taken and never shown. */
export function NewIntegrationDialog({
  kinds,
  onClose,
}: {
  kinds: readonly Kind[];
  onClose(): void;
}) {
  const [kind, setKind] = useState(kinds[0]);
  const [name, setName] = useState("");
  const [token, setToken] = useState("");
  const [draft, setDraft] = useState(() => draftOf(kinds[0]?.fields ?? [], {}));
  const create = useVerb("create-integration");
  if (!kind) return null;
  const ready =
    idOf(name) !== "" && isComplete(kind.fields, draft) && (kind.token === null || token !== "");
  const choose = (wanted: Kind["kind"]) => {
    const next = kinds.find((k) => k.kind === wanted);
    setKind(next);
    setDraft(draftOf(next?.fields ?? [], {}));
  };
  const add = () =>
    create.mutate({
      id: idOf(name),
      kind: kind.kind,
      name: name.trim(),
      config: configOf(kind.fields, draft),
      ...(kind.token === null ? {} : { secret: token }),
    });
  const made = create.data;
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={made ? `${name} is added` : "New integration"}
      foot={
        made ? (
          <Button variant="primary" onClick={onClose}>
            {kind.token === null ? "I have copied it" : "Done"}
          </Button>
        ) : (
          <Button variant="primary" disabled={!ready || create.isPending} onClick={add}>
            Add
          </Button>
        )
      }
    >
      {made ? (
        <div className="grid gap-4">
          {kind.token === null ? <SecretOnce label="Shared secret" secret={made.secret} /> : null}
          {kind.target ? <TestConnection id={made.id} example={kind.target} /> : null}
        </div>
      ) : (
        <div className="grid gap-4">
          <div className="grid justify-items-start gap-1">
            <span className="text-muted text-sm">Kind</span>
            <Select
              label="Kind"
              value={kind.kind}
              onChange={choose}
              options={kinds.map((k) => ({
                value: k.kind,
                label: k.title,
                note: k.direction === "in" ? "tells us" : "executes",
              }))}
            />
            <p className="text-faint text-sm">{kind.says}</p>
          </div>
          <Field
            label="Name"
            hint={idOf(name) ? `Its id will be ${idOf(name)}.` : "Such as GitHub main"}
          >
            <Input value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />
          </Field>
          <ConfigFields fields={kind.fields} draft={draft} onChange={setDraft} />
          {kind.token === null ? null : (
            <Field label="Token" hint={`${kind.token} Stored encrypted, never shown again.`}>
              <Input
                type="password"
                autoComplete="off"
                value={token}
                onChange={(e) => setToken(e.target.value)}
              />
            </Field>
          )}
        </div>
      )}
    </Dialog>
  );
}
