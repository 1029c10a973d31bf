import type { RunSeries } from "./series-run";
import type { Slot } from "./slot";

/** A series that may tell others the traffic; `feeds` are the slots that ask it. */
export type Companion = { series: RunSeries; feeds: Slot[] };

/**
 * Who tells whom the traffic: the companion is the series of the same service with the metric that the slot's gate names;
 * of several, the oldest. Links are kept right as series and slots come and go.
 */
export class Companions {
  /** By service and metric: the oldest series, and the slots that ask for its traffic */
  private readonly oldest = new Map<string, Companion>();
  private readonly asking = new Map<string, Set<Slot>>();

  add(companion: Companion): void {
    const { service, metric, id } = companion.series;
    const name = nameOf(service, metric);
    if (name === null || (this.oldest.get(name)?.series.id ?? Infinity) < id) return;
    this.oldest.set(name, companion);
    for (const slot of this.asking.get(name) ?? []) this.link(slot);
  }

  link(slot: Slot): void {
    const name = nameOf(slot.series.service, slot.settings.counts.minTraffic?.metric);
    const companion = name === null ? undefined : this.oldest.get(name);
    if (name !== null) {
      const asking = this.asking.get(name) ?? new Set();
      this.asking.set(name, asking.add(slot));
    }
    if (slot.companion === companion) return;
    unfeed(slot);
    slot.companion = companion ?? null;
    companion?.feeds.push(slot);
  }

  unlink(slot: Slot): void {
    for (const asking of this.asking.values()) asking.delete(slot);
    unfeed(slot);
    slot.companion = null;
  }
}

function unfeed(slot: Slot): void {
  const { companion } = slot;
  if (companion) companion.feeds = companion.feeds.filter((s) => s !== slot);
}

const nameOf = (service: string | null, metric: string | undefined): string | null =>
  service === null || metric === undefined ? null : `${service}\u0000${metric}`;
