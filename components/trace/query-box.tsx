"use client";
import { CircleHelp, Search } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Popover } from "../ui/popover";

const examples = [
  ["service = pricing AND error = true", "a pricing span, and some span that failed"],
  ["(service = pricing AND error = true)", "one span that is both"],
  ["http.response.status_code >= 500", "numbers compare with < ≤ > ≥"],
  ["(db.system = postgres* AND duration > 200ms)", "* stands for any text; us, ms, s, m"],
  ['operation = "POST /bookings" AND NOT peer = card-network', "quote what has spaces"],
  ["http.route != /health OR exception.type", "a name alone: the tag is there"],
] as const;

/** The search in words; it is run on enter and when the field is left. */
export function QueryBox({
  value,
  mistake,
  onChange,
}: {
  value: string;
  /** What is wrong with `value` */
  mistake: string | null;
  onChange(value: string): void;
}) {
  const [draft, setDraft] = useState({ text: value, of: value });
  // Another search from outside, such as the back button, replaces what was typed.
  if (draft.of !== value) setDraft({ text: value, of: value });
  const run = (text: string) => onChange(text.trim());
  return (
    <form
      className="min-w-0 flex-1 basis-80"
      onSubmit={(e) => {
        e.preventDefault();
        run(draft.text);
      }}
    >
      <div className="flex items-center gap-1.5">
        <div className="relative min-w-0 flex-1">
          <Search
            size={14}
            aria-hidden="true"
            className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
          />
          <Input
            data-search
            type="search"
            aria-label="Search traces"
            aria-keyshortcuts="/"
            aria-invalid={mistake !== null}
            aria-describedby={mistake === null ? undefined : "trace-query-mistake"}
            spellCheck={false}
            autoComplete="off"
            maxLength={1000}
            value={draft.text}
            onChange={(e) => setDraft({ text: e.target.value, of: value })}
            onBlur={() => run(draft.text)}
            placeholder="service = pricing AND duration > 300ms"
            className="h-[30px] pl-8 font-mono text-sm placeholder:font-sans"
          />
        </div>
        <Popover
          label="How to search"
          align="end"
          className="w-[min(480px,calc(100vw-32px))] p-3.5"
          trigger={
            <Button type="button" variant="ghost" size="icon-sm" aria-label="How to search">
              <CircleHelp size={15} aria-hidden="true" />
            </Button>
          }
        >
          <p className="mb-2 text-muted">
            Compare{" "}
            <b className="font-medium text-ink">
              service, operation, kind, duration, error, version, instance, peer
            </b>{" "}
            or any attribute. Join with AND, OR, NOT; what stands in parentheses must hold of one
            and the same span.
          </p>
          <ul className="grid gap-2">
            {examples.map(([query, says]) => (
              <li key={query}>
                <button
                  type="button"
                  onClick={() => run(query)}
                  className="block max-w-full break-words text-left font-mono text-accent text-sm hover:underline"
                >
                  {query}
                </button>
                <span className="text-muted text-sm">{says}</span>
              </li>
            ))}
          </ul>
        </Popover>
      </div>
      {mistake === null ? null : (
        <p id="trace-query-mistake" role="alert" className="mt-1 text-sm text-strong">
          {mistake}
        </p>
      )}
    </form>
  );
}
