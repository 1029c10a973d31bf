"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { limitWords, rangeOf, settingOf, textOf } from "./limit-words";

type Data = ViewOutput<"guardrail">;
type Own = Exclude<Data["limit"], "freezes" | "atOnce" | null>;

/** Services for which the guardrail's number is another one. */
export function OwnLimitsCard({ data }: { data: Data }) {
  const may = useMay("editor");
  const [setting, setSetting] = useState<{ service: string; value: number | null } | null>(null);
  const limit = data.limit as Own;
  const free = data.services.filter((name) => !data.own.some((o) => o.service === name));
  return (
    <Card
      title="Of single services"
      aside={
        may && free[0] !== undefined ? (
          <Button
            size="sm"
            onClick={() => setSetting({ service: free[0] ?? "", value: data.value })}
          >
            <Plus size={13} aria-hidden="true" /> Another limit
          </Button>
        ) : null
      }
    >
      {data.own.length === 0 ? (
        <p className="px-3.5 py-3 text-muted">None: every service is held to the same.</p>
      ) : (
        <ul>
          {data.own.map((o) => (
            <li key={o.service} className="row flex items-center gap-3 px-3.5 py-2">
              <span className="min-w-0 flex-1 truncate font-medium">{o.service}</span>
              <span className="tabular-nums">{textOf(limit, o.value)}</span>
              {may ? (
                <Button
                  size="sm"
                  aria-label={`Change the limit of ${o.service}`}
                  onClick={() => setSetting(o)}
                >
                  Change
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {setting ? (
        <OwnLimitDialog
          limit={limit}
          set={setting}
          choices={data.own.some((o) => o.service === setting.service) ? [] : free}
          onClose={() => setSetting(null)}
        />
      ) : null}
    </Card>
  );
}

/** `choices`: the services that may be chosen; none when the service has a limit already, which can also be dropped. */
function OwnLimitDialog({
  limit,
  set,
  choices,
  onClose,
}: {
  limit: Own;
  set: { service: string; value: number | null };
  choices: readonly string[];
  onClose(): void;
}) {
  const [service, setService] = useState(set.service);
  const [text, setText] = useState(set.value === null ? "" : textOf(limit, set.value));
  const [reason, setReason] = useState("");
  const save = useVerb("set-service-limit", { says: () => "Guardrail saved" });
  const value = settingOf(limit, text);
  const ready = reason.trim().length >= 3 && !save.isPending;
  const send = (wanted: number | null) =>
    save.mutate({ service, limit, value: wanted, reason: reason.trim() }, { onSuccess: onClose });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={choices.length > 0 ? "Another limit" : set.service}
      says="Instead of the one for all services."
      foot={
        <>
          {choices.length > 0 ? (
            <Button onClick={onClose}>Leave it</Button>
          ) : (
            <Button disabled={!ready} onClick={() => send(null)}>
              As for all
            </Button>
          )}
          <Button variant="primary" disabled={!ready || value === null} onClick={() => send(value)}>
            Save
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {choices.length > 0 ? (
          <Field label="Service">
            <Select
              label="Service"
              value={service}
              options={choices.map((name) => ({ value: name, label: name }))}
              onChange={setService}
            />
          </Field>
        ) : null}
        <Field
          label={limitWords[limit].label}
          error={value === null && text !== "" ? rangeOf(limit) : null}
        >
          <Input inputMode="decimal" value={text} onChange={(e) => setText(e.target.value)} />
        </Field>
        <Field label="Reason" hint="At least three characters; it stands on the timeline.">
          <Input value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
