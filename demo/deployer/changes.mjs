// Tells the outside of every change, signed, again and again until it is accepted.
import { sign } from "./signature.mjs";

/** The receiver says that these will never be accepted. */
const final = (status) =>
  status >= 400 && status < 500 && ![401, 403, 404, 408, 429].includes(status);

export function openChangeFeed({ url, secret, log }) {
  const queue = [];
  let busy = false;
  let closed = false;
  let count = 0;

  const post = async ({ id, body }) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...sign(secret, id, body) },
      body,
      signal: AbortSignal.timeout(5000),
    });
    const says = await response.text();
    if (final(response.status)) log(`change ${id} refused with ${response.status}: ${says}`);
    else if (!response.ok) throw new Error(`${response.status} ${says.slice(0, 200)}`);
  };

  const run = async () => {
    if (busy) return;
    busy = true;
    for (let failures = 0; queue.length > 0 && !closed; ) {
      try {
        await post(queue[0]);
        queue.shift();
        failures = 0;
      } catch (error) {
        failures++;
        if (failures === 1) log(`changes are not accepted yet: ${error.message}`);
        await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 250 * 2 ** failures)));
      }
    }
    busy = false;
  };

  return {
    /** Queues one event; events leave in order. */
    tell(change) {
      if (!url) return;
      queue.push({ id: `${change.id}.${change.status}.${++count}`, body: JSON.stringify(change) });
      void run();
    },
    waiting: () => queue.length,
    close() {
      closed = true;
    },
  };
}
