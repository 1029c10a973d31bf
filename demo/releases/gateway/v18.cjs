// The edge: what the shop's visitors talk to.
const { serve, call, work } = require("../../shop/service.cjs");

const currencyOf = (query) => `currency=${encodeURIComponent(query.currency ?? "USD")}`;

serve({
  "GET /search": async ({ query }) => {
    await work(8);
    return call("search", `/search?city=${query.city ?? "lisbon"}&${currencyOf(query)}`, {
      timeoutMs: 10_000,
    });
  },
  "GET /hotels/:id": async ({ params, query }) => {
    await work(8);
    return call("details", `/hotels/${params.id}?${currencyOf(query)}`, { timeoutMs: 10_000 });
  },
  "POST /bookings": async ({ body }) => {
    await work(8);
    return call("booking", "/bookings", { body, timeoutMs: 10_000 });
  },
});
