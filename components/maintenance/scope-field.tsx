"use client";
import { useEffect, useState } from "react";
import { useView } from "../query";
import { Textarea } from "../ui/input";

/** A value that has not changed for a moment. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** What an expression chooses now; `count` is null while that is not known, and nothing is chosen by a mistake. */
export function useScope(scope: string) {
  const settled = useSettled(scope, 250);
  const query = useView("series-matching", { scope: settled }, { enabled: settled.trim() !== "" });
  const known = settled === scope && query.data !== undefined && !query.isPlaceholderData;
  return {
    data: scope.trim() === "" ? null : (query.data ?? null),
    count: known ? (query.data?.count ?? 0) : null,
  };
}

/** A tag expression with what it chooses at once: how many series, of which services, and some of them. */
export function ScopeField({
  id,
  label,
  value,
  onChange,
  example = "service = checkout AND NOT canary",
}: {
  id: string;
  label: string;
  value: string;
  onChange(value: string): void;
  example?: string;
}) {
  const { data } = useScope(value);
  const services = data?.services ?? [];
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-muted text-sm">
        {label}
      </label>
      <Textarea
        id={id}
        rows={2}
        value={value}
        spellCheck={false}
        placeholder={example}
        aria-describedby={`${id}-says`}
        aria-invalid={Boolean(data?.error)}
        onChange={(e) => onChange(e.target.value)}
        className="min-h-0 font-mono text-sm"
      />
      <p
        id={`${id}-says`}
        aria-live="polite"
        className={data?.error ? "text-sm text-strong" : "text-muted text-sm"}
      >
        {data?.error ??
          (data === null
            ? "Tags with AND, OR, NOT and parentheses; * stands for any text."
            : data.count === 0
              ? "Chooses no series that is known yet."
              : `Chooses ${data.count} series${services.length > 0 ? ` of ${services.slice(0, 4).join(", ")}${services.length > 4 ? ` and ${services.length - 4} more` : ""}` : ""}.`)}
      </p>
      {data && data.some.length > 0 ? (
        <ul className="grid gap-0.5 border-line border-l-2 pl-2.5 text-faint text-sm">
          {data.some.slice(0, 4).map((s) => (
            <li key={s.id} className="truncate">
              {s.service ? `${s.service} ` : ""}
              {s.title}
              {s.tags ? ` · ${s.tags}` : ""}
            </li>
          ))}
          {data.count > 4 ? <li>and {data.count - 4} more</li> : null}
        </ul>
      ) : null}
    </div>
  );
}
