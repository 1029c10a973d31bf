import type { ChangeKind } from "@/lib/ingest/model";
import type { Remedy } from "../remedy";
import { configRevert } from "./config-revert";
import { flagOff } from "./flag-off";
import { rollback } from "./rollback";

/** Every remedy. One line each; the contract suite runs over all of them. */
export const remedies: readonly Remedy[] = [rollback, flagOff, configRevert];

/** The remedy for a kind of change; infrastructure, network and database changes have none. */
export const remedyFor = (kind: ChangeKind): Remedy | undefined =>
  remedies.find((r) => r.undoes === kind);
