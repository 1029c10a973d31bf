import { z } from "zod";
import { type Executor, ExecutorRefused, type Outside } from "../executor";
import type { IntegrationConfig } from "../model";
import { openPeer } from "../peer";
import { flagExecutor } from "./flag-executor";

const feature = z.object({
  archived: z.boolean().optional(),
  environments: z.array(z.object({ name: z.string(), enabled: z.boolean() })),
});

/** Switches flags in one environment of one Unleash project, through its admin API. */
export function unleashExecutor(
  { url, project, environment }: IntegrationConfig<"unleash">,
  token: string,
  { outgoing }: Outside,
): Executor {
  const { ask } = openPeer({
    outgoing,
    name: "Unleash",
    base: url,
    headers: { authorization: token },
  });
  const pathOf = (flag: string) =>
    `api/admin/projects/${encodeURIComponent(project)}/features/${encodeURIComponent(flag)}`;
  return flagExecutor({
    name: "Unleash",
    environment,
    async read(flag) {
      const { value } = await ask(pathOf(flag), feature);
      const found = value.environments.find((e) => e.name === environment);
      if (!found || value.archived)
        throw new ExecutorRefused(
          value.archived
            ? `${flag} is archived in Unleash.`
            : `${flag} has no environment ${environment} in Unleash.`,
        );
      return found.enabled;
    },
    async write(flag, on) {
      const where = `${pathOf(flag)}/environments/${encodeURIComponent(environment)}`;
      await ask(`${where}/${on ? "on" : "off"}`, z.unknown(), { method: "POST" });
    },
  });
}
