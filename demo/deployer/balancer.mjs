// A small HTTP balancer in front of one service: spreads requests over its instances and drains one before it goes.
import http from "node:http";

/**
 * Listens on a port of its own. `onAnswer({service, version, status, ms})` hears of every request that passed.
 */
export async function startBalancer(service, onAnswer) {
  /** Instances that take requests: {id, version, port, agent, active} */
  let ring = [];
  let turn = 0;

  const next = () => {
    let best;
    for (let i = 0; i < ring.length; i++) {
      const one = ring[(turn + i) % ring.length];
      if (!best || one.active < best.active) best = one;
    }
    turn++;
    return best;
  };

  const forward = (request, body, response, started, triesLeft) => {
    const instance = next();
    const finish = (status) =>
      onAnswer({ service, version: instance?.version, status, ms: performance.now() - started });
    const fail = (status, says) => {
      finish(status);
      if (response.headersSent) return response.destroy();
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: says }));
    };
    if (!instance) return fail(503, `no instance of ${service} is ready`);
    instance.active++;
    let counted = true;
    const release = () => {
      if (counted) instance.active--;
      counted = false;
    };
    const upstream = http.request(
      {
        host: "127.0.0.1",
        port: instance.port,
        agent: instance.agent,
        method: request.method,
        path: request.url,
        headers: request.headers,
      },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
        answer.on("end", () => finish(answer.statusCode));
        answer.on("close", release);
        answer.on("error", () => response.destroy());
      },
    );
    upstream.on("error", (error) => {
      release();
      if (response.destroyed || response.headersSent) return response.destroy();
      // Nobody took the request, or it may be repeated: another instance can have it.
      const again = error.code === "ECONNREFUSED" || request.method === "GET";
      if (again && triesLeft > 0) return forward(request, body, response, started, triesLeft - 1);
      fail(502, error.message);
    });
    // A caller that gave up ends the work behind it.
    response.on("close", () => {
      if (!response.writableEnded) upstream.destroy();
      release();
    });
    upstream.end(body);
  };

  const server = http.createServer((request, response) => {
    const started = performance.now();
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => forward(request, Buffer.concat(chunks), response, started, 2));
  });
  server.keepAliveTimeout = 0;
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    add({ id, version, port }) {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
      ring = [...ring, { id, version, port, agent, active: 0 }];
    },
    /** Sends it no more requests and waits until those it has are answered, at most `drainMs`. */
    async remove(id, drainMs = 5000) {
      const instance = ring.find((one) => one.id === id);
      if (!instance) return;
      ring = ring.filter((one) => one !== instance);
      const until = performance.now() + drainMs;
      while (instance.active > 0 && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 20));
      instance.agent.destroy();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
