import { type Doubt, defineRemedy, type InstanceCause } from "../remedy";

/** What runs after a restart: the same code and settings, begun anew. */
const anew = "a new instance";

/** Starts one instance anew: for one that does badly while the others of its version do well. */
export const restartInstance = defineRemedy({
  kind: "restart-instance",
  title: "Restart the instance",
  touches: true,
  takes: (cause) => cause.kind === "instance",
  prepare(cause, { current }) {
    if (cause.kind !== "instance" || cause.way === null) return null;
    return {
      ...cause.way,
      // Who the instance is, so that one that was replaced meanwhile is left alone.
      from: current ?? "not known",
      to: anew,
      ridesAlong: ["What the instance holds in memory is lost."],
      migrations: [],
      doubts: doubts(cause),
      undo: "Nothing to take back: the new instance runs what the old one ran",
    };
  },
  does: ({ service, target }) => `Restart ${nameOf(target)} of ${service}`,
  done: ({ target }) => `${nameOf(target)} was started anew`,
  safe: "The others take its requests while it starts, and it comes back with the same code and settings.",
});

/** "pod:shop/pricing-x" and "instance:pricing-2" as people call them. */
const nameOf = (target: string): string => target.replace(/^(pod|instance):/, "");

const doubts = ({ service, siblings }: InstanceCause): Doubt[] =>
  siblings > 0
    ? []
    : [{ grade: "B", says: `${service} has no other instance: nobody answers while it starts.` }];
