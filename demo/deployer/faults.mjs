// Faults that can be caused on purpose. Every one is real: other code, another setting, a slow or dead process, more visitors.

const slowDatabaseMs = 350;
/** The port that nobody may listen on. */
const nobodyThere = "http://127.0.0.1:1";
/** Faults without a change go away by themselves after this long. */
const passesAfterMs = 5 * 60_000;

// Whether an answer shows the fault; undefined when it says nothing about it.
const failed = (service) => (answer) =>
  answer.service === service ? answer.status >= 500 : undefined;
const slower = (service, ms) => (answer) =>
  answer.service === service ? answer.ms > ms || answer.status >= 500 : undefined;

/**
 * `guilty` is the target whose change is the cause or the instance that is, or null when none is. `bad(answer)` tells whether an answer shows the fault, undefined
 * when it says nothing about it.
 */
export function listFaults({ shop, operations, log }) {
  const deployFault = (name, title, says, service, version, bad) => ({
    name,
    title,
    says,
    kind: "deploy",
    guilty: service,
    bad: (answer) => (answer.version === version ? bad(answer) : undefined),
    active: () => shop.versionOf(service) === version,
    start: () => operations.deploy(service, version),
    clear: () =>
      operations.deploy(service, shop.baselineOf(service), {
        title: `${service} back to ${shop.baselineOf(service)}`,
      }),
  });
  const settingFault = (name, kind, title, says, target, value, why, bad) => ({
    name,
    title,
    says,
    kind,
    guilty: target,
    bad,
    active: () => shop.setting(target).get() === value,
    start: () => operations.set(target, value, { title: why }),
    clear: () => operations.set(target, shop.setting(target).baseline),
  });
  /** A fault that no change causes: `on` and `off` act on the running shop. */
  const plainFault = (name, kind, title, says, on, off, bad) => {
    let timer;
    const clear = async () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      await off();
      log(`${name} is over`);
    };
    return {
      name,
      title,
      says,
      kind,
      guilty: null,
      bad,
      active: () => timer !== undefined,
      async start() {
        if (timer !== undefined) return;
        timer = setTimeout(() => void clear(), passesAfterMs);
        await on();
      },
      clear,
    };
  };

  /** One instance remembers what is not true any more; its siblings do not, and neither does a successor. */
  const staleAddress = () => {
    let stale;
    const { active, ...fault } = plainFault(
      "stale-address",
      "instance",
      "Stale address",
      "One of pricing's two instances remembers an address of rates-db where nobody listens any more: all its requests fail. A restart helps.",
      () => {
        stale = shop.instancesOf("pricing")[0].id;
        shop.tellInstance("pricing", stale, { peers: { "rates-db": nobodyThere } });
      },
      () => shop.tellInstance("pricing", stale, { peers: { "rates-db": shop.urlOf("rates-db") } }),
      failed("pricing"),
    );
    return {
      ...fault,
      active: () => active() && shop.instance(stale) !== undefined,
      get guilty() {
        return stale === undefined ? null : `instance:${stale}`;
      },
    };
  };

  const harmless = ["search", "notification", "gateway", "payment", "booking"];
  let turn = 0;

  return [
    deployFault(
      "bad-deploy",
      "Bad deploy",
      "pricing v42 looks exchange rates up in a table that lacks two currencies: about 35 % of its requests fail.",
      "pricing",
      "v42",
      failed("pricing"),
    ),
    deployFault(
      "slow-deploy",
      "Slow deploy",
      "details v13 checks the rights of every photo one by one: right, but 400 ms slower.",
      "details",
      "v13",
      slower("details", 300),
    ),
    deployFault(
      "leak-deploy",
      "Memory leak",
      "inventory v10 remembers every answer for ever: it gets slower by the minute, and is restarted when its memory is full.",
      "inventory",
      "v10",
      slower("inventory", 160),
    ),
    settingFault(
      "config-change",
      "config",
      "Config change",
      "search waits only 60 ms for prices instead of 2000: a part of the searches fails.",
      "config:search.timeoutMs",
      "60",
      "search: fail fast on slow prices (timeoutMs 2000 → 60)",
      failed("search"),
    ),
    settingFault(
      "feature-flag",
      "flag",
      "Feature flag",
      "instant-confirmation goes on in booking: its code forgets that guests have no membership, so their bookings fail.",
      "flag:instant-confirmation",
      "on",
      "Turn on instant-confirmation for everybody",
      failed("booking"),
    ),
    plainFault(
      "slow-database",
      "database",
      "Slow database",
      `Every query to rates-db takes ${slowDatabaseMs} ms longer. No change is to blame.`,
      () => shop.outside("rates-db").tell({ slowMs: slowDatabaseMs }),
      () => shop.outside("rates-db").tell({ slowMs: 0 }),
      (answer) => slower("pricing", 250)(answer) ?? slower("inventory", 250)(answer),
    ),
    plainFault(
      "dead-dependency",
      "dependency",
      "Dead dependency",
      "The card network is down: every payment fails. No change is to blame.",
      () => shop.outside("card-network").down(),
      () => shop.outside("card-network").revive(),
      failed("payment"),
    ),
    plainFault(
      "traffic-surge",
      "traffic",
      "Traffic surge",
      "Three times as many visitors as usual at this hour. No change is to blame.",
      () => shop.setVisitors(3),
      () => shop.setVisitors(1),
      (answer) => answer.service === "gateway" || undefined,
    ),
    staleAddress(),
    {
      name: "harmless-deploy",
      title: "Harmless deploy",
      says: "A release without a fault, of one service after the other: a decoy. Nothing should be proposed.",
      kind: "decoy",
      guilty: null,
      bad: () => undefined,
      active: () => false,
      start() {
        const service = harmless[turn++ % harmless.length];
        const [older, newer] = shop.versionsOf(service);
        const to = shop.versionOf(service) === newer ? older : newer;
        operations.deploy(service, to);
      },
      clear() {},
    },
  ];
}
