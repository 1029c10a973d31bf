"use client";
import { BellOff } from "lucide-react";
import Link from "next/link";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { Time } from "../ui/time";

type Silence = ViewOutput<"maintenance">["silences"][number];

/** Series silenced one by one: those in force first. */
export function SilenceRows({ silences }: { silences: readonly Silence[] }) {
  const may = useMay("responder");
  const end = useVerb("end-silence", { says: (s) => `${s.name} may page again` });
  if (silences.length === 0)
    return (
      <Card>
        <EmptyState icon={<BellOff size={17} aria-hidden="true" />} title="No silences">
          One series is silenced from its row in Anomalies, or from its page. It ends by itself
          after seven days at the latest.
        </EmptyState>
      </Card>
    );
  const sorted = [...silences].sort(
    (a, b) => Number(b.inForce) - Number(a.inForce) || b.from - a.from,
  );
  return (
    <Card title="Silences" note="the last 60 days" aside={silences.length}>
      <ul>
        {sorted.map((s) => (
          <li key={s.id} className="row flex flex-wrap items-center gap-x-4 gap-y-1 px-3.5 py-2">
            <span className="min-w-0 flex-1 basis-64">
              <span className="flex items-center gap-2">
                <Link href={`/metrics/${s.seriesId}`} className="truncate hover:underline">
                  {s.service ? <span className="font-medium">{s.service} </span> : null}
                  {s.title}
                </Link>
                {s.inForce ? <Chip tone="accent">in force</Chip> : null}
              </span>
              <span className="block truncate text-muted text-sm">
                {s.reason ? `${s.reason} · ` : ""}by {s.author}
              </span>
            </span>
            <span className="text-muted text-sm">
              <Time at={s.from} date seconds={false} /> to <Time at={s.to} date seconds={false} />
            </span>
            {s.inForce ? (
              <Button
                size="sm"
                disabled={!may || end.isPending}
                onClick={() => end.mutate({ seriesId: s.seriesId })}
              >
                End now
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
