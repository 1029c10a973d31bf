import {
  ArrowUp,
  Cable,
  Database,
  Flag,
  type LucideIcon,
  Server,
  Settings2,
  Waypoints,
} from "lucide-react";

const icons: Record<string, LucideIcon> = {
  deploy: ArrowUp,
  flag: Flag,
  config: Settings2,
  database: Database,
  infrastructure: Server,
  network: Cable,
};

/** What kind of thing is suspected: violet for a change, grey for a service. */
export function CauseIcon({ changeKind, size = 13 }: { changeKind: string | null; size?: number }) {
  const Icon = changeKind === null ? Waypoints : (icons[changeKind] ?? Server);
  return (
    <Icon
      size={size}
      strokeWidth={1.75}
      aria-hidden="true"
      className={changeKind === null ? "shrink-0 text-muted" : "shrink-0 text-change"}
    />
  );
}
