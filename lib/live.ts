import { EventEmitter } from "node:events";
import { type LiveEvent, listenLive } from "./db/live";
import { server } from "./server";

const store = globalThis as { sitroomLive?: EventEmitter };

/** One LISTEN connection per process, opened with the first page and shared by all. */
function bus(): EventEmitter {
  if (!store.sitroomLive) {
    const made = new EventEmitter().setMaxListeners(0);
    const stopListening = listenLive(server().env.DATABASE_URL, (event) =>
      made.emit("event", event),
    );
    // Open streams would hold the server up for many seconds when it is asked to stop.
    process.once("SIGTERM", () => {
      made.emit("close");
      void stopListening();
    });
    store.sitroomLive = made;
  }
  return store.sitroomLive;
}

/** Calls back for each event until the returned function is called; `onClose` when the process is about to stop. */
export function subscribeLive(
  onEvent: (event: LiveEvent) => void,
  onClose: () => void,
): () => void {
  const events = bus();
  events.on("event", onEvent);
  events.once("close", onClose);
  return () => {
    events.off("event", onEvent);
    events.off("close", onClose);
  };
}
