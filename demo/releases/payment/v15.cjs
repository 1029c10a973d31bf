// Takes payments through the card network.
const { serve, call, work } = require("../../shop/service.cjs");

let taken = 0;

serve({
  "POST /payments": async ({ body }) => {
    await work(35);
    await call("card-network", "/authorise", { body: { amount: body.amount }, timeoutMs: 4000 });
    return { id: `p-${++taken}` };
  },
});
