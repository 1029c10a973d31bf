"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { redactor } from "@/lib/ingest/redact";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { Input, Textarea } from "../ui/input";
import { type RedactionDraft, redactionDraft, redactionOf } from "./prepare-redaction";

type Rules = ViewOutput<"data-rules">["redaction"];

const shipped = [
  ["cards", "Card numbers", "13 to 19 digits that pass the check of payment cards"],
  ["emails", "E-mail addresses", "anywhere in a text, also in addresses of pages"],
  [
    "secrets",
    "Secrets",
    "passwords, tokens, keys and cookies: by the name they stand under, or by their shape",
  ],
] as const;

const sample =
  "POST /pay?token=8f3a91bc failed for jo@example.com: card 4111 1111 1111 1111 declined";

/** What is blacked out of spans and logs before they are stored, and a box to try it. */
export function RedactionSection({ rules }: { rules: Rules }) {
  const may = useMay("admin");
  const save = useVerb("set-redaction", {
    says: () => "Saved; spans and logs follow within ten seconds",
  });
  const [draft, setDraft] = useState<RedactionDraft>(() => redactionDraft(rules));
  const read = redactionOf(draft);
  const isChanged = JSON.stringify(read.rules) !== JSON.stringify(rules);
  const set = (next: Partial<RedactionDraft>) => setDraft({ ...draft, ...next });
  return (
    <Card
      title="Blacked out before storage"
      note="spans, Zipkin spans and logs"
      aside={
        may ? (
          <Button
            size="sm"
            variant="primary"
            disabled={!isChanged || read.rules === null || save.isPending}
            onClick={() => read.rules && save.mutate({ rules: read.rules })}
          >
            Save
          </Button>
        ) : (
          "an administrator changes it"
        )
      }
    >
      <div className="grid gap-5 p-3.5 lg:grid-cols-2">
        <fieldset disabled={!may} className="grid min-w-0 content-start gap-4">
          <legend className="sr-only">Rules</legend>
          <div className="grid gap-2">
            {shipped.map(([key, title, says]) => (
              <div key={key} className="flex items-start gap-2">
                <Checkbox
                  id={`redact-${key}`}
                  checked={draft[key]}
                  onCheckedChange={(on) => set({ [key]: on === true })}
                  className="mt-0.5"
                />
                <label htmlFor={`redact-${key}`}>
                  {title} <span className="text-muted text-sm">{says}</span>
                </label>
              </div>
            ))}
          </div>
          <Field
            label="Attributes whose whole value is hidden"
            hint="One name a line; * stands for any text, as in customer.*"
            error={read.names}
          >
            <Textarea
              value={draft.names}
              spellCheck={false}
              rows={3}
              className="font-mono text-sm"
              onChange={(e) => set({ names: e.target.value })}
            />
          </Field>
          <Patterns
            patterns={draft.patterns}
            wrong={read.patterns}
            onChange={(patterns) => set({ patterns })}
          />
        </fieldset>
        <Try rules={read.rules} />
      </div>
    </Card>
  );
}

function Patterns({
  patterns,
  wrong,
  onChange,
}: {
  patterns: RedactionDraft["patterns"];
  wrong: Readonly<Record<number, string>>;
  onChange(patterns: RedactionDraft["patterns"]): void;
}) {
  return (
    <div className="grid gap-2">
      <p className="flex items-center text-muted text-sm">
        Rules of your own
        <Button
          size="sm"
          className="ml-auto"
          disabled={patterns.length >= 20}
          onClick={() => onChange([...patterns, { name: "", pattern: "" }])}
        >
          <Plus size={13} aria-hidden="true" /> Add
        </Button>
      </p>
      {patterns.map((p, i) => {
        const change = (next: Partial<typeof p>) =>
          onChange(patterns.map((x, k) => (k === i ? { ...x, ...next } : x)));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name than their place
          <div key={i} className="grid gap-1">
            <div className="flex gap-2">
              <Input
                aria-label={`Name of rule ${i + 1}`}
                placeholder="booking"
                value={p.name}
                className="w-28 shrink-0"
                onChange={(e) => change({ name: e.target.value })}
              />
              <Input
                aria-label={`Pattern of rule ${i + 1}`}
                aria-invalid={wrong[i] !== undefined}
                aria-describedby={wrong[i] === undefined ? undefined : `redact-wrong-${i}`}
                placeholder="BK-\\d{6}"
                spellCheck={false}
                value={p.pattern}
                className="min-w-0 font-mono text-sm"
                onChange={(e) => change({ pattern: e.target.value })}
              />
              <Button
                size="icon"
                variant="ghost"
                aria-label={`Remove rule ${i + 1}`}
                onClick={() => onChange(patterns.filter((_, k) => k !== i))}
              >
                <Trash2 size={14} aria-hidden="true" />
              </Button>
            </div>
            {wrong[i] === undefined ? null : (
              <p id={`redact-wrong-${i}`} className="text-sm text-strong">
                {wrong[i]}
              </p>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** The same code as in the ingest worker, run here: what is pasted does not leave the browser. */
function Try({ rules }: { rules: Rules | null }) {
  const [text, setText] = useState(sample);
  const [name, setName] = useState("");
  const redact = rules && redactor(rules);
  const stored =
    redact && (name.trim() ? redact.tags({ [name.trim()]: text })[name.trim()] : redact.text(text));
  return (
    <div className="grid min-w-0 content-start gap-3">
      <Field label="Try it: paste a text" hint="It is looked at in this browser and goes nowhere.">
        <Textarea
          value={text}
          rows={4}
          maxLength={4000}
          spellCheck={false}
          className="font-mono text-sm"
          onChange={(e) => setText(e.target.value)}
        />
      </Field>
      <Field
        label="As the value of an attribute"
        hint="Empty: a message, a span's name or an event"
      >
        <Input
          value={name}
          spellCheck={false}
          placeholder="http.request.header.authorization"
          className="font-mono text-sm"
          onChange={(e) => setName(e.target.value)}
        />
      </Field>
      <div className="grid gap-1">
        <p className="text-muted text-sm" id="redact-stored">
          Stored
        </p>
        <output
          aria-labelledby="redact-stored"
          className="min-h-20 whitespace-pre-wrap break-words rounded-md border border-line bg-bg px-2.5 py-2 font-mono text-sm"
        >
          {stored ?? "Put the rules right first."}
        </output>
      </div>
    </div>
  );
}
