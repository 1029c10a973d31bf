import { Radio } from "lucide-react";
import Link from "next/link";
import { formatValue } from "../chart/format-value";
import { Sparkline } from "../chart/sparkline";
import type { ViewOutput } from "../query";
import { Chip } from "../ui/chip";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { formatPercent } from "../ui/format";
import { Led } from "../ui/led";

type Service = ViewOutput<"overview">["services"][number];

const words = {
  good: "in band",
  weak: "a little off",
  strong: "out of band",
  silent: "no traffic",
} as const;
const tones = { good: "good", weak: "weak", strong: "strong", silent: "off" } as const;
const rank = { strong: 0, weak: 1, good: 2, silent: 3 } as const;

function Reading({ label, value, odd }: { label: string; value: string; odd: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{label}</dt>
      <dd
        className={cn(
          "truncate text-sm",
          odd && value !== "–" ? "font-medium text-strong" : "text-ink",
        )}
      >
        {value}
      </dd>
    </div>
  );
}

function Tile({ service: s }: { service: Service }) {
  return (
    <li
      className={cn(
        "relative min-w-0 rounded-lg border bg-surface px-3.5 py-2.5 hover:bg-hover",
        s.state === "strong" ? "border-strong-mark/50" : "border-line",
      )}
    >
      <div className="flex items-center gap-2">
        <Led tone={tones[s.state]} />
        <Link
          href={`/metrics?view=all&service=${encodeURIComponent(s.service)}`}
          className="min-w-0 truncate font-medium -outline-offset-2 after:absolute after:inset-0"
        >
          {s.service}
        </Link>
        <span className="sr-only">{words[s.state]}</span>
        {s.situationId === null ? null : (
          <Link href={`/situations/${s.situationId}`} className="relative z-10 ml-auto">
            <Chip tone="strong" className="font-mono">{`S-${s.situationId}`}</Chip>
          </Link>
        )}
      </div>
      <div className="mt-1.5 flex items-end gap-3">
        <dl className="grid flex-1 grid-cols-[1.1fr_0.9fr_1fr] gap-x-2">
          <Reading
            label="req/s"
            value={s.requests === null ? "–" : s.requests.toFixed(s.requests < 10 ? 1 : 0)}
            odd={s.odd.includes("service.requests")}
          />
          <Reading
            label="failing"
            value={s.errors === null ? "–" : formatPercent(s.errors)}
            odd={s.odd.includes("service.errors")}
          />
          <Reading
            label="p95"
            value={formatValue(s.p95, "ms")}
            odd={s.odd.some((m) => m.includes("latency"))}
          />
        </dl>
        <Sparkline values={s.spark} width={72} height={28} />
      </div>
    </li>
  );
}

/** One tile per service, the troubled ones first: rate, failures, latency and its shape over the last hour. */
export function ServiceTiles({ services }: { services: readonly Service[] }) {
  if (services.length === 0)
    return (
      <div className="rounded-lg border border-line bg-surface">
        <EmptyState
          icon={<Radio size={17} aria-hidden="true" />}
          title="No service has sent anything yet"
          action={
            <Link href="/settings" className="text-accent hover:underline">
              How to send telemetry
            </Link>
          }
        >
          Point an OpenTelemetry SDK or a Prometheus at Sitroom; each service appears here with its
          first ten seconds of traffic.
        </EmptyState>
      </div>
    );
  return (
    <ul className="grid gap-2.5 sm:grid-cols-2 xl:grid-cols-3 2xl:grid-cols-4">
      {services
        .toSorted((a, b) => rank[a.state] - rank[b.state])
        .map((s) => (
          <Tile key={s.service} service={s} />
        ))}
    </ul>
  );
}
