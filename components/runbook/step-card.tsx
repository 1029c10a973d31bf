"use client";
import { ArrowDown, ArrowUp, ChevronRight, Globe, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { checks } from "@/lib/diagnose/checks/index";
import type { Step } from "@/lib/diagnose/runbook";
import { ParamField } from "../detector/param-field";
import { schemaFields } from "../detector/prepare-fields";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { HttpFields } from "./http-fields";
import { moveStep, removeStep, setInText } from "./prepare-text";

/** One step: what it asks; unfolded, the parameters that its schema has. */
export function StepCard({
  text,
  step,
  at,
  last,
  mayEdit,
  hosts,
  onEdit,
}: {
  text: string;
  step: Step;
  at: number;
  last: number;
  mayEdit: boolean;
  hosts: readonly string[];
  onEdit(text: string): void;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const check = "check" in step ? checks[step.check] : undefined;
  const title = "http" in step ? (step.title ?? step.http) : (check?.title ?? step.check);
  const set = (path: (string | number)[], value: unknown) =>
    onEdit(setInText(text, ["checks", at, ...path], value));
  const own = "check" in step ? Object.keys(step.params).length : 0;
  return (
    <li className="border-line border-b last:border-0">
      <div className="flex items-center gap-1 pr-2">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="flex min-h-[34px] min-w-0 flex-1 items-center gap-2 px-3.5 py-1.5 text-left -outline-offset-2 hover:bg-hover"
        >
          <ChevronRight
            size={13}
            aria-hidden="true"
            className={cn("shrink-0 text-faint transition-transform", open && "rotate-90")}
          />
          {"http" in step ? (
            <Globe size={13} aria-hidden="true" className="shrink-0 text-muted" />
          ) : null}
          <span className="shrink-0 font-medium">{title}</span>
          <span className="min-w-0 truncate text-muted text-sm max-sm:hidden">
            {"http" in step ? step.url : check?.asks}
          </span>
          {own > 0 ? <span className="ml-auto shrink-0 text-accent text-sm">{own} set</span> : null}
        </button>
        {mayEdit ? (
          <>
            <Button
              size="icon-sm"
              variant="ghost"
              aria-label={`${title} up`}
              disabled={at === 0}
              onClick={() => onEdit(moveStep(text, at, at - 1))}
            >
              <ArrowUp size={13} aria-hidden="true" />
            </Button>
            <Button
              size="icon-sm"
              variant="ghost"
              aria-label={`${title} down`}
              disabled={at === last}
              onClick={() => onEdit(moveStep(text, at, at + 1))}
            >
              <ArrowDown size={13} aria-hidden="true" />
            </Button>
            <Button
              size="icon-sm"
              variant="ghost"
              aria-label={`Remove ${title}`}
              disabled={last === 0}
              onClick={() => onEdit(removeStep(text, at))}
            >
              <Trash2 size={13} aria-hidden="true" />
            </Button>
          </>
        ) : null}
      </div>
      {open ? (
        <div id={id} className="border-line border-t bg-bg px-3.5 py-2">
          {"http" in step ? (
            <HttpFields step={step} mayEdit={mayEdit} hosts={hosts} set={set} />
          ) : check ? (
            <>
              <p className="text-muted sm:hidden">{check.asks}</p>
              {schemaFields(check.params).map((f) => (
                <ParamField
                  key={f.name}
                  // Fields of several steps are on the page at once.
                  field={{ ...f, name: `${step.check}-${f.name}` }}
                  value={f.name in step.params ? step.params[f.name] : f.fallback}
                  live={f.fallback}
                  disabled={!mayEdit}
                  onChange={(v) => set(["params", f.name], v === f.fallback ? undefined : v)}
                />
              ))}
            </>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
