import { z } from "zod";
import { readEnv } from "../env";
import { Problem } from "../problem";

/** A fault that the demo's fleet can be given. */
const fault = z.object({
  name: z.string(),
  title: z.string(),
  says: z.string(),
  kind: z.string(),
  active: z.boolean(),
});
export type Fault = z.infer<typeof fault>;

const timeoutMs = 4_000;

async function ask(path: string, method: "GET" | "POST"): Promise<unknown> {
  const { SITROOM_DEMO, DEMO_DEPLOYER_URL } = readEnv();
  if (!SITROOM_DEMO || !DEMO_DEPLOYER_URL)
    throw new Problem("not-found", "There is no demo fleet here. Start it with npm run demo.");
  let response: Response;
  try {
    response = await fetch(`${DEMO_DEPLOYER_URL}${path}`, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    const late = error instanceof Error && error.name === "TimeoutError";
    throw new Problem(
      "unavailable",
      `The demo fleet ${late ? "answers too late" : "does not answer"}: it may be starting, or it has ended. npm run demo starts it.`,
    );
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const said = z.object({ error: z.string() }).safeParse(body);
  throw new Problem(
    response.status === 404 ? "not-found" : "conflict",
    said.success ? said.data.error : `The demo's deployer answered ${response.status}.`,
  );
}

/** The faults of the demo's fleet and which of them are on. Throws Problem when the demo does not run. */
export const listFaults = async (): Promise<Fault[]> =>
  z.array(fault).parse(await ask("/faults", "GET"));

/** Causes a fault in the demo's fleet. */
export const causeFault = (name: string): Promise<unknown> =>
  ask(`/faults/${encodeURIComponent(name)}`, "POST");

/** Takes a fault away again. */
export const clearFault = (name: string): Promise<unknown> =>
  ask(`/faults/${encodeURIComponent(name)}/clear`, "POST");
