// Writes to the guest. v7 adds the hotel's house rules to the message.
const { serve, work } = require("../../shop/service.cjs");

const houseRules = ["Check-in from 15:00", "Quiet after 22:00"];

serve({
  "POST /messages": async ({ body }) => {
    await work(26);
    return { queued: true, to: body.to, attached: houseRules.length };
  },
});
