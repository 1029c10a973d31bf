import { z } from "zod";
import { Problem } from "@/lib/problem";
import { verifyWebhook } from "../standard-webhooks";
import { openStubServer, type StubCase } from "./stub-server";

const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
type Operation = { id: string; state: string; steps: object[]; message?: string };
const state = {
  now: 0,
  current: "v2",
  done: 0,
  operations: new Map<string, Operation>(),
};
const signed = (headers: Record<string, string | string[] | undefined>, raw: string) => {
  try {
    verifyWebhook({ secret, headers, body: raw, now: state.now });
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
};

/** A deployer that keeps docs/integrations.md to the letter. */
export const webhookStub: StubCase = {
  kind: "webhook-deployer",
  secret,
  stub: openStubServer({
    knows: ({ headers, raw }) => raw === "" || signed(headers, raw),
    endpoints: [
      {
        method: "GET",
        path: "/targets/:target",
        answer: ({ params }) =>
          params.target === "pricing"
            ? { status: 200, value: { current: state.current } }
            : { status: 404, value: { message: `there is no target ${params.target}` } },
      },
      {
        method: "POST",
        path: "/commands",
        body: z.strictObject({
          action: z.enum(["rollback", "flag-off", "config-revert", "restart"]),
          target: z.string(),
          from: z.string(),
          to: z.string(),
          plan: z.string(),
          requestedBy: z.string(),
        }),
        answer: ({ body, headers }) => {
          const { from, to } = body as { from: string; to: string };
          const id = String(headers["webhook-id"]);
          const known = state.operations.get(id);
          if (!known && state.current !== from)
            return { status: 409, value: { message: `pricing is at ${state.current}` } };
          if (!known) {
            state.done++;
            state.current = to;
            state.operations.set(id, {
              id,
              state: "running",
              steps: [{ at: state.now, says: `replacing ${from} by ${to}` }],
            });
          }
          return { status: 202, value: { statusUrl: `/operations/${id}` } };
        },
      },
      {
        method: "GET",
        path: "/operations/:id",
        answer: ({ params }) => ({
          status: 200,
          value: state.operations.get(params.id ?? "") ?? {},
        }),
      },
    ],
  }),
  config() {
    return { url: `${this.stub.url}/commands`, stateUrl: `${this.stub.url}/targets/{target}` };
  },
  target: "pricing",
  from: "v2",
  to: "v1",
  action: "rollback",
  unknown: "nobody",
  reset(now) {
    Object.assign(state, { now, current: "v2", done: 0 });
    state.operations.clear();
  },
  runs: () => state.current,
  done: () => state.done,
  drift: () => Object.assign(state, { current: "v3" }),
  finish(how) {
    for (const operation of state.operations.values())
      Object.assign(operation, {
        state: how,
        ...(how === "failed" ? { message: "no room" } : {}),
      });
  },
};
