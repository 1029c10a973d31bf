// Books a room: hold it, take the payment, tell the guest. v34 writes the steps of a booking as a list.
const { serve, call, flag, send, work } = require("../../shop/service.cjs");

/** The new flow: members are confirmed at once, by the tier of their card. */
const instantConfirmation = (order) => ({ confirmed: true, priority: order.member.tier });

const steps = [
  () => work(30),
  (order) => call("inventory", "/holds", { body: { hotel: order.hotel } }),
  async (order) => flag("instant-confirmation") && instantConfirmation(order),
  (order) => call("payment", "/payments", { body: { amount: order.amount } }),
  (order) => send("notification", "/messages", { to: order.guest }),
];

serve({
  "POST /bookings": async ({ body }) => {
    for (const step of steps) await step(body);
    return { booked: true };
  },
});
