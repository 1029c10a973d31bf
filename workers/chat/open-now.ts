import type { Db } from "@/lib/db/client";
import { slackText } from "@/lib/integrations/channels/slack-blocks";
import { situations } from "@/lib/views/situations";
import { appUrl } from "../messages/tools";
import { mustKnow } from "./press";

/** More than these nobody reads in a chat. */
const most = 10;

/** What is open now, in Slack's markup, for a person who may read it. Throws Problem "forbidden" for anybody unknown. */
export async function openNow(db: Db, email: string | null, now: number): Promise<string> {
  const actor = await mustKnow(db, email);
  const { rows } = await situations.load({ db, actor, now }, { resolvedDays: 1 });
  const open = rows.filter((r) => r.status === "open" || r.status === "acknowledged");
  const all = `<${appUrl()}/situations|All situations>`;
  if (open.length === 0) return `Nothing is open. ${all}`;
  const lines = open.slice(0, most).map((r) => {
    const owner = r.owner === null ? "nobody has it" : `${r.owner} has it`;
    return `• <${appUrl()}/situations/${r.id}|${r.name}> ${slackText(r.title)} (${r.severity}, ${r.status}; ${slackText(owner)})`;
  });
  const more = open.length > most ? `\n…and ${open.length - most} more` : "";
  return `${open.length === 1 ? "One situation is" : `${open.length} situations are`} open. ${all}\n${lines.join("\n")}${more}`;
}
