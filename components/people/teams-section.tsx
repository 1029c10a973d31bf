"use client";
import { Plus, Users } from "lucide-react";
import { useState } from "react";
import type { Role } from "@/lib/people/model";
import { Field } from "../form/field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { Chip } from "../ui/chip";
import { Dialog } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { Input, Textarea } from "../ui/input";
import { Select } from "../ui/select";
import { listOf, roleOptions } from "./grants-field";

type Data = ViewOutput<"people">;
type Team = Data["teams"][number];

const idOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 63);

function TeamDialog({ team, data, onClose }: { team: Team | null; data: Data; onClose(): void }) {
  const [name, setName] = useState(team?.name ?? "");
  const [services, setServices] = useState(team?.services.join(", ") ?? "");
  const [members, setMembers] = useState<Readonly<Record<string, Role>>>(() =>
    Object.fromEntries((team?.members ?? []).map((m) => [m.userId, m.role])),
  );
  const save = useVerb("save-team", { says: () => `Team ${name} saved` });
  const remove = useVerb("remove-team", { says: () => `Team ${name} removed` });
  const id = team?.id ?? idOf(name);
  const bySso = new Set(team?.members.filter((m) => m.source === "sso").map((m) => m.userId));
  const toggle = (userId: string, on: boolean) => {
    const { [userId]: _, ...others } = members;
    setMembers(on ? { ...members, [userId]: "responder" } : others);
  };
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={team ? `Team ${team.name}` : "New team"}
      foot={
        <>
          {team ? (
            <Button
              variant="danger"
              className="mr-auto"
              disabled={remove.isPending}
              onClick={() => remove.mutate({ id }, { onSuccess: onClose })}
            >
              Remove team
            </Button>
          ) : null}
          <Button
            variant="primary"
            disabled={id === "" || save.isPending}
            onClick={() =>
              save.mutate(
                {
                  id,
                  name: name.trim(),
                  services: listOf(services),
                  members: Object.entries(members)
                    .filter(([userId]) => !bySso.has(userId))
                    .map(([userId, role]) => ({ userId, role })),
                },
                { onSuccess: onClose },
              )
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
        <Field
          label="Services"
          hint={`Separated by commas. Seen so far: ${data.services.join(", ")}`}
        >
          <Textarea value={services} onChange={(e) => setServices(e.target.value)} />
        </Field>
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 text-muted text-sm">Members, with their role on them</legend>
          {data.users.map((u) => {
            const role = members[u.id];
            return (
              <div key={u.id} className="flex min-h-8 items-center gap-2">
                <Checkbox
                  id={`member-${u.id}`}
                  checked={role !== undefined}
                  disabled={bySso.has(u.id)}
                  onCheckedChange={(on) => toggle(u.id, on === true)}
                />
                <label htmlFor={`member-${u.id}`} className="min-w-0 flex-1 truncate">
                  {u.name} <span className="text-muted">{u.email}</span>
                </label>
                {bySso.has(u.id) ? (
                  <Chip>{role} by single sign-on</Chip>
                ) : role ? (
                  <Select
                    label={`Role of ${u.name}`}
                    value={role}
                    options={roleOptions}
                    onChange={(r) => setMembers({ ...members, [u.id]: r })}
                  />
                ) : null}
              </div>
            );
          })}
        </fieldset>
      </div>
    </Dialog>
  );
}

/** Named sets of services whose members have a role on them. */
export function TeamsSection({ data }: { data: Data }) {
  const [open, setOpen] = useState<Team | "new" | null>(null);
  return (
    <Card
      title="Teams"
      note="services, and who has which role on them"
      aside={
        <Button size="sm" onClick={() => setOpen("new")}>
          <Plus size={13} aria-hidden="true" /> New team
        </Button>
      }
    >
      {data.teams.length === 0 ? (
        <EmptyState
          className="py-8"
          icon={<Users size={16} aria-hidden="true" />}
          title="No team yet"
        >
          A team lets people approve, acknowledge and label on its services, and only look
          elsewhere.
        </EmptyState>
      ) : (
        <ul>
          {data.teams.map((t) => (
            <li key={t.id} className="row flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2">
              <span className="font-medium">{t.name}</span>
              <span className="min-w-0 text-muted">{t.services.join(", ") || "no service"}</span>
              <span className="ml-auto flex flex-wrap items-center gap-2">
                {t.members.map((m) => (
                  <Chip key={m.userId}>
                    {m.name}: {m.role}
                  </Chip>
                ))}
                <Button size="sm" onClick={() => setOpen(t)}>
                  Change
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {open ? (
        <TeamDialog team={open === "new" ? null : open} data={data} onClose={() => setOpen(null)} />
      ) : null}
    </Card>
  );
}
