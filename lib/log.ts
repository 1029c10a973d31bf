import pino from "pino";

/** One JSON line per event; `room` says who speaks. The level comes from LOG_LEVEL at the shell's door. */
export function createLog(room: string, level = "info") {
  return pino({ base: { room }, level, timestamp: pino.stdTimeFunctions.isoTime });
}

export type Log = ReturnType<typeof createLog>;
