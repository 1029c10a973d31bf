import type { LogSeverity } from "@/lib/ingest/model";
import { Chip, type ChipTone } from "../ui/chip";

const tones: Readonly<Record<LogSeverity, ChipTone>> = {
  trace: "outline",
  debug: "outline",
  info: "ink",
  warn: "weak",
  error: "strong",
  fatal: "strong",
};

export const SeverityChip = ({ severity }: { severity: LogSeverity }) => (
  <Chip tone={tones[severity]}>{severity}</Chip>
);
