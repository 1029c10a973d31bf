import { z } from "zod";

const fault = z.object({
  name: z.string(),
  title: z.string(),
  kind: z.string(),
  active: z.boolean(),
  /** Target of the change that is the cause, or the instance that is, known once it is caused; null when none is */
  guilty: z.string().nullable(),
  causedAt: z.number().nullable(),
  firstBadAt: z.number().nullable(),
});
export type Fault = z.infer<typeof fault>;

const service = z.object({
  name: z.string(),
  kind: z.string(),
  version: z.string().optional(),
  baseline: z.string().optional(),
});

/** The demo deployer's API as far as the bench uses it. */
export function deployerAt(base: string) {
  const ask = async (method: string, route: string): Promise<unknown> => {
    const response = await fetch(`${base}${route}`, {
      method,
      signal: AbortSignal.timeout(60_000),
    });
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status}`);
    return response.json();
  };
  return {
    faults: async () => z.array(fault).parse(await ask("GET", "/faults")),
    cause: (name: string) => ask("POST", `/faults/${name}`),
    clear: (name: string) => ask("POST", `/faults/${name}/clear`),
    reset: () => ask("POST", "/reset"),
    /** Whether every service runs its baseline and no fault is active */
    atBaseline: async () => {
      const services = z.array(service).parse(await ask("GET", "/services"));
      const faults = z.array(fault).parse(await ask("GET", "/faults"));
      return services.every((s) => s.version === s.baseline) && !faults.some((f) => f.active);
    },
  };
}
export type Deployer = ReturnType<typeof deployerAt>;
