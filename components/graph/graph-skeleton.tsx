import { Skeleton } from "../ui/skeleton";

/** A few cards in columns while the graph is fetched or laid out. */
export function GraphSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading"
      className="flex min-h-[420px] flex-1 items-center justify-center gap-16 p-10"
    >
      {[1, 2, 3].map((column) => (
        <div key={column} className="grid gap-10">
          {Array.from({ length: column }, (_, i) => i).map((card) => (
            <Skeleton key={card} className="h-[76px] w-40 rounded-lg" />
          ))}
        </div>
      ))}
    </div>
  );
}
