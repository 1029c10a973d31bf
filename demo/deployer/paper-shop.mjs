// A shop on paper: versions in a journal instead of processes, for whoever wants the deployer alone.

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** `stepMs`: how long each of the three steps of a deploy takes. Any version may be deployed; every service begins at v1. */
export function openPaperShop({ services, stepMs, journal, linkBase }) {
  const versions = new Map(services.map((name) => [name, "v1"]));
  for (const entry of journal.entries)
    if (entry.kind === "switched") versions.set(entry.service, entry.to);
  return {
    has: (service) => versions.has(service),
    versionsOf: (service) => ["v1", versions.get(service)],
    mayRun: (_, version) => /^v\d+$/.test(version),
    versionOf: (service) => versions.get(service),
    releaseOf: () => ({ author: "Lena Fischer", title: "A release" }),
    linkTo: (service, version) => `${linkBase()}/releases/${service}/${version}`,
    async replace(service, version, step, cause) {
      const from = versions.get(service);
      step("new instances are starting");
      await pause(stepMs);
      step("new instances answer");
      await pause(stepMs);
      journal.append({ kind: "switched", service, from, to: version, cause });
      versions.set(service, version);
      step("requests go to them");
      await pause(stepMs);
    },
    setting: () => undefined,
    settings: () => [],
    visitors: () => ({}),
    describe: () =>
      [...versions].map(([name, version]) => ({
        name,
        kind: "service",
        version,
        baseline: "v1",
        versions: ["v1"],
        calls: [],
      })),
  };
}
