import { doubtCompany, type UndoFacts, undoing } from "../remedy";

const dayMs = 86_400_000;

/** Puts a feature flag back to what it was. */
export const flagOff = undoing({
  kind: "flag-off",
  undoes: "flag",
  title: "Switch the flag back",
  does: ({ target, from, to }) =>
    `Switch ${target.replace(/^flag:/, "flag ")} back from ${from} to ${to}`,
  safe: "A flag switches at once, both ways, and no code moves.",
  doubts: (facts) => [...settled(facts), ...doubtCompany(facts)],
});

const settled = ({ ageMs }: UndoFacts) =>
  ageMs < dayMs
    ? []
    : [
        {
          grade: "B" as const,
          says: `The flag has been on for ${Math.floor(ageMs / dayMs)} d; data may have come to depend on it.`,
        },
      ];
