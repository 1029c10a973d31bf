import type { Anomaly } from "@/lib/detect/model";
import { type Signal, signalOf } from "./model";

/** The anomalies of one service in one group, summed up so that a long situation costs no more than a short one. */
export type Site = {
  service: string | null;
  firstOnset: number;
  lastOnset: number;
  /** Infinity while any of them is open */
  until: number;
  /** Of the first of them */
  metric: string;
  /** What kinds of signal are off */
  signals: Set<Signal>;
};

/** A group's services, found by name in one step. */
export class Sites {
  readonly byService = new Map<string | null, Site>();

  static of(members: Iterable<Anomaly>): Sites {
    const sites = new Sites();
    for (const m of members) sites.add(m);
    return sites;
  }

  /** Epoch ms of the first onset; Infinity without any. */
  get onset(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const s of this.byService.values()) first = Math.min(first, s.firstOnset);
    return first;
  }

  add({
    service,
    startedAt,
    endedAt,
    metric,
  }: Pick<Anomaly, "service" | "startedAt" | "endedAt" | "metric">): void {
    this.put(service, startedAt, startedAt, endedAt ?? Number.POSITIVE_INFINITY, metric);
  }

  /** Adds what is known of one service: first and last onset, until when (epoch ms), and the metric that was first. */
  put(
    service: string | null,
    firstOnset: number,
    lastOnset: number,
    until: number,
    metric: string,
    signals: readonly Signal[] = [signalOf(metric)],
  ): void {
    const site = this.byService.get(service);
    if (!site) {
      const all = new Set(signals);
      this.byService.set(service, { service, firstOnset, lastOnset, until, metric, signals: all });
      return;
    }
    if (firstOnset < site.firstOnset) site.metric = metric;
    site.firstOnset = Math.min(site.firstOnset, firstOnset);
    site.lastOnset = Math.max(site.lastOnset, lastOnset);
    site.until = Math.max(site.until, until);
    for (const s of signals) site.signals.add(s);
  }

  /** Takes in all that another group knows. */
  absorb(other: Sites): void {
    for (const s of other.byService.values())
      this.put(s.service, s.firstOnset, s.lastOnset, s.until, s.metric, [...s.signals]);
  }
}
