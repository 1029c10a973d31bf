import { z } from "zod";
import { ChannelRefused, type Send } from "@/lib/integrations/channels/channel";

/** Asking again soon would not help; `retryAfterMs` when the peer says how long to wait. */
export class SocketRefused extends Error {
  readonly retryAfterMs: number | undefined;
  constructor(says: string, retryAfterMs?: number) {
    super(says);
    this.retryAfterMs = retryAfterMs;
  }
}

const answer = z.object({
  ok: z.boolean(),
  url: z.string().optional(),
  error: z.string().optional(),
});

/** What a person must put right, by Slack's word for it. */
const advice: Readonly<Record<string, string>> = {
  invalid_auth: "Enter the app-level token again.",
  not_authed: "Enter the app-level token again.",
  token_revoked: "Make a new app-level token and enter it.",
  token_expired: "Make a new app-level token and enter it.",
  account_inactive: "Install the app again.",
  not_allowed_token_type: "It must be the app-level token (xapp-…), not the bot's.",
  missing_scope: "The app-level token needs the scope connections:write.",
  no_permission: "The app-level token needs the scope connections:write.",
  forbidden_team: "The app may not be used in this workspace.",
};

/**
 * Asks Slack where to connect (apps.connections.open). Throws SocketRefused for what a person must put right, for an address
 * that must not be called, and when Slack says how long to wait; Error for what may pass.
 */
export async function openSocketUrl({
  api,
  appToken,
  send,
}: {
  api: string;
  appToken: string;
  send: Send;
}): Promise<URL> {
  const response = await send(`${api.replace(/\/?$/, "/")}apps.connections.open`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${appToken}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "",
  }).catch((error: unknown) => {
    throw error instanceof ChannelRefused ? new SocketRefused(error.message) : error;
  });
  const retryAfter = Number(response.headers.get("retry-after"));
  if (response.status === 429)
    throw new SocketRefused("Slack asks to wait.", Math.max(1, retryAfter || 60) * 1000);
  if (!response.ok) throw new Error(`Slack answered ${response.status}.`);
  const { ok, url, error } = answer.parse(await response.json());
  if (!ok) {
    const word = error ?? "an unknown error";
    if (advice[word]) throw new SocketRefused(`Slack refuses: ${word}. ${advice[word]}`);
    throw new Error(`Slack says ${word}.`);
  }
  const address = URL.parse(url ?? "");
  // Over plain http only where the API itself is reached so.
  const plain = api.startsWith("http:") && address?.protocol === "ws:";
  if (!address || (address.protocol !== "wss:" && !plain))
    throw new Error("Slack gave no address to connect to.");
  return address;
}
