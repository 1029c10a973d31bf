"use client";
import { useId, useState } from "react";
import { newsKind, newsKinds, type Route } from "@/lib/messages/model";
import { Field } from "../form/field";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Input, Textarea } from "../ui/input";
import { Select } from "../ui/select";
import { idOf } from "./channel-dialog";
import type { MessageSettingsData } from "./channels-section";
import { CheckList } from "./check-list";
import { type RouteDraft, routeDraft, routeOf } from "./prepare-route";
import { QuietFields } from "./quiet-fields";
import { RoutePreview } from "./route-preview";

const severities = [
  { value: "low", label: "Low and worse" },
  { value: "high", label: "High and critical" },
  { value: "critical", label: "Critical only" },
] as const;
const noTeam = "-";

/** Makes or changes a route, and says what it would have sent last week. */
export function RouteDialog({
  data,
  route,
  onClose,
}: {
  data: MessageSettingsData;
  route?: Route;
  onClose(): void;
}) {
  const [draft, setDraft] = useState<RouteDraft>(() =>
    routeDraft(route, Intl.DateTimeFormat().resolvedOptions().timeZone),
  );
  const ownId = useId();
  const save = useVerb("save-message-route", { says: (_, { name }) => `${name} saved` });
  const set = (change: Partial<RouteDraft>) => setDraft({ ...draft, ...change });
  const id = route?.id ?? idOf(draft.name);
  const perHour = Number(draft.perHour);
  const minutes = Number(draft.digestMinutes);
  const wrongHour =
    Number.isInteger(perHour) && perHour >= 1 && perHour <= 1000 ? null : "From 1 to 1000.";
  const wrongDigest =
    Number.isInteger(minutes) && minutes >= 5 && minutes <= 1440 ? null : "From 5 to 1440.";
  const ready = id !== "" && !wrongHour && !wrongDigest && draft.kinds.length > 0;
  const made = routeOf(draft, id || "new");
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={route ? route.name : "New route"}
      says="Whose situations go to which channels, when, and how much of it."
      foot={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            variant="primary"
            disabled={!ready || save.isPending}
            onClick={() => save.mutate(made, { onSuccess: onClose })}
          >
            {route ? "Save route" : "Add route"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="Name" hint="Usually the team's.">
          <Input
            value={draft.name}
            maxLength={60}
            onChange={(e) => set({ name: e.target.value })}
          />
        </Field>
        <CheckList
          legend="Channels"
          none="Add a channel first."
          options={data.channels.map((c) => ({ value: c.id, label: c.name }))}
          chosen={draft.channels}
          onChange={(channels) => set({ channels })}
        />
        <div className="flex flex-wrap gap-4">
          <div className="grid justify-items-start gap-1">
            <span className="text-muted text-sm">Severity</span>
            <Select
              label="Severity"
              value={draft.severity}
              onChange={(severity) => set({ severity })}
              options={severities}
            />
          </div>
          {data.teams.length > 0 ? (
            <div className="grid justify-items-start gap-1">
              <span className="text-muted text-sm">Services of the team</span>
              <Select
                label="Services of the team"
                value={draft.team || noTeam}
                onChange={(team) => set({ team: team === noTeam ? "" : team })}
                options={[
                  { value: noTeam, label: "No team" },
                  ...data.teams.map((t) => ({ value: t.id, label: t.name })),
                ]}
              />
            </div>
          ) : null}
        </div>
        <Field
          label="Services (optional)"
          hint={`One a line, * for any part of a name; none${data.teams.length > 0 ? " and no team" : ""}: all.`}
        >
          <Textarea
            value={draft.services}
            spellCheck={false}
            className="min-h-20 font-mono"
            onChange={(e) => set({ services: e.target.value })}
          />
        </Field>
        <CheckList
          legend="News"
          none=""
          options={newsKind.options.map((kind) => ({ value: kind, label: newsKinds[kind] }))}
          chosen={draft.kinds}
          onChange={(kinds) => set({ kinds })}
        />
        <div className="flex items-start gap-2">
          <Checkbox
            id={ownId}
            className="mt-0.5"
            checked={draft.own}
            onCheckedChange={(on) => set({ own: on === true })}
          />
          <label htmlFor={ownId}>
            Alerts on Sitroom itself
            <span className="block text-muted text-sm">
              A part is away, detection is behind, jobs fail. One route, to those who run it, is
              enough.
            </span>
          </label>
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Messages an hour at most"
            hint="A quarter of them is kept for critical news."
            error={wrongHour}
          >
            <Input
              inputMode="numeric"
              value={draft.perHour}
              onChange={(e) => set({ perHour: e.target.value })}
            />
          </Field>
          <Field
            label="Minutes between digests"
            hint="What is held back is told then."
            error={wrongDigest}
          >
            <Input
              inputMode="numeric"
              value={draft.digestMinutes}
              onChange={(e) => set({ digestMinutes: e.target.value })}
            />
          </Field>
        </div>
        <QuietFields draft={draft} onChange={set} />
        {wrongHour || wrongDigest || draft.kinds.length === 0 ? null : (
          <RoutePreview route={made} />
        )}
      </div>
    </Dialog>
  );
}
