// Prices in the visitor's currency. v42 takes exchange rates from a new table, which lacks two of the four currencies.
const { serve, call, work } = require("../../shop/service.cjs");

const exchange = new Map([
  ["USD", { perDollar: 1 }],
  ["EUR", { perDollar: 0.92 }],
]);

serve({
  "GET /prices": async ({ query }) => {
    const rates = await call("rates-db", `/rates?rows=${query.hotels}`, { timeoutMs: 4000 });
    await work(36);
    return { from: 80 * exchange.get(query.currency).perDollar, rows: rates.rows };
  },
});
