import type { Card, Digest, Note } from "../../messages/model";
import type { ChannelKind } from "./kinds";

/** What the contract suite asks of every stub of a channel. */
export type ChannelStub = {
  kind: ChannelKind;
  config(): unknown;
  secrets: Record<string, string>;
  wrong: Record<string, string>;
  listen(): Promise<void>;
  close(): Promise<unknown>;
  /** As it was in the beginning: nothing told, nobody in the way */
  reset(): void;
  /** Nothing works for now */
  down(): void;
  /** It asks to wait seven seconds; absent where the peer knows no such answer */
  busy?(): void;
  /** The next message arrives and its answer is lost */
  loseAnswer(): void;
  /** What was asked for and is not documented */
  violations(): string[];
  /** What people read there: one text a message or alert, as it looks now */
  seen(): string[];
  /** How the alert of the situation stands, where the peer knows states */
  state?(): "triggered" | "acknowledged" | "resolved" | null;
  /** The same of an alert by its name */
  stateOf?(name: string): "triggered" | "acknowledged" | "resolved" | null;
  /** Charts that are shown */
  charts?(): number;
};

const at = Date.UTC(2026, 10, 28, 21, 40);

export const card: Card = {
  situationId: 7,
  name: "S-7",
  title: "pricing fails",
  severity: "high",
  status: "open",
  now: "pricing broke 40 s after pricing v2.14.0.",
  impact: "12 % of requests to gateway fail, 0.4 % is usual; 120 lost so far",
  suspect: "pricing v2.14.0 (0.97)",
  next: "Approve rollback",
  owner: null,
  services: ["pricing", "gateway"],
  onsetAt: at - 60_000,
  openedAt: at,
  resolvedAt: null,
  url: "https://sitroom.example/situations/7",
  buttons: [
    { deed: "approve", label: "Approve", id: "id-of-approve", confirm: "Roll pricing back?" },
    { deed: "acknowledge", label: "Acknowledge", id: "id-of-acknowledge", confirm: null },
  ],
};

/** An alert on Sitroom itself. */
export const ownAlert: Card = {
  ...card,
  situationId: null,
  name: "detect-lag 1a2b3c",
  title: "Sitroom itself: detect",
  severity: "high",
  now: "Detection is far behind what was accepted.",
  suspect: null,
  next: "Open the Status page",
  services: [],
  url: "https://sitroom.example/status",
  buttons: [],
};
export const ownNote: Note = {
  key: "event:3:c",
  kind: "own-alert",
  says: "Detection is far behind what was accepted.",
  at,
};

export const opened: Note = { key: "event:1:c", kind: "opened", says: "S-7 opened.", at };
export const cause: Note = {
  key: "event:2:c",
  kind: "cause",
  says: "The deploy of pricing v2.14.0 is the likely cause.",
  at,
};
export const digest: Digest = {
  key: "digest:1:c",
  routeName: "Shop",
  says: "26 messages of 25 situations held back for Shop.",
  lines: ["S-25 pricing fails (critical, open): opened", "and 5 more situations"],
  url: "https://sitroom.example/messages?tab=held",
  severity: "critical",
  at,
};
