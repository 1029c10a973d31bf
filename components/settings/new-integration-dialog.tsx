"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { SecretOnce } from "./secret-once";

type Kinds = ViewOutput<"settings">["kinds"];
type KindName = "generic-changes" | "github" | "alertmanager" | "webhook-deployer";

const idOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);

/** Adds a peer; its secret is shown once. */
export function NewIntegrationDialog({
  kinds,
  open,
  onOpenChange,
}: {
  kinds: Kinds;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const [kind, setKind] = useState<KindName>("generic-changes");
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [stateUrl, setStateUrl] = useState("");
  const create = useVerb("create-integration");
  const made = create.data?.secret;
  const out = kind === "webhook-deployer";
  const close = (o: boolean) => {
    if (!o) {
      create.reset();
      setName("");
    }
    onOpenChange(o);
  };
  const ready = idOf(name) !== "" && (!out || (url !== "" && stateUrl.includes("{target}")));
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={made ? `${name} is added` : "New integration"}
      foot={
        made ? (
          <Button variant="primary" onClick={() => close(false)}>
            I have copied it
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={!ready || create.isPending}
            onClick={() =>
              create.mutate({
                id: idOf(name),
                kind,
                name: name.trim(),
                config: out ? { url, stateUrl } : {},
              })
            }
          >
            Add
          </Button>
        )
      }
    >
      {made ? (
        <SecretOnce label="Shared secret" secret={made} />
      ) : (
        <div className="grid gap-4">
          <div className="grid justify-items-start gap-1">
            <span className="text-muted text-sm">Kind</span>
            <Select
              label="Kind"
              value={kind}
              onChange={setKind}
              options={kinds.map((k) => ({ value: k.kind as KindName, label: k.title }))}
            />
            <p className="text-faint text-sm">{kinds.find((k) => k.kind === kind)?.says}</p>
          </div>
          <Field
            label="Name"
            hint={idOf(name) ? `Its id will be ${idOf(name)}.` : "Such as GitHub main"}
          >
            <Input value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />
          </Field>
          {out ? (
            <>
              <Field label="Command URL" hint="Where signed commands are posted.">
                <Input type="url" value={url} onChange={(e) => setUrl(e.target.value)} />
              </Field>
              <Field
                label="State URL"
                hint="Must contain {target}; answers what runs now, so that a drifted plan is never executed."
              >
                <Input type="url" value={stateUrl} onChange={(e) => setStateUrl(e.target.value)} />
              </Field>
            </>
          ) : null}
        </div>
      )}
    </Dialog>
  );
}
