// The deployer's HTTP API.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import http from "node:http";
import { processOf, Refused } from "./operations.mjs";
import { refuse } from "./signature.mjs";

const read = async (request) => {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 100_000) throw new Refused(413, "the body is too large");
  }
  return text;
};

const parse = (text) => {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw new Refused(400, "the body is not JSON");
  }
};

/** What a signed command asks for, as a function of the operations. */
function commanded(operations, { action, target, from, to, requestedBy, plan }, id, operation) {
  if (typeof target !== "string" || typeof to !== "string")
    throw new Refused(400, "target and to are needed");
  const by = requestedBy ?? "Sitroom";
  const why = {
    author: by,
    details: { cause: id, ...(plan && { plan }) },
    operation,
  };
  if (action === "rollback")
    return operations.deploy(target, to, { ...why, title: `Roll ${target} back to ${to}` });
  if (action === "flag-off" || action === "config-revert")
    return operations.set(target, to, { ...why, title: `Set ${target} back to ${to}` });
  if (action === "restart") return operations.restart(target, from, why);
  throw new Refused(400, `there is no action ${action}`);
}

/**
 * `base()` is this server's own address. Returns the HTTP server, not yet listening. With a journal a command that was
 * taken before a kill is known after it, and goes on when it had not ended.
 */
export function deployerApi({
  shop,
  operations,
  board,
  reset,
  secret,
  base,
  journal = { entries: [], append() {} },
}) {
  /** Operations by the webhook-id that asked for them */
  const commands = new Map();
  for (const { kind, id, operation, command } of journal.entries) {
    if (kind !== "command") continue;
    const known = operations.find(operation);
    commands.set(id, known);
    if (known.state === "running") commanded(operations, command, id, operation);
  }

  const statusUrl = (operation) => `${base()}/operations/${operation.id}`;
  const currentOf = (target) => {
    if (shop.has(target)) return shop.versionOf(target);
    if (target.startsWith("instance:")) {
      const found = shop.instance?.(target.slice("instance:".length));
      if (!found) throw new Refused(404, `there is no ${target}`);
      return processOf(found);
    }
    const setting = shop.setting(target);
    if (!setting) throw new Refused(404, `there is no target ${target}`);
    return setting.get();
  };

  const routes = {
    "GET /health": () => ({ ok: true, visitors: shop.visitors() }),
    "GET /services": () => shop.describe(),
    "GET /faults": () => board.list(),
    "GET /targets/:target": ({ target }) => ({ target, current: currentOf(target) }),
    "GET /operations/:id": ({ id }) => {
      const found = operations.find(id);
      if (!found) throw new Refused(404, `there is no operation ${id}`);
      const { state, steps, message } = found;
      return { id, state, steps, ...(message && { message }) };
    },
    "GET /releases/:service/:version": async ({ service, version }) => {
      if (!shop.has(service) || !shop.versionsOf(service).includes(version))
        throw new Refused(404, `${service} has no release ${version}`);
      return readFile(shop.sourceOf(service, version), "utf8");
    },
    "POST /faults/:name": async ({ name }) => {
      await board.cause(name);
      return { status: 202, value: { caused: name } };
    },
    "POST /faults/:name/clear": async ({ name }) => {
      await board.clear(name);
      return { status: 202, value: { cleared: name } };
    },
    "POST /deploys": (_, { body }) => {
      const { service, version, author, title } = parse(body);
      const operation = operations.deploy(service, version, {
        ...(author && { author }),
        ...(title && { title }),
      });
      return { status: 202, value: { statusUrl: statusUrl(operation) } };
    },
    "POST /reset": async () => {
      await reset();
      return { status: 202, value: { reset: true } };
    },
    "POST /commands": (_, { body, headers }) => {
      const reason = refuse(secret, headers, body);
      if (reason) throw new Refused(401, reason);
      const id = headers["webhook-id"];
      let operation = commands.get(id);
      if (!operation) {
        const command = parse(body);
        const current = currentOf(String(command.target));
        if (command.from !== undefined && current !== command.from && current !== command.to)
          throw new Refused(409, `${command.target} is at ${current}, not at ${command.from}`);
        const named = randomUUID();
        // It begins in a later turn: what is refused is not kept, and nothing happens before it is kept.
        operation = commanded(operations, command, id, named);
        journal.append({ kind: "command", id, operation: named, command });
        commands.set(id, operation);
      }
      return { status: 202, value: { statusUrl: statusUrl(operation) } };
    },
  };
  const table = Object.entries(routes).map(([name, handle]) => {
    const [method, path] = name.split(" ");
    return { method, pattern: new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`), handle };
  });

  return http.createServer(async (request, response) => {
    const answer = (status, value) => {
      const text = typeof value === "string";
      response.writeHead(status, { "content-type": text ? "text/plain" : "application/json" });
      response.end(text ? value : JSON.stringify(value));
    };
    try {
      // Programs use this API, pages do not: a page of another origin must not be able to.
      if (request.headers.origin) throw new Refused(403, "not for browsers");
      const { pathname } = new URL(request.url, "http://deployer");
      for (const { method, pattern, handle } of table) {
        const match = method === request.method && pattern.exec(pathname);
        if (!match) continue;
        const params = Object.fromEntries(
          Object.entries(match.groups ?? {}).map(([k, v]) => [k, decodeURIComponent(v)]),
        );
        const body = method === "POST" ? await read(request) : "";
        const result = await handle(params, { body, headers: request.headers });
        return result?.status ? answer(result.status, result.value) : answer(200, result);
      }
      throw new Refused(404, `there is no ${request.method} ${pathname}`);
    } catch (error) {
      answer(error.status ?? 500, { error: error.message });
    }
  });
}
