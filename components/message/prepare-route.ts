import {
  hearsOfUs,
  type NewsKind,
  newsKind,
  type QuietHours,
  type Route,
  usualRoute,
} from "@/lib/messages/model";
import type { Severity } from "@/lib/situate/model";

/** A route as its form holds it. */
export type RouteDraft = {
  name: string;
  team: string;
  services: string;
  severity: Severity;
  kinds: readonly NewsKind[];
  own: boolean;
  channels: readonly string[];
  quiet: boolean;
  from: string;
  to: string;
  zone: string;
  weekends: boolean;
  critical: boolean;
  perHour: string;
  digestMinutes: string;
};

const usualQuiet = { from: "22:00", to: "07:00", weekends: false, critical: false };

/** The form of a route; `zone` is where whoever makes it is. */
export function routeDraft(route: Route | undefined, zone: string): RouteDraft {
  const quiet = route?.quiet ?? { ...usualQuiet, zone };
  return {
    name: route?.name ?? "",
    team: route?.team ?? "",
    services: route?.services.join("\n") ?? "",
    severity: route?.severity ?? "high",
    kinds: route === undefined || route.kinds.length === 0 ? newsKind.options : route.kinds,
    own: route ? hearsOfUs(route) : true,
    channels: route?.channels ?? [],
    quiet: route?.quiet != null,
    from: quiet.from,
    to: quiet.to,
    zone: quiet.zone,
    weekends: quiet.weekends,
    critical: quiet.critical,
    perHour: String(route?.perHour ?? usualRoute.perHour),
    digestMinutes: String((route?.digestMs ?? usualRoute.digestMs) / 60_000),
  };
}

/** The route of a form, without when it was made. All kinds are written as none: kinds to come count too. */
export function routeOf(draft: RouteDraft, id: string): Omit<Route, "since"> {
  const { from, to, zone, weekends, critical } = draft;
  const quiet: QuietHours | null = draft.quiet ? { from, to, zone, weekends, critical } : null;
  return {
    id,
    name: draft.name.trim(),
    team: draft.team === "" ? null : draft.team,
    services: draft.services
      .split(/[\n,]/)
      .map((name) => name.trim())
      .filter((name) => name !== ""),
    severity: draft.severity,
    kinds: draft.kinds.length === newsKind.options.length ? [] : [...draft.kinds],
    own: draft.own,
    channels: [...draft.channels],
    quiet,
    perHour: Number(draft.perHour),
    digestMs: Number(draft.digestMinutes) * 60_000,
  };
}
