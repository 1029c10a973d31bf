// Causes faults, ends them, and keeps for each when it was caused and when its first bad answer was given.
import { Refused } from "./operations.mjs";

/** A fault shows when so many of the last answers are bad; one slow answer alone may be chance. */
const shown = { bad: 3, last: 10 };

export function openFaultBoard(faults) {
  const records = new Map();
  const find = (name) => {
    const fault = faults.find((one) => one.name === name);
    if (!fault)
      throw new Refused(
        404,
        `there is no fault ${name}; there are ${faults.map((f) => f.name).join(", ")}`,
      );
    return fault;
  };
  return {
    /** Call with every answer of a balancer. */
    see(answer) {
      for (const [fault, record] of records) {
        if (record.firstBadAt !== null) continue;
        const bad = fault.bad(answer);
        if (bad === undefined) continue;
        record.last.push(bad ? Date.now() : null);
        if (record.last.length > shown.last) record.last.shift();
        const times = record.last.filter((at) => at !== null);
        if (times.length >= shown.bad) record.firstBadAt = times[0];
      }
    },
    list: () =>
      faults.map((fault) => ({
        name: fault.name,
        title: fault.title,
        says: fault.says,
        kind: fault.kind,
        active: fault.active(),
        guilty: fault.guilty,
        causedAt: records.get(fault)?.causedAt ?? null,
        firstBadAt: records.get(fault)?.firstBadAt ?? null,
      })),
    async cause(name) {
      const fault = find(name);
      records.set(fault, { causedAt: Date.now(), firstBadAt: null, last: [] });
      await fault.start();
    },
    async clear(name) {
      await find(name).clear();
    },
  };
}
