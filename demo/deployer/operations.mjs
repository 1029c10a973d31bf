// Deploys and settings as operations with steps, one at a time per target, each told to the outside as a change.
import { randomUUID } from "node:crypto";

/** Who an instance is: its process. */
export const processOf = ({ pid }) => `process ${pid}`;

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * `shop` runs things: see shop.mjs. `tell` takes change events. With a journal, operations that a command began are found
 * again after a kill, with the steps they had.
 */
export function openOperations({ shop, tell, log, journal = { entries: [], append() {} } }) {
  const operations = new Map();
  const lastOf = new Map();
  for (const entry of journal.entries) {
    if (entry.kind === "command")
      operations.set(entry.operation, { id: entry.operation, state: "running", steps: [] });
    const operation = operations.get(entry.operation);
    if (entry.kind === "step") operation?.steps.push({ at: entry.at, says: entry.says });
    if (entry.kind === "ended" && operation)
      Object.assign(operation, { state: entry.state, message: entry.message });
  }

  /** Runs `work(step)` after whatever runs on the same target. `id`: of an operation that a command named. */
  const begin = (target, id, work) => {
    const operation = operations.get(id) ?? { id: id ?? randomUUID(), state: "running", steps: [] };
    operations.set(operation.id, operation);
    const keep = (entry) => {
      if (id !== undefined) journal.append({ ...entry, operation: id });
    };
    const step = (says) => {
      const at = Date.now();
      keep({ kind: "step", at, says });
      operation.steps.push({ at, says });
      log(`${target}: ${says}`);
    };
    const before = lastOf.get(target)?.done ?? Promise.resolve();
    operation.done = before
      .then(() => work(step))
      .then(
        () => {
          keep({ kind: "ended", state: "succeeded" });
          operation.state = "succeeded";
        },
        (error) => {
          keep({ kind: "ended", state: "failed", message: error.message });
          operation.state = "failed";
          operation.message = error.message;
          log(`${target} failed: ${error.message}`);
        },
      );
    lastOf.set(target, operation);
    return operation;
  };

  /** Runs `work` and tells of it before and after as one change with a stable id. */
  const telling = async (change, work) => {
    const id = randomUUID();
    tell({ ...change, id, at: Date.now(), status: "started" });
    try {
      await work();
      tell({ ...change, id, at: Date.now(), status: "succeeded" });
    } catch (error) {
      tell({ ...change, id, at: Date.now(), status: "failed" });
      throw error;
    }
  };

  const isReleased = (service, version) => shop.versionsOf(service).includes(version);
  const undoTo = (target, to) => ({ integration: "demo-deployer", target, to });

  return {
    find: (id) => operations.get(id),
    /** Whether something runs on the target or waits for it. */
    busy: (target) => lastOf.get(target)?.state === "running",

    /** Brings a service to a version. `why` = {author, title, details, operation: the id it must have} */
    deploy(service, version, why = {}) {
      if (!shop.has(service)) throw new Refused(404, `there is no service ${service}`);
      if (!(shop.mayRun ?? isReleased)(service, version))
        throw new Refused(404, `${service} has no release ${version}`);
      return begin(service, why.operation, async (step) => {
        const from = shop.versionOf(service);
        if (from === version) return step(`${service} already runs ${version}`);
        const release = shop.releaseOf(service, version);
        const change = {
          kind: "deploy",
          service,
          from,
          to: version,
          title: why.title ?? `${service} ${version}: ${release.title}`,
          author: why.author ?? release.author,
          link: shop.linkTo(service, version),
          undo: undoTo(service, from),
          details: why.details ?? {},
        };
        step(`replacing ${from} by ${version}`);
        await telling(change, () => shop.replace(service, version, step, why.details?.cause));
        step(`${service} runs ${version}`);
      });
    },

    /** Starts the instance of a target "instance:NAME" anew. `process`: the one that is meant; another under that name is left alone. */
    restart(target, process, why = {}) {
      const id = target.slice("instance:".length);
      return begin(target, why.operation, async (step) => {
        const found = shop.instance?.(id);
        // Its successor has another name: who is gone has been restarted.
        if (!found || processOf(found) !== process) return step(`${id} has been restarted`);
        step(`restarting ${id}`);
        await shop.restart(found.service, id, step);
      });
    },
    /** Sets a flag ("flag:NAME") or a configuration value ("config:SERVICE.KEY"). */
    set(target, to, why = {}) {
      const found = shop.setting(target);
      if (!found) throw new Refused(404, `there is no target ${target}`);
      return begin(target, why.operation, async (step) => {
        const from = found.get();
        if (from === to) return step(`${target} already is ${to}`);
        const change = {
          kind: found.kind,
          service: found.service,
          from,
          to,
          title: why.title ?? `${found.title}: ${from} → ${to}`,
          author: why.author ?? "Lena Fischer",
          link: shop.linkTo(found.service, shop.versionOf(found.service)),
          undo: undoTo(target, from),
          details: why.details ?? {},
        };
        await telling(change, async () => found.set(to));
        step(`${target} is ${to}`);
      });
    },
  };
}
