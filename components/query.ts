"use client";
import {
  keepPreviousData,
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { toast } from "sonner";
import type { z } from "zod";
import type { LiveEvent } from "@/lib/db/live";
import type { Verbs } from "@/lib/verbs";
import type { Views } from "@/lib/views";

export type ViewName = keyof Views;
export type ViewInput<N extends ViewName> = z.input<Views[N]["input"]>;
export type ViewOutput<N extends ViewName> = Awaited<ReturnType<Views[N]["load"]>>;
type VerbName = keyof Verbs;
type VerbInput<N extends VerbName> = z.input<Verbs[N]["input"]>;
type VerbOutput<N extends VerbName> = Awaited<ReturnType<Verbs[N]["run"]>>;

/** A refusal or failure as the doors tell it; `message` is a sentence for people. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
  }
}

async function ask(url: string, init?: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, credentials: "same-origin" });
  } catch {
    throw new ApiError(
      "offline",
      0,
      "Sitroom does not answer. Check the connection and try again.",
    );
  }
  if (response.ok) return response.json();
  const body = (await response.json().catch(() => null)) as {
    error?: { code?: string; message?: string };
  } | null;
  throw new ApiError(
    body?.error?.code ?? "broken",
    response.status,
    body?.error?.message ?? `The server answered ${response.status}.`,
  );
}

export const viewKey = (name: string, input: unknown): QueryKey => ["view", name, input];

type ViewOptions = {
  /** Live events that make this view ask again, at most once a second */
  topics?: readonly LiveEvent["topic"][];
  /** Ask again this often as well, ms */
  everyMs?: number;
  enabled?: boolean;
};

/** What a page shows, kept fresh: asks when shown, when a live event of its topics arrives, and on the given interval. */
export function useView<N extends ViewName>(
  name: N,
  input: ViewInput<N>,
  { topics = [], everyMs, enabled = true }: ViewOptions = {},
): UseQueryResult<ViewOutput<N>, Error> {
  return useQuery<ViewOutput<N>, Error>({
    queryKey: viewKey(name, input),
    queryFn: ({ signal }) =>
      ask(`/api/views/${name}?input=${encodeURIComponent(JSON.stringify(input))}`, {
        signal,
      }) as Promise<ViewOutput<N>>,
    placeholderData: keepPreviousData,
    meta: { topics },
    enabled,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  });
}

type VerbOptions<N extends VerbName> = {
  /** Changes what is shown before the answer; returns how to undo it */
  optimistic?(input: VerbInput<N>, views: ViewCache): () => void;
  /** Said when it worked */
  says?(output: VerbOutput<N>, input: VerbInput<N>): string;
};

/** Access to the views on screen for optimistic changes. */
export type ViewCache = {
  /** Rewrites every cached result of a view; returns how to put them back. */
  patch<V extends ViewName>(name: V, change: (data: ViewOutput<V>) => ViewOutput<V>): () => void;
};

/** One deed of a person. Failures are said in a toast and undo the optimistic change; every view on screen asks again. */
export function useVerb<N extends VerbName>(
  name: N,
  { optimistic, says }: VerbOptions<N> = {},
): UseMutationResult<VerbOutput<N>, Error, VerbInput<N>, { undo: () => void }> {
  const client = useQueryClient();
  const cache: ViewCache = {
    patch(view, change) {
      const before = client.getQueriesData<ViewOutput<typeof view>>({ queryKey: ["view", view] });
      for (const [key, data] of before)
        if (data !== undefined) client.setQueryData(key, change(data));
      return () => {
        for (const [key, data] of before) client.setQueryData(key, data);
      };
    },
  };
  return useMutation<VerbOutput<N>, Error, VerbInput<N>, { undo: () => void }>({
    mutationFn: (input) =>
      ask(`/api/verbs/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(input),
      }) as Promise<VerbOutput<N>>,
    onMutate: async (input) => {
      if (!optimistic) return { undo: () => {} };
      await client.cancelQueries({ queryKey: ["view"] });
      return { undo: optimistic(input, cache) };
    },
    onError: (error, _, context) => {
      context?.undo();
      toast.error(error.message);
    },
    onSuccess: (output, input) => {
      if (says) toast.success(says(output, input));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["view"] }),
  });
}
