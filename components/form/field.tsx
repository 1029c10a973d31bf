import { cloneElement, type ReactElement, type ReactNode, useId } from "react";

type Control = ReactElement<{ id?: string; "aria-describedby"?: string; "aria-invalid"?: boolean }>;

/** A labelled control with its hint or error below. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  children: Control;
}) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-muted text-sm">
        {label}
      </label>
      {cloneElement(children, {
        id,
        ...(below ? { "aria-describedby": `${id}-below` } : {}),
        ...(error ? { "aria-invalid": true } : {}),
      })}
      {below ? (
        <p id={`${id}-below`} className={error ? "text-sm text-strong" : "text-faint text-sm"}>
          {below}
        </p>
      ) : null}
    </div>
  );
}
