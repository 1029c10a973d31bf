"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useVerb, type ViewOutput } from "../query";
import { ConfigFields } from "../settings/config-fields";
import { type ConfigDraft, configOf, draftOf, isComplete } from "../settings/prepare-config";
import { SecretOnce } from "../settings/secret-once";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Select } from "../ui/select";

type Data = ViewOutput<"message-settings">;
type Kind = Data["kinds"][number];

export const idOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);

/** Adds a channel, or changes one. Tokens are taken and never shown; those left empty stay as they are. */
export function ChannelDialog({
  kinds,
  channel,
  onClose,
}: {
  kinds: readonly Kind[];
  channel?: Data["channels"][number];
  onClose(): void;
}) {
  const [kind, setKind] = useState(kinds[0]);
  const [name, setName] = useState(channel?.name ?? "");
  const [draft, setDraft] = useState<ConfigDraft>(() =>
    draftOf(kinds[0]?.fields ?? [], channel?.config ?? {}),
  );
  const [secrets, setSecrets] = useState<ConfigDraft>({});
  const create = useVerb("create-message-channel");
  const update = useVerb("update-message-channel", { says: () => `${name.trim()} saved` });
  if (!kind) return null;
  const made = create.data;
  const ready =
    idOf(name) !== "" &&
    isComplete(kind.fields, draft) &&
    (channel !== undefined || isComplete(kind.secrets, secrets));
  const save = () => {
    const given = { name: name.trim(), config: configOf(kind.fields, draft), secrets };
    if (channel) update.mutate({ id: channel.id, ...given }, { onSuccess: onClose });
    else
      create.mutate(
        { id: idOf(name), kind: kind.kind, ...given },
        { onSuccess: ({ secret }) => (secret === null ? onClose() : undefined) },
      );
  };
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={made ? `${name} is added` : channel ? channel.name : "New channel"}
      says={made ? undefined : channel ? kind.says : undefined}
      foot={
        made ? (
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={!ready || create.isPending || update.isPending}
            onClick={save}
          >
            {channel ? "Save" : "Add"}
          </Button>
        )
      }
    >
      {made?.secret ? (
        <SecretOnce label="Signing secret" secret={made.secret} />
      ) : (
        <div className="grid gap-4">
          {channel ? null : (
            <div className="grid justify-items-start gap-1">
              <span className="text-muted text-sm">Kind</span>
              <Select
                label="Kind"
                value={kind.kind}
                onChange={(wanted) => {
                  const next = kinds.find((k) => k.kind === wanted);
                  setKind(next);
                  setDraft(draftOf(next?.fields ?? [], {}));
                  setSecrets({});
                }}
                options={kinds.map((k) => ({ value: k.kind, label: k.title }))}
              />
              <p className="text-faint text-sm">{kind.says}</p>
            </div>
          )}
          <Field
            label="Name"
            hint={
              channel
                ? undefined
                : idOf(name)
                  ? `Its id will be ${idOf(name)}.`
                  : "Such as #shop-oncall"
            }
          >
            <Input value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />
          </Field>
          <ConfigFields fields={kind.fields} draft={draft} onChange={setDraft} />
          <fieldset className="grid gap-4 border-line border-t pt-3">
            <legend className="sr-only">Tokens</legend>
            <p className="text-muted text-sm">
              Tokens are stored encrypted and never shown again.
              {channel ? " Leave one empty to keep it." : ""}
            </p>
            <ConfigFields
              fields={channel ? kind.secrets.map((s) => ({ ...s, required: false })) : kind.secrets}
              draft={secrets}
              onChange={setSecrets}
              secret
            />
          </fieldset>
        </div>
      )}
    </Dialog>
  );
}
