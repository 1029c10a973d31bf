import { type Executor, ExecutorRefused, turnBack } from "../executor";

/** A service in which flags are on or off in one environment. */
type Flags = {
  /** "Unleash" */
  name: string;
  environment: string;
  read(flag: string): Promise<boolean>;
  write(flag: string, on: boolean, comment: string): Promise<void>;
};

const flagOf = (target: string): string => {
  const flag = target.replace(/^flag:/, "");
  if (!/^[A-Za-z0-9_.~-]{1,256}$/.test(flag))
    throw new ExecutorRefused(`“${target}” is not the name of a flag.`);
  return flag;
};
const word = (on: boolean): string => (on ? "on" : "off");
const wanted = (to: string): boolean => {
  if (to === "on" || to === "off") return to === "on";
  throw new ExecutorRefused(`A flag goes on or off, not to “${to}”.`);
};

/**
 * Flags are switched, and switching twice is switching once: a repeated command needs no memory. A flag that somebody else
 * has switched meanwhile is refused before anything is sent.
 */
export function flagExecutor({ name, environment, read, write }: Flags): Executor {
  return {
    current: async (target) => word(await read(flagOf(target))),
    async dryRun({ target, from, to }) {
      const flag = flagOf(target);
      const now = word(await read(flag));
      if (now !== from) throw new ExecutorRefused(`${flag} is ${now}, not ${from}.`);
      return [
        `${name} would switch ${flag} ${word(wanted(to))} in ${environment}, for everybody at once.`,
      ];
    },
    async execute({ id, target, from, to, requestedBy, sentAt }) {
      const flag = flagOf(target);
      const now = word(await read(flag));
      if (now !== to) {
        if (now !== from && sentAt === null)
          throw new ExecutorRefused(`${flag} is ${now}, not ${from}.`);
        await write(flag, wanted(to), `Sitroom ${id}, approved by ${requestedBy}`);
      }
      return { statusUrl: `${target}#${to}` };
    },
    async progress(statusUrl) {
      const [target = "", to = ""] = statusUrl.split("#");
      const now = word(await read(flagOf(target)));
      const status = `${flagOf(target)} is ${now} in ${environment}.`;
      return { state: now === to ? "succeeded" : "running", steps: [], status };
    },
    undo: turnBack,
  };
}
