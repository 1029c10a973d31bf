"use client";
import { useMemo } from "react";
import { compileExpression, type Matcher, parseExpression } from "@/lib/series/expression";
import type { ViewOutput } from "../query";
import { Textarea } from "../ui/input";

type Series = ViewOutput<"detector">["series"][number];

/** Which series an expression chooses, or what is wrong with it. */
export function matchTarget(
  target: string,
  series: readonly Series[],
): { matched: Series[]; error: string | null } {
  let matches: Matcher;
  try {
    matches = compileExpression(parseExpression(target));
  } catch (error) {
    if (error instanceof Error && error.name === "ExpressionError")
      return { matched: [], error: error.message };
    throw error;
  }
  return { matched: series.filter((s) => matches(s.metric, s.tags)), error: null };
}

/** The expression that chooses the series, and at once how many it chooses. */
export function TargetForm({
  target,
  series,
  disabled,
  onChange,
}: {
  target: string;
  series: readonly Series[];
  disabled: boolean;
  onChange(target: string): void;
}) {
  const { matched, error } = useMemo(() => matchTarget(target, series), [target, series]);
  const services = [...new Set(matched.flatMap((s) => s.service ?? []))];
  return (
    <div className="grid gap-1.5">
      <Textarea
        aria-label="Target expression"
        aria-describedby="target-says"
        aria-invalid={error !== null}
        value={target}
        rows={2}
        spellCheck={false}
        disabled={disabled}
        onChange={(e) => onChange(e.target.value)}
        className="min-h-0 font-mono text-sm"
      />
      <p id="target-says" className={error ? "text-sm text-strong" : "text-muted text-sm"}>
        {error ??
          (matched.length === 0
            ? "Chooses no series that is known yet."
            : `Chooses ${matched.length} series${services.length > 0 ? ` of ${services.slice(0, 4).join(", ")}${services.length > 4 ? ` and ${services.length - 4} more` : ""}` : ""}.`)}
      </p>
      <p className="text-faint text-sm">
        For example <code>metric = service.errors AND service != checkout AND NOT canary</code>;{" "}
        <code>*</code> stands for any text.
      </p>
    </div>
  );
}
