// Which rooms are free. v10 remembers every answer to serve it faster, and refreshes all that it remembers on each request;
// nothing ever leaves the memory, so it grows and every request refreshes more.
const { serve, call, work } = require("../../shop/service.cjs");

const remembered = [];
/** Each remembered answer is refreshed for singles and doubles. */
const roomTypes = 2;

/** A year's calendar of a hotel's rooms: about 60 KB of small objects. */
const calendar = (city) =>
  Array.from({ length: 365 }, (_, day) => ({ city, day, free: [day % 7, day % 5, day % 3] }));

const refresh = (rows) =>
  call("rates-db", `/availability?rows=${rows + roomTypes * remembered.length}`, {
    timeoutMs: 4000,
  });

serve({
  "GET /rooms": async ({ query }) => {
    await refresh(4);
    remembered.push(calendar(query.city));
    await work(30);
    return { city: query.city, free: 37 };
  },
  "POST /holds": async () => {
    await refresh(2);
    await work(33);
    return { held: true };
  },
});
