// The shop's database: a plain process without telemetry, so callers alone tell of it. `slowMs` is added to every query.
const http = require("node:http");
const child = require("../shop/child.cjs");
const { work } = require("../shop/random.cjs");

// Queries run on this many workers; more wait in line, as in a small real database.
const workers = 6;
let slowMs = 0;
let running = 0;
const waiting = [];
child.onMessage((message) => {
  if (typeof message.slowMs === "number") slowMs = message.slowMs;
});

async function query(rows) {
  if (running >= workers) await new Promise((resolve) => waiting.push(resolve));
  running++;
  await work(12, 0.3);
  running--;
  waiting.shift()?.();
  // Sending rows, and a slow disk, make a query wait without holding its worker.
  await work(rows / 2 + slowMs, 0.2);
}

const server = http.createServer(async (request, response) => {
  request.resume();
  const url = new URL(request.url, "http://db");
  const rows = Number(url.searchParams.get("rows") ?? 1);
  if (url.pathname !== "/health") await query(rows);
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ rows }));
});
child.listen(server, async () => server.closeAllConnections());
