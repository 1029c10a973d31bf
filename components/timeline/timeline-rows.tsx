import {
  Activity,
  ArrowUp,
  CircleCheck,
  Crosshair,
  type LucideIcon,
  Pin,
  Siren,
  Stethoscope,
  Undo2,
  UserRound,
} from "lucide-react";
import { Time } from "../ui/time";

export type TimelineRow = {
  id: string;
  /** Part of the situation's short story */
  pinned?: boolean;
  at: number;
  room: string;
  kind: string;
  says: string;
  actor: { kind: string; name: string };
};

const icons: Record<string, readonly [LucideIcon, string]> = {
  ingest: [ArrowUp, "text-change"],
  detect: [Crosshair, "text-weak"],
  situate: [Siren, "text-strong"],
  diagnose: [Stethoscope, "text-muted"],
  remediate: [Undo2, "text-rollback"],
  verify: [CircleCheck, "text-good"],
  people: [UserRound, "text-muted"],
};

/** What happened, newest first: when, what, by whom. `dates` adds the day. */
export function TimelineRows({
  rows,
  dates = false,
  onPin,
}: {
  rows: readonly TimelineRow[];
  dates?: boolean;
  /** Offers a pin on every row */
  onPin?: (row: TimelineRow) => void;
}) {
  if (rows.length === 0)
    return <p className="px-3.5 py-3 text-muted">Nothing has been recorded yet.</p>;
  return (
    <ol>
      {rows.map((row) => {
        const [Icon, tone] = icons[row.room] ?? [Activity, "text-muted"];
        return (
          <li
            key={row.id}
            className="grid min-h-[34px] grid-cols-[auto_16px_minmax(0,1fr)] items-start gap-x-3 border-line border-b px-3.5 py-[7px] last:border-0 md:grid-cols-[auto_16px_minmax(0,1fr)_auto]"
          >
            <Time
              at={row.at}
              date={dates}
              className="font-mono text-muted text-sm leading-[19px]"
            />
            <Icon size={14} strokeWidth={1.75} aria-hidden="true" className={`mt-[3px] ${tone}`} />
            <span className="min-w-0 break-words">{row.says}</span>
            <span className="flex items-center gap-2 whitespace-nowrap text-muted text-sm leading-[19px] max-md:col-start-3">
              {row.actor.name}
              {onPin ? (
                <button
                  type="button"
                  aria-pressed={row.pinned ?? false}
                  aria-label={`${row.pinned ? "Unpin" : "Pin"}: ${row.says}`}
                  title={row.pinned ? "Take out of the story" : "Pin to the story"}
                  onClick={() => onPin(row)}
                  className="-m-1 grid size-6 place-items-center rounded-sm text-faint hover:bg-hover hover:text-ink aria-pressed:text-accent"
                >
                  <Pin size={13} aria-hidden="true" />
                </button>
              ) : row.pinned ? (
                <Pin size={13} className="text-accent" aria-label="pinned" />
              ) : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
