import { type ChangeCause, defineRemedy } from "../remedy";

/** Who "executes" a page: nobody outside, it goes to whoever hears of the service. */
export const owners = "message routes";

/** Pages the owner of a guilty change: for what we cannot undo, or what people want to mend rather than undo. */
export const rollForward = defineRemedy({
  kind: "roll-forward",
  title: "Roll forward: page the owner",
  touches: false,
  takes: (cause) => cause.kind === "change",
  prepare(cause) {
    if (cause.kind !== "change") return null;
    const { change } = cause;
    return {
      integration: owners,
      target: ownerOf(cause),
      from: change.to ?? change.title,
      to: "a fix by its owner",
      ridesAlong: [whyForward(cause)],
      migrations: [],
      doubts: [],
      undo: "Nothing to take back: a page changes nothing in production",
    };
  },
  does: ({ service, target }) => `Page ${target} to roll ${service} forward`,
  done: ({ service, target }) => `${target} was paged and ${service} has recovered`,
  safe: "A page changes nothing in production.",
});

const ownerOf = ({ owners }: ChangeCause): string =>
  owners.length > 0 ? owners.join(" and ") : "the owner";

/** Why it is not undone, and who made it: what the owner asks first. */
function whyForward({ change, left }: ChangeCause): string {
  const author = change.author ? ` ${change.author} made it.` : "";
  if (left !== null) return `${left}${author}`;
  return `${change.undo === null ? `“${change.title}” does not say how it is undone.` : `There is no remedy for a change of kind ${change.kind}.`}${author}`;
}
