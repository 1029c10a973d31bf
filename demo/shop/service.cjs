// The little framework all shop services share: routes, calls to each other, settings, health, a memory limit.
const http = require("node:http");
const v8 = require("node:v8");
const child = require("./child.cjs");
const log = require("./log.cjs");
const { work } = require("./random.cjs");

const peers = JSON.parse(process.env.FLEET_PEERS ?? "{}");
const hiccups = Number(process.env.FLEET_HICCUPS ?? 0.001);
let settings = JSON.parse(process.env.FLEET_SETTINGS ?? '{"config":{},"flags":{}}');
child.onMessage((message) => {
  if (message.settings) settings = message.settings;
  // Of this process alone: what it remembers of where its peers are.
  if (message.peers) {
    Object.assign(peers, message.peers);
    for (const [name, url] of Object.entries(message.peers)) globalThis.peerAt?.(url, name);
  }
});

/** An answer other than 200: thrown by a handler, or by a call whose answer was an error. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** Requests that take longer are written down as slow. */
const slowMs = 1000;

/** What a service writes of a request: one line of access, and why it failed or was slow. */
function report(request, route, status, startedMs, error) {
  const ms = Date.now() - startedMs;
  const name = route ?? `${request.method} ${request.url}`;
  if (status >= 500)
    log.error(`${name} failed: ${error.message}`, {
      "exception.type": error.constructor.name,
      ...(error instanceof Refusal ? {} : { "exception.stacktrace": error.stack }),
    });
  else if (ms > slowMs) log.warn(`${name} was slow: ${ms} ms`);
  log.info(`${name} answered ${status} in ${ms} ms`);
}

/** Calls another service and gives its JSON; throws Refusal 502 when it fails and 504 when it takes longer than timeoutMs. */
function call(service, path, { timeoutMs = 5000, body } = {}) {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const request = http.request(
      `${peers[service]}${path}`,
      {
        agent,
        method: payload ? "POST" : "GET",
        ...(payload && { headers: { "content-type": "application/json" } }),
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("error", (error) => fail(502, error.message));
        response.on("end", () => {
          clearTimeout(timer);
          if (response.statusCode >= 400) fail(502, `${service} answered ${response.statusCode}`);
          else resolve(JSON.parse(text));
        });
      },
    );
    const fail = (status, says) => {
      clearTimeout(timer);
      reject(new Refusal(status, says));
    };
    const timer = setTimeout(() => {
      fail(504, `${service} did not answer within ${timeoutMs} ms`);
      request.destroy(new Error("timeout"));
    }, timeoutMs);
    request.on("error", (error) => fail(502, `${service}: ${error.message}`));
    request.end(payload);
  });
}

/** Sends a message to another service with fetch; throws Refusal 502 when it is not taken. */
async function send(service, path, body) {
  const response = await fetch(`${peers[service]}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5000),
  }).catch((error) => {
    throw new Refusal(502, `${service}: ${error.message}`);
  });
  if (!response.ok) throw new Refusal(502, `${service} answered ${response.status}`);
  return response.json();
}

const read = (request) =>
  new Promise((resolve, reject) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => resolve(text === "" ? {} : JSON.parse(text)));
    request.on("error", reject);
  });

/** Starts the service. Routes are "METHOD /path" with at most one ":name" segment; a handler's value is the JSON answer. */
function serve(routes) {
  const table = Object.entries(routes).map(([name, handle]) => {
    const [method, path] = name.split(" ");
    const pattern = new RegExp(`^${path.replace(/:(\w+)/, "(?<$1>[^/]+)")}$`);
    return { name, method, pattern, handle };
  });
  const find = (method, pathname) => {
    for (const route of table) {
      const match = method === route.method && route.pattern.exec(pathname);
      if (match) return { route, params: match.groups ?? {} };
    }
  };
  globalThis.routeOf = (method, url) => find(method, url.split("?")[0])?.route.name;

  const answer = (response, status, value) => {
    if (response.destroyed) return;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };
  const server = http.createServer(async (request, response) => {
    const startedMs = Date.now();
    let route;
    try {
      const url = new URL(request.url, "http://service");
      if (url.pathname === "/health")
        return answer(response, 200, { version: process.env.FLEET_VERSION });
      const found = find(request.method, url.pathname);
      if (!found) throw new Refusal(404, `there is no ${request.method} ${url.pathname}`);
      route = found.route.name;
      if (Math.random() < hiccups) throw new Refusal(500, "connection reset by peer");
      const query = Object.fromEntries(url.searchParams);
      const body = request.method === "POST" ? await read(request) : {};
      answer(response, 200, await found.route.handle({ params: found.params, query, body }));
      report(request, route, 200, startedMs);
    } catch (error) {
      const status = error.status ?? 500;
      answer(response, status, { error: error.message });
      report(request, route, status, startedMs, error);
    }
  });
  child.listen(
    server,
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      }),
  );

  // A container would be killed at its memory limit; here the service ends itself just before V8 would abort.
  const limit = v8.getHeapStatistics().heap_size_limit;
  let warnedMs = 0;
  setInterval(() => {
    const used = process.memoryUsage().heapUsed;
    if (used > 0.9 * limit) {
      console.error(`out of memory: ${Math.round(used / 2 ** 20)} MB used`);
      process.exit(137);
    }
    if (used > 0.7 * limit && Date.now() - warnedMs > 5000) {
      warnedMs = Date.now();
      log.warn(
        `memory is short: ${Math.round(used / 2 ** 20)} MB of ${Math.round(limit / 2 ** 20)} MB used`,
      );
    }
  }, 500).unref();
}

module.exports = {
  serve,
  log,
  call,
  send,
  work,
  Refusal,
  /** A number from the service's configuration. */
  config: (key) => Number(settings.config[key]),
  flag: (name) => settings.flags[name] === "on",
};
