import { createHash } from "node:crypto";
import { verify } from "@octokit/webhooks-methods";
import { z } from "zod";
import { type Recorded, recordChange, type Teller, type Told } from "@/lib/ingest/change-store";
import { changeInput } from "@/lib/ingest/model";
import { alertsOfPush, alertsOfWebhook } from "@/lib/integrations/alertmanager";
import { mapGithubEvent } from "@/lib/integrations/github";
import { integrationKinds } from "@/lib/integrations/model";
import { createReplayGuard } from "@/lib/integrations/replay-guard";
import { toleranceMs, verifyWebhook } from "@/lib/integrations/standard-webhooks";
import {
  type Integration,
  openIntegration,
  touchIntegration,
} from "@/lib/people/integration-store";
import type { Actor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import type { IngestContext, IngestRequest, IngestResponse, IngestRoute } from "./route";
import { checkBearer, takeAlerts } from "./take-alerts";

const maxBytes = 1 << 20;
const manyChanges = z.array(changeInput).max(500);

/** Deliveries taken in lately, by integration and message id. What outlives it is still recognised by the change's own key. */
const delivered = createReplayGuard({ keepMs: 2 * toleranceMs });

/** The doors for changes and foreign alerts: our own API, webhooks of the peers set up under Settings, and Prometheus itself. */
export const changesRoutes: IngestRoute[] = [
  { method: "POST", path: "/api/v1/changes", scope: "changes", maxBytes, handle: tellByKey },
  {
    method: "POST",
    path: "/api/v1/webhooks/:integration",
    scope: null,
    maxBytes,
    handle: tellByWebhook,
  },
  { method: "POST", path: "/api/v2/alerts", scope: "ingest", maxBytes, handle: takePushedAlerts },
];

async function tellByKey(request: IngestRequest, ctx: IngestContext): Promise<IngestResponse> {
  const { key } = request;
  if (!key) throw new Problem("not-signed-in", "Send an API key with the scope changes.");
  const changes = parseChanges(request.body);
  const other = changes.find((c) => key.services.length > 0 && !key.services.includes(c.service));
  if (other)
    throw new Problem("forbidden", `This API key may not tell of changes to ${other.service}.`);
  const recorded = await recordAll(ctx, changes, (i) => ({
    source: "api",
    messageId: nameOf(changes[i]) ?? crypto.randomUUID(),
    actor: { kind: "key", id: key.id, name: key.name, role: "responder" },
    now: ctx.now(),
  }));
  return json(200, { changes: recorded });
}

async function tellByWebhook(request: IngestRequest, ctx: IngestContext): Promise<IngestResponse> {
  const id = request.params.integration ?? "";
  const peer = await openIntegration(ctx.db.prisma, ctx.secret, id);
  const take = takers[peer.kind];
  if (!take) throw new Problem("not-found", `Integration ${id} takes no webhooks.`);
  const response = await take(peer, request, ctx);
  await touchIntegration(ctx.db.prisma, id, ctx.now());
  return response;
}

type Taker = (
  peer: Integration,
  request: IngestRequest,
  ctx: IngestContext,
) => Promise<IngestResponse>;

const takers: Partial<Record<Integration["kind"], Taker>> = {
  "generic-changes": takeChanges,
  github: takeGithub,
  alertmanager: takeAlertmanager,
};

async function takeChanges(
  peer: Integration,
  { headers, body }: IngestRequest,
  ctx: IngestContext,
): Promise<IngestResponse> {
  const { id } = verifyWebhook({ secret: peer.secret, headers, body, now: ctx.now() });
  return once(`${peer.id}:${id}`, ctx, async () => {
    const changes = parseChanges(body);
    const { undoWith } = integrationKinds["generic-changes"].config.parse(peer.config);
    return {
      changes: await recordAll(ctx, changes, (i) => ({
        ...tellerOf(peer, ctx),
        messageId: `${id}#${i}`,
        undoWith,
      })),
    };
  });
}

async function takeGithub(
  peer: Integration,
  { headers, body }: IngestRequest,
  ctx: IngestContext,
): Promise<IngestResponse> {
  const [signature, event, delivery] = [
    "x-hub-signature-256",
    "x-github-event",
    "x-github-delivery",
  ].map((name) => headers[name]);
  if (typeof signature !== "string")
    throw new Problem("not-signed-in", "The header X-Hub-Signature-256 is missing.");
  const text = body.toString("utf8");
  if (!(await verify(peer.secret, text, signature)))
    throw new Problem("not-signed-in", "X-Hub-Signature-256 does not fit the body and the secret.");
  if (typeof event !== "string" || typeof delivery !== "string")
    throw new Problem("bad-input", "The headers X-GitHub-Event and X-GitHub-Delivery are needed.");
  if (event === "ping") return json(200, { pong: true });
  return once(`${peer.id}:${delivery}`, ctx, async () => {
    const config = integrationKinds.github.config.parse(peer.config);
    const mapped = checked(() => mapGithubEvent(event, parseJson(body), config));
    if (!mapped) return { ignored: `${event} is no change that counts here` };
    const change: Told = {
      ...changeInput.parse(mapped.change),
      ...(mapped.finishedAt === undefined ? {} : { finishedAt: mapped.finishedAt }),
    };
    const teller = tellerOf(peer, ctx);
    const source = mapped.family === "workflow" ? `${teller.source}:workflow` : teller.source;
    return {
      changes: await recordAll(ctx, [change], () => ({
        ...teller,
        source,
        messageId: delivery,
        undoWith: config.undoWith,
      })),
    };
  });
}

async function takeAlertmanager(
  peer: Integration,
  request: IngestRequest,
  ctx: IngestContext,
): Promise<IngestResponse> {
  await checkBearer(request, ctx, peer.secret);
  const alerts = checked(() => alertsOfWebhook(parseJson(request.body)));
  return json(200, { alerts: await takeAlerts(ctx, alerts) });
}

/** Prometheus takes us for an Alertmanager. */
async function takePushedAlerts(
  request: IngestRequest,
  ctx: IngestContext,
): Promise<IngestResponse> {
  const alerts = checked(() => alertsOfPush(parseJson(request.body), ctx.now()));
  return json(200, { alerts: await takeAlerts(ctx, alerts) });
}

/** Runs a delivery unless it was taken in already; one that failed may come again. */
async function once(
  name: string,
  ctx: IngestContext,
  take: () => Promise<object>,
): Promise<IngestResponse> {
  if (delivered.has(name, ctx.now())) return json(200, { duplicate: true });
  const answer = await take();
  delivered.add(name, ctx.now());
  return json(200, answer);
}

function tellerOf({ id, name }: Integration, ctx: IngestContext) {
  const actor: Actor = { kind: "key", id, name, role: "responder" };
  return { source: `webhook:${id}`, actor, now: ctx.now() };
}

/** Records all changes of one message or, when one is refused, none. */
async function recordAll(
  { db }: IngestContext,
  changes: readonly Told[],
  tellerOf: (i: number) => Teller,
): Promise<Recorded[]> {
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN");
    const recorded: Recorded[] = [];
    // By service, the order in which their locks are taken, so that two messages cannot wait for each other.
    const order = [...changes.entries()].sort(([, a], [, b]) => (a.service < b.service ? -1 : 1));
    for (const [i, change] of order) recorded[i] = await recordChange(client, change, tellerOf(i));
    await client.query("COMMIT");
    return recorded;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new Problem("bad-input", `The body is not JSON: ${(error as Error).message}`);
  }
}

function parseChanges(body: Buffer): Told[] {
  const raw = parseJson(body);
  return checked(() => (Array.isArray(raw) ? manyChanges.parse(raw) : [changeInput.parse(raw)]));
}

/** Turns what zod has to say into a refusal that names the field. */
function checked<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof z.ZodError)
      throw new Problem("bad-input", z.prettifyError(error), error.issues);
    throw error;
  }
}

/** A change that says when it was is the same change when it is told again, even without an id of its own. */
const nameOf = (change: Told | undefined): string | undefined =>
  change?.at === undefined
    ? undefined
    : createHash("sha256")
        .update(JSON.stringify([change.kind, change.service, change.from, change.to, change.at]))
        .digest("hex");

const json = (status: number, body: object): IngestResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
