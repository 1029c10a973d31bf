"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useRef } from "react";
import type { TextProblem } from "@/lib/diagnose/runbook-text";
import { Card } from "../ui/card";
import { Textarea } from "../ui/input";
import { offsetAt } from "./prepare-text";

const shown = 8;

/** The YAML with its line numbers, and everything that is wrong with it; choosing a problem goes there. */
export function YamlPane({
  text,
  problems,
  mayEdit,
  onEdit,
}: {
  text: string;
  problems: readonly TextProblem[];
  mayEdit: boolean;
  onEdit(text: string): void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = text.split("\n").length;
  const wrong = new Set(problems.map((p) => p.line));
  const go = ({ line, column }: TextProblem) => {
    const at = offsetAt(text, line, column);
    area.current?.focus();
    area.current?.setSelectionRange(
      at,
      text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at),
    );
  };
  return (
    <Card title="YAML" note="comments stay when the form writes">
      <div className="flex max-h-[560px] overflow-auto font-mono text-sm leading-5">
        <ol
          aria-hidden="true"
          className="sticky left-0 h-max shrink-0 select-none border-line border-r bg-surface px-2 py-2 text-right text-faint"
        >
          {Array.from({ length: lines }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the line's number is what it is
            <li key={i} className={wrong.has(i + 1) ? "font-semibold text-strong" : ""}>
              {i + 1}
            </li>
          ))}
        </ol>
        <Textarea
          ref={area}
          aria-label="The runbook as YAML"
          aria-invalid={problems.length > 0 || undefined}
          aria-describedby="yaml-problems"
          readOnly={!mayEdit}
          spellCheck={false}
          wrap="off"
          rows={lines}
          value={text}
          onChange={(e) => onEdit(e.target.value)}
          className="min-h-40 resize-none overflow-x-auto overflow-y-hidden rounded-none border-0 text-sm leading-5 max-md:text-sm"
        />
      </div>
      <div
        id="yaml-problems"
        aria-live="polite"
        className="border-line border-t px-3.5 py-2 text-sm"
      >
        {problems.length === 0 ? (
          <p className="flex items-center gap-2 text-muted">
            <CircleCheck size={13} className="shrink-0 text-good" aria-hidden="true" />
            It fits.
          </p>
        ) : (
          <ul className="grid gap-1">
            {problems.slice(0, shown).map((p) => (
              <li key={`${p.line}:${p.column}:${p.says}`}>
                <button
                  type="button"
                  onClick={() => go(p)}
                  className="flex w-full gap-2 rounded-sm text-left hover:underline"
                >
                  <CircleAlert
                    size={13}
                    className="mt-0.5 shrink-0 text-strong"
                    aria-hidden="true"
                  />
                  <span className="min-w-0 break-words">
                    <span className="font-mono text-muted">
                      {p.line}:{p.column}
                    </span>{" "}
                    {p.says}
                  </span>
                </button>
              </li>
            ))}
            {problems.length > shown ? (
              <li className="text-muted">and {problems.length - shown} more</li>
            ) : null}
          </ul>
        )}
      </div>
    </Card>
  );
}
