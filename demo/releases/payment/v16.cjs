// Takes payments through the card network. v16 numbers payments by time, so that they stay unique over restarts.
const { serve, call, work } = require("../../shop/service.cjs");

serve({
  "POST /payments": async ({ body }) => {
    await work(35);
    await call("card-network", "/authorise", { body: { amount: body.amount }, timeoutMs: 4000 });
    return { id: `p-${Date.now().toString(36)}` };
  },
});
