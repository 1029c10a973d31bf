import { doubtCompany, undoing } from "../remedy";

/** Puts a configuration value back to what it was. */
export const configRevert = undoing({
  kind: "config-revert",
  undoes: "config",
  title: "Revert the configuration",
  does: ({ target, from, to }) =>
    `Set ${target.replace(/^config:/, "")} back from ${from} to ${to}`,
  safe: "One value changes back, and setting it again undoes this.",
  doubts: doubtCompany,
});
