import { z } from "zod";
import { readPastNews } from "../messages/history-store";
import { route } from "../messages/model";
import { withTeams } from "../messages/plan-store";
import { simulate } from "../messages/simulate";
import { defineView } from "../view";

const days = 7;

/** What a route would have sent to each of its channels in the last week, by the decisions that the worker makes. */
export const messagePreview = defineView({
  input: z.object({ route: route.omit({ since: true }) }),
  async load({ db, now }, input) {
    const news = await readPastNews(db.prisma, now - days * 86_400_000);
    const [filled] = await withTeams(db.prisma, [{ ...input.route, since: 0 }]);
    return {
      days,
      news: news.length,
      ...simulate(filled ?? { ...input.route, since: 0 }, news, now),
    };
  },
});
