// npm run x -- PROGRAM ARGS: a program of node_modules/.bin (vitest, prisma, tsx, …) under the project's own Node.
import { spawn } from "node:child_process";
import { bin, root } from "../ensure.mjs";

export const main = ([program, ...args]) =>
  new Promise((resolve) => {
    const child = spawn(bin(program), args, { cwd: root, stdio: "inherit" });
    child.on("exit", (code) => resolve(code ?? 1));
  });
