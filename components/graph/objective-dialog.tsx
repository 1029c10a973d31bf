"use client";
import { type FormEvent, useState } from "react";
import { Field } from "../form/field";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import type { GraphNode } from "./graph-data";
import { prepareObjective } from "./prepare-objective";

/** Changes what a service promises, and the group it is drawn in. An empty field is no promise; its own history is one click. */
export function ObjectiveDialog({ node, onClose }: { node: GraphNode; onClose(): void }) {
  const { objective } = node;
  const [errors, setErrors] = useState(
    objective.errors === null ? "" : String(Number((100 * objective.errors).toPrecision(4))),
  );
  const [p95, setP95] = useState(objective.p95Ms === null ? "" : String(objective.p95Ms));
  const [group, setGroup] = useState(node.group ?? "");
  const save = useVerb("set-objective", { says: () => `Objective of ${node.name} saved` });
  const saveGroup = useVerb("set-service-group", {
    says: (_, input) =>
      input.group
        ? `${node.name} is in the group ${input.group}`
        : `${node.name} has no group of its own`,
  });
  const draft = prepareObjective({ errors, p95 });
  const isSet = objective.errorsFrom === "set" || objective.p95From === "set";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!draft.ok) return;
    const same =
      draft.objective.errors === objective.errors && draft.objective.p95Ms === objective.p95Ms;
    if (!same) save.mutate({ service: node.name, objective: draft.objective });
    if (group.trim() !== (node.group ?? ""))
      saveGroup.mutate({ service: node.name, group: group.trim() || null });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Objective of ${node.name}`}
      says="Health on the graph is judged by it: over it is WEAK, over twice it is STRONG. Detectors are not changed."
      foot={
        <>
          {isSet ? (
            <Button
              onClick={() => {
                save.mutate({ service: node.name, objective: null });
                onClose();
              }}
            >
              Follow its history
            </Button>
          ) : null}
          <Button type="submit" form="objective" variant="primary" disabled={!draft.ok}>
            Save
          </Button>
        </>
      }
    >
      <form id="objective" onSubmit={submit} className="grid gap-3">
        <Field
          label="Requests that may fail, %"
          hint="Empty: nothing is promised about failures."
          error={draft.ok ? null : draft.errors}
        >
          <Input inputMode="decimal" value={errors} onChange={(e) => setErrors(e.target.value)} />
        </Field>
        <Field
          label="p95 latency below, ms"
          hint="Empty: nothing is promised about latency."
          error={draft.ok ? null : draft.p95}
        >
          <Input inputMode="decimal" value={p95} onChange={(e) => setP95(e.target.value)} />
        </Field>
        <Field label="Group" hint="Drawn together with others of it; empty: its service.namespace.">
          <Input value={group} maxLength={80} onChange={(e) => setGroup(e.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
