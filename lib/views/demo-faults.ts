import { z } from "zod";
import { listFaults } from "../demo/faults";
import { defineView } from "../view";

/** The faults that can be caused in the demo's fleet. */
export const demoFaults = defineView({
  input: z.object({}),
  load: async () => ({ faults: await listFaults() }),
});
