import pino from "pino";

/** Told of every error that is logged. */
type OnError = (says: string) => void;

const errorLevel = pino.levels.values.error ?? 50;

/** One JSON line per event; `room` says who speaks. The level comes from LOG_LEVEL at the shell's door. */
export function createLog(room: string, level = "info", onError?: OnError) {
  return pino({
    base: { room },
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    ...(onError && {
      hooks: {
        logMethod(args, method, at) {
          if (at >= errorLevel) onError(wordsOf(args));
          method.apply(this, args);
        },
      },
    }),
  });
}

/** The message of a log line, and of the error with it. */
function wordsOf(args: readonly unknown[]): string {
  const [first, second] = args;
  if (typeof first === "string") return first;
  const { err, error } = (first ?? {}) as { err?: unknown; error?: unknown };
  const cause = err ?? error;
  const why = cause instanceof Error ? cause.message : cause === undefined ? "" : String(cause);
  return [second, why].filter((text) => typeof text === "string" && text !== "").join(": ");
}

export type Log = ReturnType<typeof createLog>;
