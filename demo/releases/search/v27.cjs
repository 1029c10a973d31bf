// Finds hotels in a city: rooms that are free, their prices, and the picture of the best one.
const { serve, call, config, work } = require("../../shop/service.cjs");

serve({
  "GET /search": async ({ query }) => {
    await work(34);
    const [rooms, prices, best] = await Promise.all([
      call("inventory", `/rooms?city=${query.city}`),
      call("pricing", `/prices?hotels=10&currency=${query.currency}`, {
        timeoutMs: config("timeoutMs"),
      }),
      call("details", `/hotels/1?currency=${query.currency}`),
    ]);
    return { hotels: rooms.free, from: prices.from, best: best.name };
  },
});
