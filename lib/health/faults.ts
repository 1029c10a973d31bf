import { lagLimitMs } from "../remediate/model";
import { formatSpan } from "../series/format-span";
import {
  type Fault,
  neededParts,
  type OwnProcess,
  type OwnState,
  partTitles,
  silentMs,
} from "./model";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A job that is due waits no longer than this while the queue is well. */
const waitLimitMs = 2 * minuteMs;
/** More errors an hour in one process are no accident. */
const errorLimit = 20;
/** Beyond this a process answers nobody in time. */
const loopLagLimitMs = 1_000;
/** A chat that is not connected by then does not come back by itself. */
const connectLimitMs = 2 * minuteMs;
/** Seals are made every minute. */
const sealLimitMs = 15 * minuteMs;
/** Partitions are dropped hourly; a day and some beyond what is kept is a retention that does not run. */
const retentionSlackDays = 1.5;

type Rule = {
  name: string;
  /** Shown on the status page */
  says: string;
  find(now: number, state: OwnState, processes: readonly OwnProcess[]): Omit<Fault, "rule">[];
};

const runs = (p: OwnProcess, now: number) => p.stoppedAt === null && now - p.beatAt <= silentMs;
const nameOf = (p: OwnProcess) => p.parts.map((part) => partTitles[part]).join(" + ");

