// The edge: what the shop's visitors talk to. v19 routes by one table instead of three handlers.
const { serve, call, work } = require("../../shop/service.cjs");

const pass = (service, path) => async (request) => {
  await work(8);
  const { currency = "USD" } = request.query;
  return call(service, `${path(request)}?${new URLSearchParams({ ...request.query, currency })}`, {
    timeoutMs: 10_000,
  });
};

serve({
  "GET /search": pass("search", () => "/search"),
  "GET /hotels/:id": pass("details", ({ params }) => `/hotels/${params.id}`),
  "POST /bookings": async ({ body }) => {
    await work(8);
    return call("booking", "/bookings", { body, timeoutMs: 10_000 });
  },
});
