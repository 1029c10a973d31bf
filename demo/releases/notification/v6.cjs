// Writes to the guest.
const { log, serve, work } = require("../../shop/service.cjs");

serve({
  "POST /messages": async ({ body }) => {
    await work(26);
    log.info(`queued a message to ${body.to}`);
    return { queued: true, to: body.to };
  },
});
