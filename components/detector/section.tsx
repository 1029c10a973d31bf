import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** A part of the form that folds away. */
export function Section({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <details open className="group border-line border-t py-1 last:border-b">
      <summary className="flex h-9 cursor-pointer list-none items-center gap-2 rounded-md font-semibold [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          aria-hidden="true"
          className="text-muted transition-transform group-open:rotate-90"
        />
        {title}
        <span className="ml-auto font-normal text-muted text-sm">{note}</span>
      </summary>
      <div className="pt-1 pb-3">{children}</div>
    </details>
  );
}
