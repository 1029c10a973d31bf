/** A span as diagnosis reads it; times in ms of any one clock, `events` are the templates of what it logged. */
export type ReadSpan = {
  trace: string;
  id: string;
  parent: string | null;
  service: string;
  operation: string;
  start: number;
  end: number;
  /** Who it calls, where that one sends no spans of its own */
  peer?: string | null;
  /** Whether it failed; absent where spans do not tell */
  failed?: boolean;
  events?: readonly { at: number; template: string }[];
};

/** How often `after` came right behind `before` inside an operation; keys are joined by `cut`. */
export type TraceProfile = {
  /** service, operation, before → after → times */
  steps: Map<string, Map<string, number>>;
  /** service, operation → ms spent there and not in what it called */
  own: Map<string, number[]>;
  /** caller, callee, operation → ms that the caller waited beyond what the callee worked */
  wire: Map<string, number[]>;
  /** service, operation → spans, and those that failed though nothing below them did */
  broke: Map<string, { spans: number; own: number }>;
};

export const cut = "\u0000";

/**
 * Sums up the spans of one window: inside each span the order of its calls and log lines, in which a code fault shows, the
 * time of its own, in which a resource fault shows, the time lost between caller and callee, in which a network fault shows,
 * and where failures begin. A call to somebody who sends no spans is that one's. After Nezha's event graphs (Yu et al., FSE 2023), kept as counts of neighbours. One pass, O(spans · log children).
 */
export function traceProfile(spans: Iterable<ReadSpan>): TraceProfile {
  const profile: TraceProfile = {
    steps: new Map(),
    own: new Map(),
    wire: new Map(),
    broke: new Map(),
  };
  const list = [...spans];
  const children = new Map<string, ReadSpan[]>();
  for (const span of list)
    if (span.parent !== null) {
      const key = span.trace + cut + span.parent;
      const known = children.get(key);
      if (known) known.push(span);
      else children.set(key, [span]);
    }
  for (const span of list) {
    const below = (children.get(span.trace + cut + span.id) ?? []).sort(
      (a, b) => a.start - b.start,
    );
    const silent = below.length === 0 && span.peer ? span.peer : null;
    if (silent === null) stepsOf(profile, span, below);
    if (span.failed !== undefined) brokeOf(profile, span, below, silent ?? span.service);
    const remote = below[0];
    if (remote && below.length === 1 && remote.service !== span.service) {
      const waited = span.end - span.start - (remote.end - remote.start);
      push(profile.wire, [span.service, remote.service, span.operation].join(cut), waited);
    } else {
      const spent = span.end - span.start - covered(span, below);
      push(profile.own, [silent ?? span.service, span.operation].join(cut), spent);
    }
  }
  return profile;
}

function stepsOf({ steps }: TraceProfile, span: ReadSpan, below: readonly ReadSpan[]): void {
  const told = [
    ...below.map((c) => ({ at: c.start, template: `call ${c.operation}` })),
    ...(span.events ?? []),
  ].sort((a, b) => a.at - b.at);
  let before = "start";
  for (const after of [...told.map((t) => t.template), "end"]) {
    const key = [span.service, span.operation, before].join(cut);
    const row = steps.get(key) ?? new Map<string, number>();
    row.set(after, (row.get(after) ?? 0) + 1);
    steps.set(key, row);
    before = after;
  }
}

function brokeOf(
  { broke }: TraceProfile,
  span: ReadSpan,
  below: readonly ReadSpan[],
  service: string,
): void {
  const key = [service, span.operation].join(cut);
  const row = broke.get(key) ?? { spans: 0, own: 0 };
  row.spans++;
  if (span.failed && !below.some((c) => c.failed)) row.own++;
  broke.set(key, row);
}

/** Ms of a span during which at least one of its children, in order of start, ran. */
function covered(span: ReadSpan, below: readonly ReadSpan[]): number {
  let sum = 0;
  let until = span.start;
  for (const c of below) {
    const from = Math.max(c.start, until);
    const to = Math.min(c.end, span.end);
    if (to > from) {
      sum += to - from;
      until = to;
    }
  }
  return sum;
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
