import { shippedDetectors } from "../detect/defaults";
import type { Anomaly } from "../detect/model";
import { runSettings } from "../detect/run-settings";
import { SeriesRun } from "../detect/series-run";
import { around } from "../diagnose/around";
import { onsetOf } from "../diagnose/onset";
import type { Candidate, Data, Need, Scene } from "../diagnose/scene";
import { failing, p95, tally } from "../diagnose/tally";
import { golden, windowMs } from "../ingest/model";
import { Board } from "../situate/board";
import { terrain } from "../situate/terrain";
import { titleOf } from "../situate/title";
import { heaps, parseCalls, play, type Window, type World } from "./world";

/** A change as a story tells it: "deploy pricing v41 > v42", "flag booking off > on", at the start of a window. */
type Told = { window: number; says: string };

export type Story = Partial<Omit<World, "deploys">> & {
  windows: number;
  /** Epoch ms of the first window */
  start?: number;
  changes?: readonly Told[];
};

/** One situation at one moment of a story, with everything that diagnosis may ask for. */
export type Moment = {
  scene: Scene;
  title: string;
  /** Every change of the story, also those still to come; the scene holds those that have happened */
  changes: readonly Candidate[];
  fetch(needs: readonly Need[]): Promise<Data>;
};

const usualStart = Date.UTC(2026, 10, 23, 9);
/** A hotel-booking shop that most stories play in. */
const shop = {
  calls:
    "gateway > search > details > pricing > rates-db, search > inventory > rates-db, gateway > booking > payment > card-network, booking > notification",
  silent: ["rates-db", "card-network"],
  requests: "200",
  behaviour: {},
  seed: 1,
};

/**
 * Plays a story without a database: the windows that ingest would count, the shipped detectors on the golden signals,
 * and situations turn by turn. Yields every situation at every third turn and at the last one.
 */
export function* moments(story: Story): Generator<Moment> {
  const { start = usualStart } = story;
  const changes = (story.changes ?? []).map((told, i) => changeOf(told, i, start));
  const world: World = {
    ...shop,
    ...story,
    deploys: changes.flatMap((c) =>
      c.kind === "deploy"
        ? [
            {
              service: c.service,
              from: c.from ?? "",
              to: c.to ?? "",
              window: (c.at - start) / windowMs,
            },
          ]
        : [],
    ),
  };
  const { graph } = parseCalls(world.calls);
  const silent = new Set(world.silent);
  const windows = play(world, start, story.windows);
  const told = new Map<string, Anomaly>();
  const watch = watcher(told);
  const board = new Board();
  for (let i = 0; i < windows.length; i++) {
    watch(windows[i] as Window, start + i * windowMs);
    const now = start + (i + 1) * windowMs;
    const land = terrain(
      graph,
      silent,
      changes.filter((c) => c.at <= now),
    );
    board.turn(now, [...told.values()], land);
    told.clear();
    // Every third turn and the last one: diagnoses are what a story costs.
    if (i % 3 !== 0 && i < windows.length - 1) continue;
    const seen = windows.slice(0, i + 1);
    const fetch = fetcher({
      requests: seen.flatMap((w) => w.requests),
      edges: seen.flatMap((w) => w.edges),
      series: heaps(world, start, i + 1),
    });
    for (const { id, state, members } of board.groups.values()) {
      if (state === "candidate") continue;
      const scene = sceneOf(id, [...members.values()], graph, silent, changes, now);
      yield { scene, title: titleOf(scene.members, land), changes, fetch };
    }
  }
}

function watcher(anomalies: Map<string, Anomaly>) {
  const runs = new Map<string, SeriesRun[]>();
  const note = (_event: string, a: Anomaly) => anomalies.set(a.id, { ...a });
  const runsOf = (service: string) => {
    const known = runs.get(service);
    if (known) return known;
    const made = shippedDetectors.map(({ id, settings }, n) => {
      const metric = settings.target.split(" = ")[1] ?? "";
      const seriesId = runs.size * 10 + n;
      return new SeriesRun(runSettings(id, 1, settings), { id: seriesId, service, metric }, note);
    });
    runs.set(service, made);
    return made;
  };
  return ({ requests }: Window, t: number) => {
    for (const service of new Set(requests.map((r) => r.service))) {
      const sum = tally(requests.filter((r) => r.service === service));
      for (const run of runsOf(service)) {
        const value = {
          [golden.requests]: sum.count / (windowMs / 1000),
          [golden.errors]: failing(sum),
          [golden.p95]: p95(sum),
        }[run.series.metric];
        if (typeof value === "number") run.push(t, value);
        run.pushTraffic(t, sum.count / (windowMs / 1000));
      }
    }
  };
}

function changeOf({ window, says }: Told, i: number, start: number): Candidate {
  const [kind = "", service = "", from = "", , to = ""] = says.split(" ");
  const at = start + window * windowMs;
  return {
    id: `change-${i + 1}`,
    kind: kind as Candidate["kind"],
    service,
    from,
    to,
    title: says,
    author: null,
    link: null,
    source: "story",
    status: "succeeded",
    at,
    finishedAt: at,
    reversible: true,
    undo: { integration: "story", target: service, to: from },
    begunAt: at,
  };
}

function sceneOf(
  situationId: number,
  members: readonly Anomaly[],
  graph: Scene["graph"],
  silent: ReadonlySet<string>,
  changes: readonly Candidate[],
  now: number,
): Scene {
  return {
    situationId,
    now,
    onsetAt: onsetOf(members) ?? members[0]?.startedAt ?? now,
    members,
    graph,
    silent,
    changes: changes.filter((c) => c.at <= now),
    services: around(graph, [...new Set(members.flatMap((m) => m.service ?? []))]),
  };
}

function fetcher(all: Data): Moment["fetch"] {
  return async (needs) => ({
    requests: needs.flatMap((n) =>
      n.kind === "requests"
        ? all.requests.filter(
            (r) => r.start >= n.from && r.start < n.to && n.services.includes(r.service),
          )
        : [],
    ),
    edges: needs.flatMap((n) =>
      n.kind === "edges"
        ? all.edges.filter(
            (e) =>
              e.start >= n.from &&
              e.start < n.to &&
              (n.services.includes(e.caller) || n.services.includes(e.callee)),
          )
        : [],
    ),
    series: needs.flatMap((n) =>
      n.kind === "series"
        ? all.series.filter((s) => n.services.includes(s.service) && n.metrics.includes(s.metric))
        : [],
    ),
  });
}
