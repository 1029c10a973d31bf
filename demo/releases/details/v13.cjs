// One hotel's page. v13 checks the rights of every photo one after the other: correct, and about 400 ms slower.
const { serve, call, work } = require("../../shop/service.cjs");

async function allowedPhotos(count) {
  let allowed = 0;
  for (let photo = 0; photo < count; photo++) {
    await work(33, 0.2);
    allowed++;
  }
  return allowed;
}

serve({
  "GET /hotels/:id": async ({ params, query }) => {
    const [price, photos] = await Promise.all([
      call("pricing", `/prices?hotels=1&currency=${query.currency}`),
      work(40).then(() => allowedPhotos(12)),
    ]);
    return { id: params.id, name: `Hotel ${params.id}`, photos, from: price.from };
  },
});
