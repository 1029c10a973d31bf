import { ExpressionIndex } from "@/lib/series/expression-index";
import type { Tags } from "@/lib/series/tags";
import type { Around } from "./around";
import type { MaintenanceWindow } from "./maintenance";
import type { RunSeries } from "./series-run";
import type { KnownChange } from "./tuning";

/** What goes on around all series: changes by service, oldest first, and maintenance windows. */
export type Surroundings = {
  changes: ReadonlyMap<string, readonly KnownChange[]>;
  windows: readonly MaintenanceWindow[];
};

/** The surroundings, indexed by what they are around. */
export class SurroundingsIndex {
  private all: Surroundings = { changes: new Map(), windows: [] };
  private readonly scopes = new ExpressionIndex<number>();

  replace(surroundings: Surroundings): void {
    for (const i of this.all.windows.keys()) this.scopes.delete(i);
    this.all = surroundings;
    for (const [i, { scope }] of surroundings.windows.entries()) this.scopes.set(i, scope);
  }

  /** Brings `around` up to date with what concerns the series. */
  look(around: Around, series: RunSeries & { tags: Tags }): void {
    const { changes, windows } = this.all;
    around.changes = changes.get(series.service ?? "") ?? [];
    around.windows =
      windows.length === 0
        ? []
        : this.scopes
            .match(series.metric, series.tags)
            .sort((a, b) => a - b)
            .flatMap((i) => windows[i] ?? []);
  }
}
