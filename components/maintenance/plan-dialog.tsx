"use client";
import { useId, useState } from "react";
import { Segments } from "../chart/segments";
import { Field } from "../form/field";
import { useNow } from "../providers/clock";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Choice, Days, Group, Waits } from "./plan-parts";
import {
  type Draft,
  draftOf,
  type Lasting,
  missingIn,
  newDraft,
  repeating,
  windowOf,
} from "./prepare-window";
import { ScopeField, useScope } from "./scope-field";

type Data = ViewOutput<"maintenance">;
type Window = Data["windows"][number];

const lastings: readonly { value: Lasting; label: string }[] = [
  { value: "30", label: "30 min" },
  { value: "120", label: "2 h" },
  { value: "custom", label: "Other" },
  { value: "resolved", label: "Until resolved" },
  { value: "deploy", label: "End of deploy" },
];
const repeatings = [
  { value: "none", label: "Once" },
  { value: "daily", label: "Daily" },
  { value: "weekly", label: "Weekly" },
] as const;
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Plans a maintenance window, or plans one anew. */
export function PlanDialog({
  data,
  window: before,
  scope,
  onClose,
}: {
  data: Data;
  /** The one to change; null for a new one */
  window: Window | null;
  /** Scope to begin with */
  scope?: string;
  onClose(): void;
}) {
  const now = useNow(60_000);
  const [draft, setDraft] = useState<Draft>(() =>
    before ? draftOf(before) : { ...newDraft(Date.now(), ownZone()), scope: scope ?? "" },
  );
  const set = (part: Partial<Draft>) => setDraft((d) => ({ ...d, ...part }));
  const plan = useVerb("plan-maintenance", { says: (w) => `"${w.name}" is planned` });
  const change = useVerb("change-maintenance", { says: (w) => `"${w.name}" is planned anew` });
  const { count } = useScope(draft.scope);
  const missing = missingIn(draft, count, now);
  const id = useId();
  const waits = draft.lasting === "resolved" || draft.lasting === "deploy";
  const busy = plan.isPending || change.isPending;
  const send = () => {
    const window = windowOf(draft, Date.now());
    const done = { onSuccess: onClose };
    if (before) change.mutate({ id: before.id, ...window }, done);
    else plan.mutate(window, done);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-[min(620px,calc(100vw-24px))]"
      title={before ? `Change ${before.name}` : "Plan maintenance"}
      says="Detection goes on and every anomaly is recorded and marked. None of them pages or opens a situation while the window holds."
      foot={
        <>
          <p aria-live="polite" className="mr-auto self-center text-muted text-sm">
            {missing}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={missing !== null || busy} onClick={send}>
            {before ? "Save" : "Plan"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <Field label="Name">
            <Input
              value={draft.name}
              maxLength={120}
              placeholder="Database upgrade"
              onChange={(e) => set({ name: e.target.value })}
            />
          </Field>
          <Field label="Reason (optional)">
            <Input
              value={draft.reason}
              maxLength={500}
              placeholder="Ticket or plan"
              onChange={(e) => set({ reason: e.target.value })}
            />
          </Field>
        </div>
        <ScopeField
          id={`${id}-scope`}
          label="Scope"
          value={draft.scope}
          onChange={(value) => set({ scope: value })}
        />
        <Group title="Lasts">
          <Segments
            label="Lasts"
            value={draft.lasting}
            options={lastings}
            onChange={(lasting) =>
              set({ lasting, ...(waitsFor(lasting) ? { minutes: 1440 } : {}) })
            }
            className="max-sm:h-auto max-sm:max-w-full max-sm:shrink max-sm:flex-wrap [&>button]:max-sm:h-7"
          />
          {draft.lasting === "custom" || waits ? (
            <span className="flex items-center gap-2 text-muted text-sm">
              {waits ? "but no longer than" : ""}
              <Input
                type="number"
                aria-label={waits ? "Longest, minutes" : "Duration, minutes"}
                min={5}
                max={10080}
                value={draft.minutes}
                onChange={(e) => {
                  const minutes = e.target.valueAsNumber;
                  if (!Number.isNaN(minutes))
                    set({ minutes: Math.min(10080, Math.round(minutes)) });
                }}
                className="h-[30px] w-24"
              />
              minutes
            </span>
          ) : null}
        </Group>
        {draft.lasting === "resolved" ? (
          <Waits
            what="situation"
            value={draft.situationId === null ? "" : String(draft.situationId)}
            options={data.situations.map((s) => ({
              value: String(s.id),
              label: `${s.name} ${s.title}`,
            }))}
            onChange={(v) => set({ situationId: Number(v) })}
          />
        ) : null}
        {draft.lasting === "deploy" ? (
          <Waits
            what="deploy"
            value={draft.changeId ?? ""}
            options={data.deploys.map((d) => ({ value: d.id, label: `${d.service}: ${d.title}` }))}
            onChange={(changeId) => set({ changeId })}
          />
        ) : null}
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <Field
            label="Starts"
            hint={draft.starts ? `By the clock of ${draft.zone}` : "Empty: now"}
          >
            <Input
              type="datetime-local"
              value={draft.starts}
              onChange={(e) => set({ starts: e.target.value })}
            />
          </Field>
          <Field label="Time zone">
            <Input
              list={`${id}-zones`}
              value={draft.zone}
              spellCheck={false}
              onChange={(e) => set({ zone: e.target.value })}
            />
          </Field>
          <datalist id={`${id}-zones`}>
            {Intl.supportedValuesOf("timeZone").map((z) => (
              <option key={z} value={z} />
            ))}
          </datalist>
        </div>
        {waits ? null : (
          <Group title="Repeats">
            <Segments
              label="Repeats"
              value={draft.repeats}
              options={repeatings}
              onChange={(repeats) => setDraft((d) => repeating(d, repeats, Date.now()))}
            />
            {draft.repeats === "weekly" ? (
              <Days days={draft.days} onChange={(days) => set({ days })} />
            ) : null}
            {draft.repeats === "none" ? null : (
              <span className="flex items-center gap-2 text-muted text-sm">
                up to and with
                <Input
                  type="date"
                  aria-label="Last day"
                  value={draft.lastDay}
                  onChange={(e) => set({ lastDay: e.target.value })}
                  className="h-[30px] w-auto"
                />
              </span>
            )}
          </Group>
        )}
        <div className="grid gap-2">
          <Choice title="Keep detecting and recording" note="always on" checked disabled />
          <Choice
            title="Still page on STRONG errors"
            note="error ratios and counts of failures"
            checked={draft.pageStrongErrors}
            onChange={(pageStrongErrors) => set({ pageStrongErrors })}
          />
        </div>
      </div>
    </Dialog>
  );
}

const waitsFor = (lasting: Lasting) => lasting === "resolved" || lasting === "deploy";
