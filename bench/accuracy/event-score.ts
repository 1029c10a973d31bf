/**
 * Scores alerts against labelled events, the way somebody on call would count them.
 * An event is a run of labelled points. An alert opens at an anomalous point and closes after `closeAfter` ordinary
 * ones, like an anomaly in the product; it is right if one of its anomalous points is labelled. An event is found if
 * one of its points is anomalous. Delay: from the event's first point to its first anomalous one. F1 is by plain points.
 */
export type EventCounts = {
  events: number;
  found: number;
  alerts: number;
  right: number;
  /** Epoch-ms differences, one per event found */
  delays: number[];
  truePoints: number;
  falsePoints: number;
  missedPoints: number;
};

export function countEvents(
  times: readonly number[],
  labels: readonly number[],
  anomalous: ArrayLike<boolean>,
  closeAfter = 3,
): EventCounts {
  const c: EventCounts = {
    events: 0,
    found: 0,
    alerts: 0,
    right: 0,
    delays: [],
    truePoints: 0,
    falsePoints: 0,
    missedPoints: 0,
  };
  let eventStart = -1;
  let eventFound = false;
  let quiet = closeAfter;
  let alertRight = false;
  for (let i = 0; i < times.length; i++) {
    const label = labels[i] === 1;
    const alarm = anomalous[i] === true;
    if (label && eventStart < 0) {
      eventStart = i;
      eventFound = false;
      c.events++;
    } else if (!label) eventStart = -1;
    if (label && alarm && !eventFound) {
      eventFound = true;
      c.found++;
      c.delays.push((times[i] ?? 0) - (times[eventStart] ?? 0));
    }
    if (label && alarm) c.truePoints++;
    else if (alarm) c.falsePoints++;
    else if (label) c.missedPoints++;
    if (!alarm) {
      quiet++;
      continue;
    }
    if (quiet >= closeAfter) {
      c.alerts++;
      alertRight = false;
    }
    quiet = 0;
    if (label && !alertRight) {
      alertRight = true;
      c.right++;
    }
  }
  return c;
}

/** Adds up the counts of files. */
export function sumEvents(all: readonly EventCounts[]) {
  const sum = (pick: (c: EventCounts) => number) => all.reduce((s, c) => s + pick(c), 0);
  const delays = all.flatMap((c) => c.delays).sort((a, b) => a - b);
  const [tp, fp, fn] = [
    sum((c) => c.truePoints),
    sum((c) => c.falsePoints),
    sum((c) => c.missedPoints),
  ];
  const ratio = (a: number, b: number) => (b === 0 ? 0 : a / b);
  return {
    eventRecall: ratio(
      sum((c) => c.found),
      sum((c) => c.events),
    ),
    alertPrecision: ratio(
      sum((c) => c.right),
      sum((c) => c.alerts),
    ),
    delayMs: delays[delays.length >> 1] ?? null,
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    alerts: sum((c) => c.alerts),
    events: sum((c) => c.events),
  };
}
