import { cn } from "./cn";

/** A place kept for what is coming, in its final size. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn("block animate-pulse-slow rounded-xs bg-hover", className)}
    />
  );
}

/** The rows of a list before they arrive. */
export function SkeletonRows({ rows = 6, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" aria-label="Loading" className={className}>
      {Array.from({ length: rows }, (_, i) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a placeholder have no identity
          key={i}
          className="flex h-[34px] items-center gap-4 border-line border-b px-3.5 last:border-0"
        >
          <Skeleton className="h-2.5 w-12" />
          <Skeleton
            className={cn("h-2.5", i % 3 === 0 ? "w-2/5" : i % 3 === 1 ? "w-1/3" : "w-1/2")}
          />
          <Skeleton className="ml-auto h-2.5 w-16" />
        </div>
      ))}
    </div>
  );
}