/** What we watch in ourselves, in the order of urgency. */
export const ownRules: readonly Rule[] = [
  {
    name: "part-silent",
    says: `Ingest, detection or jobs not heard of for ${silentMs / 1000} s`,
    find: (now, _, processes) =>
      neededParts.flatMap((part) => {
        const those = processes.filter((p) => p.parts.includes(part));
        const last = Math.max(...those.map((p) => p.stoppedAt ?? p.beatAt));
        if (those.some((p) => runs(p, now)) || now - last <= silentMs) return [];
        const how =
          those.length === 0
            ? "has not been heard of for a day"
            : those.some((p) => p.stoppedAt === last)
              ? "was stopped"
              : "fell silent";
        return [
          {
            subject: part,
            tone: "strong" as const,
            says: `${partTitles[part]} ${how} and no other process does its work. Start it: node dist/workers/main.js ${part}`,
          },
        ];
      }),
  },
  {
    name: "detect-lag",
    says: `Detection more than ${lagLimitMs / 1000} s behind what was accepted`,
    find: (_, { lag }) =>
      lag.behindMs > lagLimitMs
        ? [
            {
              subject: "detect",
              tone: "strong",
              says: "Detection is far behind what was accepted: nothing goes beyond a hint until it has caught up. If it stays behind, give it more processor time or fewer detectors.",
            },
          ]
        : [],
  },
  {
    name: "records-skipped",
    says: "Points gone unjudged within the last hour",
    find: (now, _, processes) =>
      processes
        .filter((p) => p.report.detect?.skippedAt && now - p.report.detect.skippedAt < hourMs)
        .map((p) => ({
          subject: p.id,
          tone: "strong",
          says: `${p.report.detect?.skipped} records left the stream before detection had judged them: it was away for longer than the stream is kept.`,
        })),
  },
  {
    name: "job-dead",
    says: "A job given up within the last day",
    find: (_, { jobs }) =>
      jobs
        .filter((j) => j.dead > 0)
        .map((j) => ({
          subject: j.name,
          tone: "strong",
          says: `The job ${j.name} was given up ${j.dead === 1 ? "once" : `${j.dead} times`} after all its tries: ${j.lastError ?? "no reason was kept"}`,
        })),
  },
  {
    name: "job-failing",
    says: "A job failed three times or more and is tried again",
    find: (_, { jobs }) =>
      jobs
        .filter((j) => j.failing > 0)
        .map((j) => ({
          subject: j.name,
          tone: "weak",
          says: `The job ${j.name} fails again and again: ${j.lastError ?? "no reason was kept"}`,
        })),
  },
  {
    name: "queue-late",
    says: `A job due for more than ${waitLimitMs / minuteMs} min and not begun`,
    find: (_, { jobs }) => {
      const late = jobs.filter((j) => j.oldestMs > waitLimitMs).map((j) => j.name);
      return late.length === 0
        ? []
        : [
            {
              subject: "queue",
              tone: "weak",
              says: `Jobs wait too long to begin: ${late.slice(0, 3).join(", ")}${late.length > 3 ? ` and ${late.length - 3} more` : ""}. The jobs worker is away or has too much to do.`,
            },
          ];
    },
  },
  {
    name: "messages-failed",
    says: "A message not delivered within the last hour",
    find: (_, { messagesFailed }) =>
      messagesFailed === 0
        ? []
        : [
            {
              subject: "messages",
              tone: "weak",
              says: "Messages could not be delivered: see Messages, Failed, for what the channel answered.",
            },
          ],
  },
  {
    name: "buttons-away",
    says: `A chat's connection for buttons gone for ${connectLimitMs / minuteMs} min`,
    find: (now, _, processes) =>
      processes
        .filter((p) => runs(p, now))
        .flatMap((p) => p.report.chat ?? [])
        .filter((c) => !c.connected && now - c.since > connectLimitMs)
        .map((c) => ({
          subject: `channel ${c.id}`,
          tone: "weak",
          says: `Buttons of ${c.name} do not work: ${c.says ?? "Slack has not answered yet."} Messages still go out.`,
        })),
  },
  {
    name: "errors",
    says: `More than ${errorLimit} errors an hour in one process`,
    find: (now, _, processes) =>
      processes
        .filter((p) => runs(p, now) && p.report.errorsLastHour > errorLimit)
        .map((p) => ({
          subject: p.id,
          tone: "weak",
          says: `${nameOf(p)} logs many errors, last: ${p.report.lastError?.says ?? "not kept"}`,
        })),
  },
  {
    name: "busy",
    says: `An event loop more than ${loopLagLimitMs / 1000} s late`,
    find: (now, _, processes) =>
      processes
        .filter((p) => runs(p, now) && p.report.loopLagMs > loopLagLimitMs)
        .map((p) => ({
          subject: p.id,
          tone: "weak",
          says: `${nameOf(p)} has more to do than its processor can: it answers late.`,
        })),
  },
  {
    name: "record-broken",
    says: "A timeline that is not as it was sealed; looked at every hour",
    find: (_, { recordFault }) =>
      recordFault === null
        ? []
        : [
            {
              subject: "timeline",
              tone: "strong",
              says: `The timeline was changed behind our back. ${recordFault} Compare with a backup; Reports, The record, checks it again.`,
            },
          ],
  },
  {
    name: "unsealed",
    says: `A timeline entry without a seal for ${sealLimitMs / minuteMs} min`,
    find: (now, { unsealedAt }) =>
      unsealedAt !== null && now - unsealedAt > sealLimitMs
        ? [
            {
              subject: "timeline",
              tone: "weak",
              says: `The timeline is not sealed: the job seal has not come as far. Tampering with what is newer would not show.`,
            },
          ]
        : [],
  },
  {
    name: "retention",
    says: "A table that keeps days past its retention",
    find: (now, { tables }) =>
      tables
        .filter(
          (t) =>
            t.oldestAt !== null && now - t.oldestAt > (t.keepDays + retentionSlackDays) * dayMs,
        )
        .map((t) => ({
          subject: t.name,
          tone: "weak",
          says: `${t.name} keeps ${formatSpan(now - (t.oldestAt ?? now))} and should keep ${t.keepDays} days: the job retention does not come as far, and the disk fills.`,
        })),
  },
];

/** What is wrong with ourselves now, the most urgent first. */
export const findFaults = (
  now: number,
  state: OwnState,
  processes: readonly OwnProcess[],
): Fault[] =>
  ownRules.flatMap((rule) =>
    rule.find(now, state, processes).map((fault) => ({ rule: rule.name, ...fault })),
  );

/** How alerts change when these are the faults: what opens, and which open ones end. */
export function changesOf<A extends Pick<Fault, "rule" | "subject">>(
  open: readonly A[],
  faults: readonly Fault[],
): { opens: Fault[]; ends: A[] } {
  const same = (a: Pick<Fault, "rule" | "subject">, b: Pick<Fault, "rule" | "subject">) =>
    a.rule === b.rule && a.subject === b.subject;
  return {
    opens: faults.filter((f) => !open.some((a) => same(a, f))),
    ends: open.filter((a) => !faults.some((f) => same(a, f))),
  };
}
