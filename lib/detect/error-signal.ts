import { golden } from "@/lib/ingest/model";

const named =
  /(?:^|[._\-/])(?:errors?|error_?(?:ratio|rate|count)|failures?|failed|faults?|exceptions?|5xx|fatal)(?:[._\-/]|$)/i;

/** Whether a metric counts what goes wrong, so that it is told even while other signals are excused. */
export const isErrorSignal = (metric: string): boolean =>
  metric === golden.errors || named.test(metric);
