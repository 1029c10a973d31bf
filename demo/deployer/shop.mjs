// The running shop: external processes, service groups, the visitors, and everything about it that can be changed.
import { readdirSync } from "node:fs";
import path from "node:path";
import {
  baselineConfig,
  baselineFlags,
  externals,
  hiccupRatio,
  releases,
  services,
} from "../estate.mjs";
import { startExternal } from "./external.mjs";
import { startProcess } from "./process.mjs";
import { openServiceGroup } from "./service-group.mjs";

const releasesDir = path.resolve(import.meta.dirname, "../releases");
const number = (version) => Number(version.slice(1));

/**
 * Starts everything and resolves when every instance is healthy. `onAnswer` hears of each answered request,
 * `linkBase()` gives the deployer's own address.
 */
export async function openShop({ env, onAnswer, linkBase, log }) {
  const config = structuredClone(baselineConfig);
  const flags = structuredClone(baselineFlags);
  const outside = new Map();
  const groups = new Map();
  const urls = {};

  const settingsOf = (service) => ({
    config: config[service] ?? {},
    flags: Object.fromEntries(
      Object.entries(flags)
        .filter(([, flag]) => flag.service === service)
        .map(([name, flag]) => [name, flag.value]),
    ),
  });
  const telemetry = env.otlpUrl
    ? {
        OTEL_EXPORTER_OTLP_ENDPOINT: env.otlpUrl,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${encodeURIComponent(env.otlpKey)}`,
        OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: "gzip",
        OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: "gzip",
        OTEL_LOGS_EXPORTER: "otlp",
        OTEL_BLRP_SCHEDULE_DELAY: "1000",
        OTEL_METRIC_EXPORT_INTERVAL: "5000",
        OTEL_BSP_SCHEDULE_DELAY: "1000",
      }
    : { OTEL_SDK_DISABLED: "true" };
  const base = { NODE_COMPILE_CACHE: env.compileCache };

  await Promise.all(
    externals.map(async (name) => {
      const external = await startExternal({ name, env: base, log });
      outside.set(name, external);
      urls[name] = external.url;
    }),
  );
  for (const { name, baseline, calls } of services) {
    const group = await openServiceGroup({
      name,
      version: baseline,
      size: 2,
      envOf: () => ({
        ...base,
        ...telemetry,
        OTEL_SERVICE_NAME: name,
        // Without the detector that gives every process a random service.instance.id: ours has a name that the deployer knows.
        OTEL_NODE_RESOURCE_DETECTORS: "env,host,process",
        FLEET_PEERS: JSON.stringify(
          Object.fromEntries(calls.map((callee) => [callee, urls[callee]])),
        ),
        FLEET_HICCUPS: String(env.hiccups ?? hiccupRatio),
      }),
      settings: () => settingsOf(name),
      onAnswer,
      log,
    });
    groups.set(name, group);
    urls[name] = group.url;
  }
  // A few at a time: on a small machine each is up sooner than if all started at once.
  const booting = [...groups.values()];
  while (booting.length > 0) await Promise.all(booting.splice(0, 2).map((group) => group.boot()));

  let visitors;
  let visitorStats = {};
  const startVisitors = async () => {
    visitors = await startProcess({
      name: "visitors",
      script: "visitors.mjs",
      env: {
        ...base,
        VISITORS_URL: urls.gateway,
        VISITORS_RATE: String(env.rate),
        VISITORS_SEED: String(env.seed),
      },
      onExit: () => {
        if (!closing) void startVisitors().catch((error) => log(error.message));
      },
    });
    visitors.onMessage((message) => {
      if (message.stats) visitorStats = message.stats;
    });
  };
  let closing = false;
  await startVisitors();

  const baselineOf = (service) => services.find((one) => one.name === service).baseline;
  const versionsOf = (service) =>
    readdirSync(path.join(releasesDir, service))
      .map((file) => path.basename(file, ".cjs"))
      .sort((a, b) => number(a) - number(b));

  return {
    has: (service) => groups.has(service),
    versionsOf,
    baselineOf,
    versionOf: (service) => groups.get(service).version(),
    releaseOf: (service, version) =>
      releases[`${service} ${version}`] ?? { author: "Lena Fischer", title: "The usual release" },
    linkTo: (service, version) => `${linkBase()}/releases/${service}/${version}`,
    sourceOf: (service, version) => path.join(releasesDir, service, `${version}.cjs`),
    replace: (service, version, step) => groups.get(service).replace(version, step),
    /** The instance of this name with its service, or undefined. */
    instance: (id) => {
      for (const [service, group] of groups) {
        const found = group.instances().find((one) => one.id === id);
        if (found) return { service, ...found };
      }
    },
    instancesOf: (service) => groups.get(service).instances(),
    restart: (service, id, step) => groups.get(service).restart(id, step),
    tellInstance: (service, id, message) => groups.get(service).tell(id, message),
    urlOf: (name) => urls[name],

    /** What stands behind "flag:NAME" or "config:SERVICE.KEY", or undefined. */
    setting(target) {
      const flag = target.startsWith("flag:") ? flags[target.slice(5)] : undefined;
      if (flag)
        return {
          kind: "flag",
          service: flag.service,
          title: `Flag ${target.slice(5)}`,
          baseline: baselineFlags[target.slice(5)].value,
          get: () => flag.value,
          set(to) {
            flag.value = to;
            groups.get(flag.service).tellSettings();
          },
        };
      const [, service, key] = /^config:([^.]+)\.(.+)$/.exec(target) ?? [];
      if (service && config[service]?.[key] !== undefined)
        return {
          kind: "config",
          service,
          title: `${service} ${key}`,
          baseline: baselineConfig[service][key],
          get: () => config[service][key],
          set(to) {
            config[service][key] = to;
            groups.get(service).tellSettings();
          },
        };
    },
    settings: () => [
      ...Object.keys(flags).map((name) => `flag:${name}`),
      ...Object.entries(config).flatMap(([service, keys]) =>
        Object.keys(keys).map((key) => `config:${service}.${key}`),
      ),
    ],
    outside: (name) => outside.get(name),
    setVisitors: (times) => visitors.tell({ times }),
    visitors: () => visitorStats,
    describe: () => [
      ...services.map(({ name, baseline, calls }) => ({
        name,
        kind: "service",
        version: groups.get(name).version(),
        baseline,
        versions: versionsOf(name),
        calls,
        url: groups.get(name).url,
        instances: groups.get(name).instances(),
      })),
      ...[...outside.values()].map((one) => ({
        name: one.name,
        kind: "external",
        up: one.up(),
        url: one.url,
      })),
    ],
    async close() {
      closing = true;
      await Promise.all([
        visitors.stop(300),
        ...[...groups.values(), ...outside.values()].map((one) => one.close()),
      ]);
    },
  };
}
