import type { ReactNode } from "react";
import { cn } from "../ui/cn";

/** One labelled fact of the strip under a situation's title. */
export function Fact({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={cn(
        "min-w-0 py-2.5 md:border-line md:not-last:border-r md:not-last:mr-4 md:not-last:pr-4 2xl:not-last:mr-5 2xl:not-last:pr-5",
        className,
      )}
    >
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="mt-px flex min-h-5 flex-wrap items-center gap-x-1.5 font-medium text-md [&_span.q]:font-normal [&_span.q]:text-muted">
        {children}
      </dd>
    </div>
  );
}
