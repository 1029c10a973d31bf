import pg from "pg";
import { z } from "zod";

/** What moved. Pages refresh what depends on the topic; `id` is the row, or absent for "several". */
export const liveEvent = z.object({
  topic: z.enum([
    "anomaly",
    "situation",
    "change",
    "remedy",
    "detector",
    "settings",
    "samples",
    "readiness",
    "message",
    "health",
    "runbook",
  ]),
  id: z.string().optional(),
});
export type LiveEvent = z.infer<typeof liveEvent>;

const channel = "sitroom_live";

type Queryable = { query(text: string, values: unknown[]): Promise<unknown> };

/** Tells every listener at commit. Call with the transaction's own client so that nobody hears of a rollback. */
export async function announce(client: Queryable, event: LiveEvent): Promise<void> {
  await client.query("select pg_notify($1, $2)", [channel, JSON.stringify(event)]);
}

/** The same for a Prisma transaction. */
export async function announceIn(
  tx: { $executeRaw(q: TemplateStringsArray, ...v: unknown[]): Promise<number> },
  event: LiveEvent,
): Promise<void> {
  await tx.$executeRaw`select pg_notify(${channel}, ${JSON.stringify(event)})`;
}

/**
 * Listens on one connection, reopened a second after it drops. Returns how to stop. What is told while nobody listens is not
 * heard: whoever must miss nothing reads anew in `onListening`, which is called each time the connection has begun to listen.
 */
export function listenLive(
  url: string,
  onEvent: (event: LiveEvent) => void,
  { onListening }: { onListening?: () => void } = {},
): () => Promise<void> {
  let stopped = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  const again = () => {
    if (stopped || retry) return;
    retry = setTimeout(() => {
      retry = undefined;
      void connect();
    }, 1000);
  };
  const connect = async () => {
    const next = new pg.Client({ connectionString: url, application_name: "sitroom-live" });
    client = next;
    next.on("error", again);
    next.on("end", again);
    next.on("notification", (n) => {
      const event = liveEvent.safeParse(JSON.parse(n.payload ?? "null"));
      if (event.success) onEvent(event.data);
    });
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      onListening?.();
    } catch {
      again();
    }
  };
  void connect();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client?.end();
  };
}
