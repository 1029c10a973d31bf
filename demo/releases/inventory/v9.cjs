// Which rooms are free, and holding one for a booking.
const { serve, call, work } = require("../../shop/service.cjs");

serve({
  "GET /rooms": async ({ query }) => {
    await call("rates-db", "/availability?rows=4", { timeoutMs: 4000 });
    await work(30);
    return { city: query.city, free: 37 };
  },
  "POST /holds": async () => {
    await call("rates-db", "/holds?rows=2", { timeoutMs: 4000 });
    await work(33);
    return { held: true };
  },
});
