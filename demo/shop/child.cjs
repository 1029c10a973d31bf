// What every process of the fleet does the same way: ends with its parent, gets a port, reports it, takes settings.
const server = { stop: async () => {} };
const listeners = [];

/** Ends the process after a short farewell; a second call does not wait again. */
let ending = false;
async function end(code) {
  if (ending) return;
  ending = true;
  const limit = setTimeout(() => process.exit(code), 900);
  try {
    await server.stop();
    await globalThis.flushTelemetry?.();
  } catch (error) {
    // The receiver may be gone already when everything stops; nothing waits for these last numbers.
    console.error(`last telemetry not sent: ${error.message}`);
  }
  clearTimeout(limit);
  process.exit(code);
}

process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => end(0));
// Ctrl-C reaches the whole group; the parent decides the order in which things stop.
process.on("SIGINT", () => {});
process.on("message", (message) => {
  for (const listener of listeners) listener(message);
});

exports.end = end;
exports.onMessage = (listener) => listeners.push(listener);
/** Listens on FLEET_LISTEN (0: any free port) and tells the parent which it is. */
exports.listen = (http, stop) => {
  server.stop = stop;
  // Idle connections stay open: the balancer in front decides when they end.
  http.keepAliveTimeout = 0;
  http.listen(Number(process.env.FLEET_LISTEN ?? 0), "127.0.0.1", () =>
    process.send?.({ ready: http.address().port }),
  );
};
