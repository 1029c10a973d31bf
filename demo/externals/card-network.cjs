// The payment provider outside the shop: a plain process without telemetry.
const http = require("node:http");
const child = require("../shop/child.cjs");
const { work } = require("../shop/random.cjs");

const server = http.createServer(async (request, response) => {
  request.resume();
  if (request.url !== "/health") await work(70, 0.3);
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ authorised: true }));
});
child.listen(server, async () => server.closeAllConnections());
