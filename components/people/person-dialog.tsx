"use client";
import { useState } from "react";
import type { Role } from "@/lib/people/model";
import { Field } from "../form/field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { type Draft, draftOf, GrantsField, listOf, roleOptions } from "./grants-field";
import { PasswordLink } from "./password-link";

export type Person = ViewOutput<"people">["users"][number];

/** Invites somebody, or changes what they may do. */
export function PersonDialog({
  person,
  services,
  onClose,
}: {
  /** null: a new one */
  person: Person | null;
  services: readonly string[];
  onClose(): void;
}) {
  const [name, setName] = useState(person?.name ?? "");
  const [email, setEmail] = useState(person?.email ?? "");
  const [role, setRole] = useState<Role>(person?.role ?? "viewer");
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => (person?.grants ?? []).map(draftOf));
  const invite = useVerb("invite-person");
  const change = useVerb("change-person", { says: (o) => `${o.name} is ${o.is}` });
  const token = invite.data?.token;
  const grants = drafts
    .map((d) => ({ role: d.role, services: listOf(d.services) }))
    .filter((g) => g.services.length > 0);
  const ready = name.trim() !== "" && (person !== null || email.includes("@"));
  const save = () =>
    person
      ? change.mutate({ id: person.id, name: name.trim(), role, grants }, { onSuccess: onClose })
      : invite.mutate({ email: email.trim(), name: name.trim(), role, grants });
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={token ? `${name} is invited` : person ? person.name : "Invite somebody"}
      foot={
        token ? (
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={!ready || invite.isPending || change.isPending}
            onClick={save}
          >
            {person ? "Save" : "Invite"}
          </Button>
        )
      }
    >
      {token ? (
        <PasswordLink token={token} />
      ) : (
        <div className="grid gap-4">
          <Field label="Name">
            <Input value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />
          </Field>
          {person ? null : (
            <Field label="E-mail" hint="By which they sign in, also by single sign-on.">
              <Input type="email" value={email} onChange={(e) => setEmail(e.target.value)} />
            </Field>
          )}
          <div className="grid justify-items-start gap-1">
            <span className="text-muted text-sm">Role everywhere</span>
            <Select label="Role everywhere" value={role} options={roleOptions} onChange={setRole} />
          </div>
          <GrantsField drafts={drafts} known={services} onChange={setDrafts} />
        </div>
      )}
    </Dialog>
  );
}
