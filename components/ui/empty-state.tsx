import type { ReactNode } from "react";
import { cn } from "./cn";

/** Says what will appear here and how to make it appear. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  className,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("flex flex-col items-center gap-1.5 px-6 py-12 text-center", className)}>
      {icon ? (
        <div className="mb-1.5 grid size-9 place-items-center rounded-lg border border-line bg-raised text-muted">
          {icon}
        </div>
      ) : null}
      <p className="font-medium text-md">{title}</p>
      {children ? <div className="max-w-md text-muted">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
