import { z } from "zod";
import { type Actor, allows } from "../people/model";
import { Problem } from "../problem";
import { server } from "../server";
import type { View } from "../view";
import { views } from "./index";

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("bad-input", "The input is not JSON.");
  }
}

/** Finds, parses and loads a view by name. `input` is JSON text or null. Throws Problem "not-found", "forbidden" or "bad-input". */
export async function loadView(name: string, input: string | null, actor: Actor): Promise<unknown> {
  const found = Object.entries(views as Record<string, View>).find(([known]) => known === name);
  if (!found) throw new Problem("not-found", `There is no view ${name}.`);
  const [, view] = found;
  if (view.role && !allows(actor.role, view.role))
    throw new Problem("forbidden", `${name} needs the role ${view.role}; you are ${actor.role}.`);
  const parsed = view.input.safeParse(input === null ? {} : parseJson(input));
  if (!parsed.success) throw new Problem("bad-input", z.prettifyError(parsed.error));
  return view.load({ db: server().db, actor, now: Date.now() }, parsed.data);
}
