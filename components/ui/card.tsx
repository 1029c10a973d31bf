import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = {
  title?: ReactNode;
  /** Plain words after the title: the unit, the window, the scope */
  note?: ReactNode;
  /** Right end of the head: a legend, a link, a count */
  aside?: ReactNode;
  className?: string;
  bodyClassName?: string;
  children: ReactNode;
  id?: string;
};

/** A bordered surface without shadow; 40 px head. */
export function Card({ title, note, aside, className, bodyClassName, children, id }: Props) {
  return (
    <section
      id={id}
      className={cn("min-w-0 rounded-lg border border-line bg-surface", className)}
      {...(typeof title === "string" ? { "aria-label": title } : {})}
    >
      {title === undefined ? null : (
        <header className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-line border-b px-3.5 py-1.5">
          <h2 className="font-semibold text-base">{title}</h2>
          {note ? <span className="min-w-0 text-muted text-sm">{note}</span> : null}
          {aside ? (
            <div className="ml-auto flex items-center gap-2 text-muted text-sm">{aside}</div>
          ) : null}
        </header>
      )}
      <div className={bodyClassName}>{children}</div>
    </section>
  );
}
