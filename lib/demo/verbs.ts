import { z } from "zod";
import { defineVerb } from "../verb";
import { causeFault, clearFault } from "./faults";

const input = z.object({ name: z.string().regex(/^[a-z0-9-]{1,60}$/) });

export const causeFaultVerb = defineVerb({
  name: "cause-fault",
  role: "responder",
  input,
  run: async (_, { name }) => {
    await causeFault(name);
    return { name };
  },
  tells: ({ name }) => ({ says: `Demo fault ${name} caused.` }),
});

export const clearFaultVerb = defineVerb({
  name: "clear-fault",
  role: "responder",
  input,
  run: async (_, { name }) => {
    await clearFault(name);
    return { name };
  },
  tells: ({ name }) => ({ says: `Demo fault ${name} cleared.` }),
});
