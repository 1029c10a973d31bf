"use client";
import { Plus, RotateCw } from "lucide-react";
import { useState } from "react";
import { restartRules } from "@/lib/remediate/model";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Dialog } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { Input } from "../ui/input";
import { Select } from "../ui/select";

type Data = ViewOutput<"policy">;
type Rule = Data["restarts"][number];

/** Who restarts single instances, of which services, in the order in which the rules are tried. */
export function RestartsSection({ data }: { data: Data }) {
  const may = useMay("admin");
  const [adding, setAdding] = useState(false);
  const save = useVerb("set-restarts", { says: () => "Restarts saved" });
  const nameOf = (id: string) => data.restarters.find((r) => r.id === id)?.name ?? id;
  const add = (
    <Button size="sm" onClick={() => setAdding(true)}>
      <Plus size={13} aria-hidden="true" /> New rule
    </Button>
  );
  return (
    <Card title="Restarts" aside={may && data.restarters.length > 0 ? add : null}>
      {data.restarts.length === 0 ? (
        <EmptyState
          icon={<RotateCw size={16} aria-hidden="true" />}
          title="Nobody restarts instances"
        >
          {data.restarters.length === 0
            ? "Connect a deployer or a cluster under Settings, then say whose instances it restarts."
            : "Without a rule an instance that does badly is named as the cause, and no restart is proposed."}
        </EmptyState>
      ) : (
        <ol>
          {data.restarts.map((rule) => (
            <li
              key={`${rule.services.join()} ${rule.target}`}
              className="row flex items-start gap-3 px-3.5 py-2.5"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">
                  {rule.services.map((s) => (s === "*" ? "every service" : s)).join(", ")}
                </span>
                <span className="block break-all text-muted text-sm">
                  {nameOf(rule.integration)}, as <span className="font-mono">{rule.target}</span>
                </span>
              </span>
              {may ? (
                <Button
                  size="sm"
                  aria-label={`Remove the rule for ${rule.services.join(", ")}`}
                  disabled={save.isPending}
                  onClick={() =>
                    save.mutate({
                      rules: data.restarts.filter((other) => other !== rule),
                      reason: `Rule for ${rule.services.join(", ")} removed`,
                    })
                  }
                >
                  Remove
                </Button>
              ) : null}
            </li>
          ))}
        </ol>
      )}
      <NewRule
        key={String(adding)}
        open={adding}
        onOpenChange={setAdding}
        restarters={data.restarters}
        onAdd={(rule) =>
          save.mutate({
            // What names services comes before what is for all of them: the first that fits counts.
            rules: [...data.restarts, rule].toSorted(
              (a, b) => Number(a.services.includes("*")) - Number(b.services.includes("*")),
            ),
            reason: `Rule for ${rule.services.join(", ")} added`,
          })
        }
      />
    </Card>
  );
}

const asServices = (text: string): string[] => text.split(/[\s,]+/).filter((name) => name !== "");

function NewRule({
  open,
  onOpenChange,
  restarters,
  onAdd,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  restarters: Data["restarters"];
  onAdd(rule: Rule): void;
}) {
  const [services, setServices] = useState("*");
  const [integration, setIntegration] = useState(restarters[0]?.id ?? "");
  const [target, setTarget] = useState("");
  const parsed = restartRules.safeParse([{ services: asServices(services), integration, target }]);
  const problemOf = (field: keyof Rule) =>
    parsed.error?.issues.find((i) => i.path[1] === field)?.message ?? null;
  const rule = parsed.data?.[0];
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New rule for restarts"
      says="An instance that does badly while others of its version do well is restarted this way, when somebody approves."
      foot={
        <>
          <Button onClick={() => onOpenChange(false)}>Leave it</Button>
          <Button
            variant="primary"
            disabled={!rule}
            onClick={() => {
              if (rule) onAdd(rule);
              onOpenChange(false);
            }}
          >
            Add rule
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <Field
          label="Services"
          hint="Names, * for any part of a name."
          error={asServices(services).length === 0 ? "At least one service, or *." : null}
        >
          <Input value={services} onChange={(e) => setServices(e.target.value)} />
        </Field>
        <Field label="Restarted by">
          <Select
            label="Restarted by"
            value={integration}
            options={restarters.map((r) => ({ value: r.id, label: r.name }))}
            onChange={setIntegration}
          />
        </Field>
        <Field
          label="Target"
          error={target === "" ? null : problemOf("target")}
          hint={
            <>
              Such as <span className="font-mono">pod:shop/&#123;instance&#125;</span>.{" "}
              <span className="font-mono">&#123;1&#125;</span>,{" "}
              <span className="font-mono">&#123;2&#125;</span> are the parts of the instance between
              dots.
            </>
          }
        >
          <Input
            value={target}
            className="font-mono"
            spellCheck={false}
            onChange={(e) => setTarget(e.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
