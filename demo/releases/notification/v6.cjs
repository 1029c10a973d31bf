// Writes to the guest.
const { serve, work } = require("../../shop/service.cjs");

serve({
  "POST /messages": async ({ body }) => {
    await work(26);
    return { queued: true, to: body.to };
  },
});
