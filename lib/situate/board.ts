import type { Anomaly } from "@/lib/detect/model";
import { quietMs, quietSince } from "./clear";
import { evidenceOf } from "./evidence";
import { type GroupingRules, usualRules, type Why } from "./model";
import { Sites } from "./sites";
import { aftermathMs, type EndedGroup, type Placed, situate } from "./situate";
import type { Terrain } from "./terrain";

/** An anomaly that waits for company is forgotten this long after its last point. */
export const waitMs = 5 * 60_000;
/** What was over for so long no longer draws new members. */
export const siteMs = 60 * 60_000;
const hourMs = 60 * 60_000;

export type BoardGroup = {
  id: number;
  state: "open" | "candidate" | "ended";
  members: Map<string, Anomaly>;
  resolvedAt: number | null;
  /** Why each member is in it */
  why: Map<string, Why[]>;
  /** What was found from its members when they last changed */
  seen: Seen | null;
};

type Seen = { at: number; sites: Sites; evidence: number; quietSince: number | null };
/** A group whose members say nothing new is looked through again after this long. */
const lookAgainMs = 60_000;

/**
 * The room without a database: takes anomalies as they are told, places them turn by turn with the same code as the
 * worker, promotes candidates, clears what went quiet. What stories, simulated days and benches play on.
 */
export class Board {
  readonly groups = new Map<number, BoardGroup>();
  /** The situation or candidate of each placed anomaly */
  readonly placeOf = new Map<string, number>();
  private readonly waiting = new Map<string, Anomaly>();
  private readonly onsets = new Map<number, number[]>();
  private readonly active = new Set<BoardGroup>();
  private readonly rules: GroupingRules;
  private nextId = 0;

  constructor(rules: GroupingRules = usualRules) {
    this.rules = rules;
  }

  /** One turn; anomalies may be told again as they grow. Returns the ids of situations that opened in it. */
  turn(now: number, told: readonly Anomaly[], land: Terrain): number[] {
    for (const a of told) this.take(a);
    for (const [id, a] of this.waiting)
      if (a.muted !== null || a.lastAt < now - waitMs) this.waiting.delete(id);
    const open = [...this.active].filter((g) => g.state !== "ended");
    const flapping = this.flapping(now);
    const fresh = [...this.waiting.values()];
    const opened: number[] = [];
    if (fresh.length > 0) {
      const turn = situate(
        fresh,
        open.map((g) => ({ id: g.id, sites: this.look(g, now, land, flapping).sites })),
        [...this.active].filter((g) => g.state === "ended").map(endedOf),
        land,
        { rules: this.rules, flapping },
      );
      for (const [id, placed] of turn.joins) {
        const group = this.groups.get(id);
        if (!group) continue;
        this.add(group, placed);
        if (turn.reopens.has(id)) Object.assign(group, { state: "open", resolvedAt: null });
      }
      for (const [from, { into, why }] of turn.merges) this.merge(from, into, why);
      for (const placed of turn.opens) opened.push(this.found("open", placed));
      for (const placed of turn.candidates) this.found("candidate", placed);
    }
    for (const group of [...this.active])
      if (this.refresh(group, now, land, flapping)) opened.push(group.id);
    return opened;
  }

  private take(a: Anomaly): void {
    const at = this.placeOf.get(a.id);
    const group = at === undefined ? undefined : this.groups.get(at);
    if (group) {
      group.members.set(a.id, a);
      group.seen = null;
    } else {
      if (!this.waiting.has(a.id)) {
        const times = this.onsets.get(a.seriesId) ?? [];
        times.push(a.startedAt);
        this.onsets.set(a.seriesId, times.slice(-this.rules.flapsAnHour));
      }
      this.waiting.set(a.id, a);
    }
  }

  private flapping(now: number): Set<number> {
    const found = new Set<number>();
    for (const { seriesId } of this.waiting.values()) {
      const times = this.onsets.get(seriesId) ?? [];
      if (times.filter((t) => t > now - hourMs).length >= this.rules.flapsAnHour)
        found.add(seriesId);
    }
    return found;
  }

  private found(state: "open" | "candidate", placed: readonly Placed[]): number {
    const group: BoardGroup = {
      id: this.nextId++,
      state,
      members: new Map(),
      resolvedAt: null,
      why: new Map(),
      seen: null,
    };
    this.groups.set(group.id, group);
    this.active.add(group);
    this.add(group, placed);
    return group.id;
  }

  private add(group: BoardGroup, placed: readonly Placed[]): void {
    this.active.add(group);
    group.seen = null;
    for (const { anomaly, why } of placed) {
      group.why.set(anomaly.id, why);
      group.members.set(anomaly.id, anomaly);
      this.placeOf.set(anomaly.id, group.id);
      this.waiting.delete(anomaly.id);
    }
  }

  private merge(from: number, into: number, why: Why): void {
    const old = this.groups.get(from);
    const group = this.groups.get(into);
    if (!old || !group) return;
    this.add(
      group,
      [...old.members.values()].map((anomaly) => ({ anomaly, why: [why] })),
    );
    if (old.state === "open") group.state = "open";
    this.active.delete(old);
    this.groups.delete(from);
  }

  /** True when a candidate became a situation. */
  private refresh(
    group: BoardGroup,
    now: number,
    land: Terrain,
    flapping: ReadonlySet<number>,
  ): boolean {
    if (group.state === "ended") {
      if (now - (group.resolvedAt ?? now) > aftermathMs) this.active.delete(group);
      return false;
    }
    const { evidence, quietSince } = this.look(group, now, land, flapping);
    const quiet = quietSince !== null && now - quietSince >= quietMs;
    if (group.state === "candidate") {
      if (evidence >= this.rules.openBar) {
        group.state = "open";
        return true;
      }
      if (quiet && now - (quietSince ?? now) > waitMs) this.active.delete(group);
    } else if (quiet) Object.assign(group, { state: "ended", resolvedAt: now });
    return false;
  }

  private look(group: BoardGroup, now: number, land: Terrain, flapping: ReadonlySet<number>): Seen {
    if (group.seen && now - group.seen.at < lookAgainMs) return group.seen;
    const members = [...group.members.values()];
    const seen = {
      at: now,
      sites: sitesNow(members, now),
      evidence: group.state === "candidate" ? evidenceOf(members, land.memory, flapping) : 1,
      quietSince: quietSince(members, now),
    };
    group.seen = seen;
    return seen;
  }
}

/** The services of a group as they draw new members now: what was over an hour ago does not. */
export function sitesNow(members: Iterable<Anomaly>, now: number): Sites {
  const sites = new Sites();
  for (const m of members) if (m.endedAt === null || m.endedAt > now - siteMs) sites.add(m);
  return sites;
}

const endedOf = (g: BoardGroup): EndedGroup => ({
  id: g.id,
  members: [...g.members.values()],
  resolvedAt: g.resolvedAt ?? 0,
  resolution: "cleared",
});
