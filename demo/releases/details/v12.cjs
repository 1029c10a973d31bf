// One hotel's page: description, photos and today's price.
const { serve, call, work } = require("../../shop/service.cjs");

serve({
  "GET /hotels/:id": async ({ params, query }) => {
    const [price] = await Promise.all([
      call("pricing", `/prices?hotels=1&currency=${query.currency}`),
      work(40),
    ]);
    return { id: params.id, name: `Hotel ${params.id}`, photos: 12, from: price.from };
  },
});
