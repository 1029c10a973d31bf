"use client";
import { RadioGroup } from "radix-ui";
import { useState } from "react";
import type { LabelKind, When } from "@/lib/detect/label";
import { writeValue } from "../chart/format-value";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb, useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Skeleton } from "../ui/skeleton";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { effectWords, labelChoices, labelTitle } from "./prepare-label";

type Effect = ViewOutput<"anomaly-label-effect">;

/** Asks what an anomaly was, and shows what each answer would have done before it is saved. */
export function LabelDialog({
  anomalyId,
  label = null,
  onClose,
}: {
  /** null: closed */
  anomalyId: string | null;
  /** The label it has now */
  label?: LabelKind | null;
  onClose(): void;
}) {
  if (anomalyId === null) return null;
  return <Open key={anomalyId} anomalyId={anomalyId} label={label} onClose={onClose} />;
}

function Open({
  anomalyId,
  label,
  onClose,
}: {
  anomalyId: string;
  label: LabelKind | null;
  onClose(): void;
}) {
  const [kind, setKind] = useState<LabelKind>(label ?? "true");
  const [how, setHow] = useState<When["how"] | undefined>();
  const [bar, setBar] = useState<number | undefined>();
  const [note, setNote] = useState("");
  const may = useMay("responder", "some");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const query = useView("anomaly-label-effect", {
    anomalyId,
    kind,
    zone,
    ...(kind === "expected" && how ? { how } : {}),
    ...(kind === "false-alarm" && bar ? { bar } : {}),
  });
  const save = useVerb("label-anomaly", {
    says: () => `Labelled ${labelTitle(kind).toLowerCase()}`,
  });
  const undo = useVerb("undo-anomaly-label", { says: () => "Label taken back" });
  const done = { onSuccess: onClose };
  const shown = query.data?.rule.kind === kind ? query.data : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="What was it?"
      className="w-[min(560px,calc(100vw-24px))]"
      says={shown ? <What effect={shown} /> : "Looking at the history of this series."}
      foot={
        <>
          {shown?.label ? (
            <Button
              variant="ghost"
              className="mr-auto"
              disabled={!may || undo.isPending}
              onClick={() => undo.mutate({ anomalyId }, done)}
            >
              Take label back
            </Button>
          ) : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!may || !shown || query.isPlaceholderData || save.isPending}
            title={may ? undefined : "Labels need the role responder"}
            onClick={() => shown && save.mutate({ anomalyId, rule: shown.rule, note }, done)}
          >
            Save label
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <RadioGroup.Root
          aria-label="Label"
          value={kind}
          onValueChange={(value) => setKind(value as LabelKind)}
          className="grid grid-cols-2 gap-2"
        >
          {labelChoices.map((c) => (
            <RadioGroup.Item
              key={c.kind}
              value={c.kind}
              className="grid gap-0.5 rounded-md border border-line-strong bg-surface px-3 py-2 text-left hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
            >
              <span className="font-medium">{c.title}</span>
              <span className="text-muted text-sm">{c.says}</span>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
        <ViewState
          query={query}
          what="The effect"
          skeleton={<Skeleton className="h-[92px] w-full rounded-md" />}
        >
          {(data) =>
            data.rule.kind !== kind ? (
              <Skeleton className="h-[92px] w-full rounded-md" />
            ) : (
              <div className="grid gap-3">
                {kind === "expected" ? <Whens effect={data} onHow={setHow} /> : null}
                {data.rule.kind === "false-alarm" ? (
                  <Bar effect={data} bar={data.rule.bar} onBar={setBar} />
                ) : null}
                <EffectPanel effect={data} stale={query.isPlaceholderData} />
              </div>
            )
          }
        </ViewState>
        <Field label="Note (optional)">
          <Input
            value={note}
            maxLength={500}
            placeholder="Nightly price import"
            onChange={(e) => setNote(e.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}

function What({ effect }: { effect: Effect }) {
  const { anomaly } = effect;
  return (
    <>
      {anomaly.service ?? anomaly.metric}
      {anomaly.service ? ` ${anomaly.metric}` : ""},{" "}
      <Time at={anomaly.startedAt} date seconds={false} />, by {effect.detector.title}.
      {effect.label
        ? ` ${effect.label.author} labelled it ${labelTitle(effect.label.kind).toLowerCase()}.`
        : ""}
    </>
  );
}

function EffectPanel({ effect, stale }: { effect: Effect; stale: boolean }) {
  const words = effectWords(effect);
  const share = effect.before > 0 ? (effect.silenced + effect.muted) / effect.before : 0;
  return (
    <div
      aria-live="polite"
      aria-busy={stale}
      className={cn(
        "grid gap-1.5 rounded-md border border-line bg-surface px-3 py-2.5",
        stale && "opacity-60",
      )}
    >
      <p className="font-medium">{words.wouldHave}</p>
      {effect.rule.kind === "false-alarm" || effect.rule.kind === "expected" ? (
        <div
          aria-hidden="true"
          className="flex h-1.5 overflow-hidden rounded-full bg-strong-mark/70"
        >
          <span className="bg-line-strong" style={{ width: `${share * 100}%` }} />
        </div>
      ) : null}
      <p className="text-muted">{words.teaches}</p>
      {words.mind.map((m) => (
        <p key={m} className="text-weak">
          {m}
        </p>
      ))}
    </div>
  );
}

function Whens({ effect, onHow }: { effect: Effect; onHow(how: When["how"]): void }) {
  const chosen = effect.rule.kind === "expected" ? effect.rule.when.how : "once";
  return (
    <RadioGroup.Root
      aria-label="When it is expected"
      value={chosen}
      onValueChange={(value) => onHow(value as When["how"])}
      className="grid gap-1"
    >
      {effect.whens.map((w) => (
        <RadioGroup.Item
          key={w.how}
          value={w.how}
          className="group flex items-center gap-2 rounded-sm px-1 py-1 text-left max-md:min-h-9"
        >
          <span className="grid size-3.5 shrink-0 place-items-center rounded-full border border-edge group-data-[state=checked]:border-accent">
            <span className="hidden size-2 rounded-full bg-accent group-data-[state=checked]:block" />
          </span>
          <span>{w.says.charAt(0).toUpperCase() + w.says.slice(1)}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

/** The bar in the unit that is written for it, so that a person can raise or lower it. */
function Bar({ effect, bar, onBar }: { effect: Effect; bar: number; onBar(bar: number): void }) {
  const { unit, metric } = effect.anomaly;
  const shown = writeValue(bar, unit, metric);
  const number = Number(shown.number.replaceAll(",", ""));
  const factor = number > 0 ? bar / number : 1;
  return (
    <Field label={`Minimum deviation${shown.unit ? `, ${shown.unit}` : ""}`}>
      <Input
        key={bar}
        type="number"
        min={0}
        step="any"
        defaultValue={number}
        className="w-40"
        onKeyDown={(e) => {
          if (e.key === "Enter") e.currentTarget.blur();
        }}
        onBlur={(e) => {
          const next = Number(e.target.value) * factor;
          if (Number.isFinite(next) && next > 0 && Math.abs(next - bar) > 1e-12) onBar(next);
        }}
      />
    </Field>
  );
}
