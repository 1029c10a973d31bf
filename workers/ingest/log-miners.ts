import type pg from "pg";
import { countLogs, type LogGroup } from "@/lib/ingest/log-count";
import { loadPatterns } from "@/lib/ingest/log-store";
import { minuteMs } from "@/lib/ingest/model";
import type { LogRecord } from "@/lib/ingest/otlp/read-logs";
import { type TemplateMiner, templateMiner } from "@/lib/math/log-template";

/** Patterns of one service and severity; what is new beyond shares the pattern "<*>". */
const maxTemplates = 300;
/** Services times severities; beyond, the memory is emptied and fills again from the database. */
const maxMiners = 5000;
/** Samples kept of a pattern in a minute, by each process. */
const samplesPerMinute = { trace: 1, debug: 1, info: 1, warn: 2, error: 3, fatal: 3 } as const;

/** Miners of log patterns, one for each service and severity, which begin with what was mined before. */
export function logMiners(pool: pg.Pool, now: () => number) {
  const miners = new Map<string, TemplateMiner>();
  let kept = new Map<string, number>();
  let minute = 0;

  const keeps = (id: string, { severity }: LogRecord): boolean => {
    const current = Math.floor(now() / minuteMs);
    if (current !== minute) {
      minute = current;
      kept = new Map();
    }
    const n = kept.get(id) ?? 0;
    if (n >= samplesPerMinute[severity]) return false;
    kept.set(id, n + 1);
    return true;
  };

  return {
    async count(logs: readonly LogRecord[]): Promise<LogGroup> {
      if (miners.size > maxMiners) miners.clear();
      for (const { service, severity } of logs) {
        const key = `${severity} ${service}`;
        if (miners.has(key)) continue;
        const known = await loadPatterns(pool, service, severity, maxTemplates);
        miners.set(key, templateMiner({ known, maxTemplates }));
      }
      const mined = logs.map((log) => {
        const { key, text } = (miners.get(`${log.severity} ${log.service}`) as TemplateMiner).learn(
          log.body,
        );
        return { log, key, text };
      });
      return countLogs(mined, keeps);
    },
    /** What other processes have mined meanwhile is read anew. */
    forget(): void {
      miners.clear();
    },
  };
}
