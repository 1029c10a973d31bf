"use client";
import { FlaskConical } from "lucide-react";
import { useMay } from "../nav/use-shell";
import { useVerb, useView } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { SkeletonRows } from "../ui/skeleton";

/** Demo only: break the fleet on purpose, and mend it. */
export function FaultPanel() {
  const may = useMay("responder");
  const query = useView("demo-faults", {}, { topics: ["change", "remedy"], everyMs: 5_000 });
  const patchActive = (name: string, active: boolean) => ({
    faults: (query.data?.faults ?? []).map((f) => (f.name === name ? { ...f, active } : f)),
  });
  const cause = useVerb("cause-fault", {
    optimistic: ({ name }, views) => views.patch("demo-faults", () => patchActive(name, true)),
    says: () => "Caused. Detectors usually see it within 30 seconds.",
  });
  const clear = useVerb("clear-fault", {
    optimistic: ({ name }, views) => views.patch("demo-faults", () => patchActive(name, false)),
    says: () => "Clearing",
  });
  return (
    <Card
      title="Cause a fault"
      note="demo fleet"
      aside={<FlaskConical size={14} aria-hidden="true" />}
    >
      {query.data ? (
        <ul>
          {query.data.faults.map((fault) => (
            <li
              key={fault.name}
              className="flex items-center gap-3 border-line border-b px-3.5 py-2 last:border-0"
            >
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2">
                  <span className="font-medium">{fault.title}</span>
                  {fault.active ? <Chip tone="strong">On</Chip> : null}
                </p>
                <p className="text-muted text-sm">{fault.says}</p>
              </div>
              {may ? (
                <Button
                  size="sm"
                  className="max-md:h-10"
                  disabled={cause.isPending || clear.isPending}
                  aria-label={`${fault.active ? "Clear" : "Cause"}: ${fault.title}`}
                  onClick={() => (fault.active ? clear : cause).mutate({ name: fault.name })}
                >
                  {fault.active ? "Clear" : "Cause"}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : query.error ? (
        <p className="px-3.5 py-3 text-muted">{query.error.message}</p>
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Card>
  );
}
