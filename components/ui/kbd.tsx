import { cn } from "./cn";

/** The key that does the same. Hidden from assistive technology: the control itself carries aria-keyshortcuts. */
export function Kbd({ children, className }: { children: string; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "inline-block min-w-[18px] rounded-xs border border-current/25 px-1 text-center font-medium font-mono text-xs leading-4 max-md:hidden",
        className,
      )}
    >
      {children}
    </span>
  );
}
