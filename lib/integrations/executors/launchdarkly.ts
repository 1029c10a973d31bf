import { z } from "zod";
import { type Executor, ExecutorRefused, type Outside } from "../executor";
import type { IntegrationConfig } from "../model";
import { openPeer } from "../peer";
import { flagExecutor } from "./flag-executor";

const flagShape = z.object({
  archived: z.boolean().optional(),
  environments: z.record(z.string(), z.object({ on: z.boolean() })),
});

/** Turns flags off and on in one environment of a LaunchDarkly project, by semantic patch. */
export function launchDarklyExecutor(
  { url, project, environment }: IntegrationConfig<"launchdarkly">,
  token: string,
  { outgoing }: Outside,
): Executor {
  const { ask } = openPeer({
    outgoing,
    name: "LaunchDarkly",
    base: url,
    headers: { authorization: token },
  });
  const pathOf = (flag: string) =>
    `api/v2/flags/${encodeURIComponent(project)}/${encodeURIComponent(flag)}`;
  return flagExecutor({
    name: "LaunchDarkly",
    environment,
    async read(flag) {
      const { value } = await ask(
        `${pathOf(flag)}?env=${encodeURIComponent(environment)}`,
        flagShape,
      );
      const found = value.environments[environment];
      if (!found || value.archived)
        throw new ExecutorRefused(
          value.archived
            ? `${flag} is archived in LaunchDarkly.`
            : `${flag} has no environment ${environment} in LaunchDarkly.`,
        );
      return found.on;
    },
    async write(flag, on, comment) {
      await ask(pathOf(flag), z.unknown(), {
        method: "PATCH",
        type: "application/json; domain-model=launchdarkly.semanticpatch",
        // Somebody else's change of the same flag was being written.
        passes: [409],
        body: {
          environmentKey: environment,
          comment,
          instructions: [{ kind: on ? "turnFlagOn" : "turnFlagOff" }],
        },
      });
    },
  });
}
