import type { Anomaly } from "@/lib/detect/model";
import { isSurge, leadOf, type Place, placesOf } from "./lead";
import type { Terrain } from "./terrain";

/** A title from the facts: what went wrong where the story begins, and how far it reached. */
export function titleOf(members: readonly Anomaly[], land: Terrain): string {
  const places = placesOf(members);
  const lead = leadOf(places, land);
  if (!lead) {
    const first = members[0];
    return first ? `Unusual ${first.metric}` : "Nothing unusual";
  }
  const others = places.length - 1;
  const words = [headline(lead), ...consequences(lead, places)].join(" and ");
  const reach = others === 0 ? "" : ` on ${places.length} services`;
  return capital(`${words}${reach}`);
}

function headline(lead: Place): string {
  const { service, signals } = lead;
  const requests = signals.get("requests");
  if (isSurge(lead) && requests) return `traffic surge at ${service}${times(requests)}`;
  if (signals.has("errors")) return `${service} errors`;
  if (signals.has("latency")) return `slow ${service}`;
  if (requests)
    return isSilent(requests) ? `no requests at ${service}` : `fewer requests at ${service}`;
  return `unusual ${signals.get("other")?.metric ?? "behaviour"} at ${service}`;
}

/** What else the reader should know: slowness beside the lead's errors, errors or slowness that a surge brought, a silent callee. */
function consequences(lead: Place, places: readonly Place[]): string[] {
  if (isSurge(lead)) {
    const words = [
      places.some((p) => p.signals.has("errors")) ? "errors" : "",
      places.some((p) => p.signals.has("latency")) ? "slow responses" : "",
    ].filter((w) => w !== "");
    return words.length > 0 ? [words.join(" and ")] : [];
  }
  const dead = places.find((p) => {
    const requests = p.signals.get("requests");
    return p !== lead && requests && isSilent(requests) && p.signals.size === 1;
  });
  if (dead && lead.signals.has("errors")) return [`no requests at ${dead.service}`];
  return lead.signals.has("errors") && lead.signals.has("latency") ? ["slow responses"] : [];
}

const isSilent = (a: Anomaly): boolean =>
  a.direction === "below" && a.peakValue <= 0.05 * (a.peakExpected ?? Number.POSITIVE_INFINITY);

function times(a: Anomaly): string {
  const ratio = a.peakExpected ? a.peakValue / a.peakExpected : Number.NaN;
  return Number.isFinite(ratio) && ratio >= 1.2 ? ` (${ratio.toFixed(1)}× the usual)` : "";
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
