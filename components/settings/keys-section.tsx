"use client";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { type KeyScope, keyScopes } from "@/lib/people/model";
import { Field } from "../form/field";
import { listOf } from "../people/grants-field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { Chip } from "../ui/chip";
import { Dialog } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { Ago, Time } from "../ui/time";
import { RotateKey } from "./rotate-key";
import { SecretOnce } from "./secret-once";

type Key = ViewOutput<"settings">["keys"][number];

const scopeWords: Record<KeyScope, string> = {
  ingest: "send metrics and traces",
  changes: "tell of changes",
  read: "read views",
  verdicts: "judge points from outside",
};
const expiries = [
  { value: "never", label: "Never expires" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
] as const;

function CreateDialog({ open, onOpenChange }: { open: boolean; onOpenChange(o: boolean): void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly KeyScope[]>(["ingest", "changes"]);
  const [services, setServices] = useState("");
  const [expiry, setExpiry] = useState<(typeof expiries)[number]["value"]>("never");
  const create = useVerb("create-api-key");
  const made = create.data?.key;
  const onlyChanges = scopes.length === 1 && scopes[0] === "changes";
  const close = (o: boolean) => {
    if (!o) {
      create.reset();
      setName("");
    }
    onOpenChange(o);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={made ? `Key ${name} is made` : "New API key"}
      foot={
        made ? (
          <Button variant="primary" onClick={() => close(false)}>
            I have copied it
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={name.trim() === "" || scopes.length === 0 || create.isPending}
            onClick={() =>
              create.mutate({
                name: name.trim(),
                scopes: [...scopes],
                services: onlyChanges ? listOf(services) : [],
                ...(expiry === "never" ? {} : { expiresInDays: Number(expiry) }),
              })
            }
          >
            Create key
          </Button>
        )
      }
    >
      {made ? (
        <SecretOnce label="API key" secret={made} />
      ) : (
        <div className="grid gap-4">
          <Field label="Name" hint="Who or what uses it, such as prometheus-eu">
            <Input value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />
          </Field>
          <fieldset className="grid gap-1.5">
            <legend className="mb-1 text-muted text-sm">It may</legend>
            {keyScopes.map((scope) => (
              <div key={scope} className="flex items-center gap-2">
                <Checkbox
                  id={`scope-${scope}`}
                  checked={scopes.includes(scope)}
                  onCheckedChange={(on) =>
                    setScopes(on === true ? [...scopes, scope] : scopes.filter((s) => s !== scope))
                  }
                />
                <label htmlFor={`scope-${scope}`}>{scopeWords[scope]}</label>
              </div>
            ))}
          </fieldset>
          <Field
            label="Only of these services"
            hint={
              onlyChanges
                ? "Separated by commas; empty: all."
                : "For a key that only tells of changes: each names its service, telemetry is about many at once."
            }
          >
            <Input
              value={onlyChanges ? services : ""}
              disabled={!onlyChanges}
              placeholder={onlyChanges ? "pricing, search" : "all"}
              onChange={(e) => setServices(e.target.value)}
            />
          </Field>
          <div className="grid justify-items-start gap-1">
            <span className="text-muted text-sm">Expires</span>
            <Select label="Expires" value={expiry} options={expiries} onChange={setExpiry} />
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Row({ item, now }: { item: Key; now: number }) {
  const revoke = useVerb("revoke-api-key", { says: () => `Key ${item.name} revoked` });
  const [asking, setAsking] = useState(false);
  const dead = item.revokedAt !== null || (item.expiresAt !== null && item.expiresAt <= now);
  return (
    <li
      data-quiet={dead}
      className="row flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2 lg:grid lg:grid-cols-[minmax(0,1fr)_110px_170px_130px_140px_170px]"
    >
      <span className="min-w-0 truncate font-medium max-lg:w-full">{item.name}</span>
      <code className="text-muted text-sm">{item.prefix}…</code>
      <span className="flex gap-1.5">
        {item.scopes.map((scope) => (
          <Chip key={scope}>{scope}</Chip>
        ))}
        {item.services.length > 0 ? <Chip>of {item.services.join(", ")}</Chip> : null}
      </span>
      <span className="text-muted text-sm">
        {item.lastUsedAt === null ? (
          "never used"
        ) : (
          <>
            used <Ago at={item.lastUsedAt} />
          </>
        )}
      </span>
      <span className="text-muted text-sm">
        made <Time at={item.createdAt} date seconds={false} />
      </span>
      <span className="ml-auto flex items-center justify-end gap-1.5">
        {item.revokedAt !== null ? (
          <Chip>Revoked</Chip>
        ) : dead ? (
          <Chip>Expired</Chip>
        ) : (
          <>
            {item.replaced ? <Chip>Replaced</Chip> : <RotateKey item={item} />}
            <Button size="sm" variant="danger" onClick={() => setAsking(true)}>
              Revoke
            </Button>
          </>
        )}
      </span>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke ${item.name}`}
        says="Whoever uses it is refused within five seconds. This cannot be undone."
        foot={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button
              variant="danger"
              onClick={() => {
                revoke.mutate({ id: item.id });
                setAsking(false);
              }}
            >
              Revoke key
            </Button>
          </>
        }
      />
    </li>
  );
}

/** API keys: make, see use, revoke. */
export function KeysSection({ keys, now }: { keys: readonly Key[]; now: number }) {
  const [creating, setCreating] = useState(false);
  const add = (
    <Button size="sm" onClick={() => setCreating(true)}>
      <Plus size={13} aria-hidden="true" /> New key
    </Button>
  );
  return (
    <Card title="API keys" note="for machines that send to Sitroom" aside={add}>
      {keys.length === 0 ? (
        <EmptyState icon={<KeyRound size={16} aria-hidden="true" />} title="No key yet">
          Telemetry and changes are taken only with a key. Make one, then copy a snippet from Send
          data.
        </EmptyState>
      ) : (
        <ul>
          {keys.map((key) => (
            <Row key={key.id} item={key} now={now} />
          ))}
        </ul>
      )}
      <CreateDialog open={creating} onOpenChange={setCreating} />
    </Card>
  );
}
