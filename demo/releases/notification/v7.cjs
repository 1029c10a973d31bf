// Writes to the guest. v7 adds the hotel's house rules to the message.
const { log, serve, work } = require("../../shop/service.cjs");

const houseRules = ["Check-in from 15:00", "Quiet after 22:00"];

serve({
  "POST /messages": async ({ body }) => {
    await work(26);
    log.info(`queued a message to ${body.to}`);
    return { queued: true, to: body.to, attached: houseRules.length };
  },
});
