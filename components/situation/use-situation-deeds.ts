"use client";
import { useShell } from "../nav/use-shell";
import { useVerb, type ViewCache, type ViewOutput } from "../query";

type Row = ViewOutput<"situations">["rows"][number];

/** Rewrites one row of the list at once, before the server has answered. */
const patchRow = (views: ViewCache, id: number, change: Partial<Row>) =>
  views.patch("situations", (data) => ({
    ...data,
    rows: data.rows.map((r) => (r.id === id ? { ...r, ...change } : r)),
  }));

/** What a person does to a situation, from the list and from its page; shown at once, undone when refused. */
export function useSituationDeeds() {
  const you = useShell().data?.you.name ?? null;
  const acknowledge = useVerb("acknowledge-situation", {
    optimistic: ({ id }, views) => patchRow(views, id, { status: "acknowledged" }),
    says: (_, { id }) => `S-${id} acknowledged`,
  });
  const assign = useVerb("assign-situation", {
    optimistic: ({ id, owner }, views) => patchRow(views, id, { owner }),
    says: (_, { id, owner }) => (owner ? `S-${id} is ${owner}'s` : `S-${id} has no owner`),
  });
  const resolve = useVerb("resolve-situation", { says: (_, { id }) => `S-${id} resolved` });
  return {
    acknowledge: (id: number) => acknowledge.mutate({ id }),
    assign: (id: number, owner: string | null) => assign.mutate({ id, owner }),
    assignToMe: (id: number) => you && assign.mutate({ id, owner: you }),
    resolve: (id: number, reason: string) => resolve.mutate({ id, reason }),
    busy: acknowledge.isPending || assign.isPending || resolve.isPending,
  };
}
