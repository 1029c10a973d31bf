import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { currentActor } from "@/lib/auth";
import { server } from "@/lib/server";
import { loadView } from "@/lib/views/load";

type Wanted = readonly (readonly [name: string, input: unknown])[];

/** Loads what a page shows before it is sent, so that its first paint has data. What fails here the page asks for itself. */
export async function Prefetch({ views, children }: { views: Wanted; children: ReactNode }) {
  const actor = await currentActor();
  const client = new QueryClient();
  if (actor)
    await Promise.all(
      views.map(([name, input]) =>
        client.prefetchQuery({
          queryKey: ["view", name, input],
          queryFn: async () => {
            try {
              return await loadView(name, JSON.stringify(input), actor);
            } catch (error) {
              server().log.warn({ err: error, view: name }, "a page's view failed before sending");
              throw error;
            }
          },
        }),
      ),
    );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
