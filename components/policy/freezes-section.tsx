"use client";
import { Plus, Snowflake } from "lucide-react";
import { useState } from "react";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useNow } from "../providers/clock";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Dialog } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { Input } from "../ui/input";
import { Time } from "../ui/time";

type Freeze = ViewOutput<"policy">["limits"]["freezes"][number];
type Data = { limits: { freezes: readonly Freeze[] }; services: readonly string[] };

/** Times in which no remedy runs: those to come and in force, the soonest first. */
export function FreezesSection({ data }: { data: Data }) {
  const may = useMay("editor");
  const now = useNow(60_000);
  const [adding, setAdding] = useState(false);
  const save = useVerb("set-remedy-limits", { says: () => "Freezes saved" });
  const all = data.limits.freezes;
  const shown = all.filter((f) => f.to > now).toSorted((a, b) => a.from - b.from);
  const add = (
    <Button size="sm" onClick={() => setAdding(true)}>
      <Plus size={13} aria-hidden="true" /> New freeze
    </Button>
  );
  return (
    <Card title="Freezes" aside={may ? add : null}>
      {shown.length === 0 ? (
        <EmptyState icon={<Snowflake size={16} aria-hidden="true" />} title="No freeze to come">
          During a freeze no remedy runs; plans are still made and shown.
        </EmptyState>
      ) : (
        <ul>
          {shown.map((f) => (
            <li key={`${f.from} ${f.reason}`} className="row flex items-start gap-3 px-3.5 py-2.5">
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-2 font-medium">
                  {f.reason}
                  {f.from <= now ? <Chip tone="accent">in force</Chip> : null}
                </span>
                <span className="block text-muted text-sm">
                  <Time at={f.from} date seconds={false} /> to{" "}
                  <Time at={f.to} date seconds={false} />
                  {f.services?.length ? `, only ${f.services.join(", ")}` : ""}
                </span>
              </span>
              {may ? (
                <Button
                  size="sm"
                  disabled={save.isPending}
                  onClick={() =>
                    save.mutate({
                      freezes: all.filter((other) => other !== f),
                      reason: `Freeze lifted: ${f.reason}`,
                    })
                  }
                >
                  Lift
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <NewFreeze
        open={adding}
        services={data.services}
        onOpenChange={setAdding}
        onAdd={(freeze) =>
          save.mutate({
            freezes: [...all.filter((f) => f.to > now), freeze],
            reason: `Freeze: ${freeze.reason}`,
          })
        }
      />
    </Card>
  );
}

function NewFreeze({
  open,
  services,
  onOpenChange,
  onAdd,
}: {
  open: boolean;
  services: readonly string[];
  onOpenChange(open: boolean): void;
  onAdd(freeze: Freeze): void;
}) {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const [only, setOnly] = useState("");
  const names = only
    .split(",")
    .map((n) => n.trim())
    .filter((n) => n !== "");
  const unknown = names.find((n) => !services.includes(n));
  const freeze = {
    from: Date.parse(from),
    to: Date.parse(to),
    reason: reason.trim(),
    ...(names.length > 0 ? { services: names } : {}),
  };
  const backwards = freeze.to <= freeze.from;
  const ready = freeze.from > 0 && freeze.to > freeze.from && freeze.reason.length >= 3 && !unknown;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New freeze"
      says="No remedy runs in this time, approved or not. Times are those of this browser."
      foot={
        <>
          <Button onClick={() => onOpenChange(false)}>Leave it</Button>
          <Button
            variant="primary"
            disabled={!ready}
            onClick={() => {
              onAdd(freeze);
              onOpenChange(false);
            }}
          >
            Add freeze
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <Field label="From">
          <Input type="datetime-local" value={from} onChange={(e) => setFrom(e.target.value)} />
        </Field>
        <Field label="To" error={backwards ? "It must end after it begins." : null}>
          <Input type="datetime-local" value={to} onChange={(e) => setTo(e.target.value)} />
        </Field>
        <Field
          label="Only services"
          hint="Names with commas between; none: all services."
          error={unknown ? `There is no service ${unknown}.` : null}
        >
          <Input value={only} maxLength={2000} onChange={(e) => setOnly(e.target.value)} />
        </Field>
        <Field label="Reason" hint="Such as: Christmas sale. At least three characters.">
          <Input value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
