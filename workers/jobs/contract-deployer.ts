import { createServer, type Server } from "node:http";
import { verifyWebhook } from "@/lib/integrations/standard-webhooks";
import { Problem } from "@/lib/problem";

/** For tests: a deployer that keeps the contract to the letter. Signatures, one operation per webhook-id, state, progress. */
export function openContractDeployer() {
  const state = new Map([["pricing", "v2"]]);
  const operations = new Map<string, { state: string; steps: { at: number; says: string }[] }>();
  const log: string[] = [];
  const self = {
    state,
    operations,
    log,
    secret: "",
    now: 0,
    /** Answers the next POST after the command has begun by dropping the connection */
    dropAnswer: false,
    down: false,
    /** Answers 429 and asks to wait this many seconds */
    busy: 0,
    /** Runs before a look at a target is answered */
    onLook: null as null | (() => Promise<void>),
    finish(how = "succeeded") {
      for (const operation of operations.values()) operation.state = how;
    },
    server: undefined as unknown as Server,
    url: "",
  };
  self.server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (c) => chunks.push(c));
    req.on("end", async () => {
      const answer = (status: number, body: object) => {
        res.writeHead(status, { "content-type": "application/json" });
        res.end(JSON.stringify(body));
      };
      if (self.down) return answer(503, { error: "down" });
      if (self.busy > 0) {
        res.setHeader("retry-after", self.busy);
        return answer(429, { error: "busy" });
      }
      const [, what = "", name = ""] = (req.url ?? "").split("/");
      if (what === "targets") await self.onLook?.();
      if (what === "targets") return answer(200, { current: state.get(decodeURIComponent(name)) });
      if (what === "operations") return answer(200, operations.get(name) ?? {});
      const body = Buffer.concat(chunks).toString();
      try {
        const { id } = verifyWebhook({
          secret: self.secret,
          headers: req.headers,
          body,
          now: self.now,
        });
        if (!operations.has(id)) {
          const command = JSON.parse(body);
          log.push(`${command.action} ${command.target} ${command.from}→${command.to}`);
          state.set(command.target, command.to);
          operations.set(id, {
            state: "running",
            steps: [{ at: self.now, says: `replacing ${command.from} by ${command.to}` }],
          });
        }
        if (self.dropAnswer) {
          self.dropAnswer = false;
          return req.socket.destroy();
        }
        answer(202, { statusUrl: `${self.url}/operations/${id}` });
      } catch (error) {
        answer(error instanceof Problem ? error.status : 400, { error: (error as Error).message });
      }
    });
  });
  return self;
}
