import { z } from "zod";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { detectorSettings } from "./model";
import { checkSettings } from "./run-settings";
import { slug } from "./slug";
import { addVersion, insertDetector, readDetectorVersions, readLive, setEnabled } from "./store";

const id = z.string().min(1).max(200);
const title = z.string().trim().min(3, "Give it a title of at least 3 characters.").max(120);
const note = z.string().trim().max(500).default("");
/** The version that the editor was opened on; refused when another one is live by now. */
const version = z.number().int().positive();

export const createDetector = defineVerb({
  name: "create-detector",
  role: "editor",
  input: z.object({
    title,
    settings: detectorSettings,
    note,
    /** Pages from the start; else it records until somebody trusts it */
    trusted: z.boolean().default(false),
  }),
  async run({ tx, actor, now }, { trusted, ...input }) {
    checkSettings(input.settings);
    const made = slug(input.title);
    await insertDetector(tx, {
      ...input,
      id: made,
      managed: "user",
      untrusted: trusted ? null : { kind: "new", why: "It is new" },
      author: actor.name,
      now,
    });
    return { id: made, version: 1 };
  },
  tells: (input) => ({
    says: `Detector "${input.title}" created${input.trusted ? "" : "; it pages nobody until it is trusted"}.`,
  }),
});

export const saveDetector = defineVerb({
  name: "save-detector",
  role: "editor",
  input: z.object({ id, version, title: title.optional(), settings: detectorSettings, note }),
  async run({ tx, actor, now }, input) {
    const live = await readLive(tx, input.id);
    checkSettings(input.settings);
    const saved = await addVersion(tx, input.id, input.version, {
      settings: input.settings,
      title: input.title,
      note: input.note,
      author: actor.name,
      now,
    });
    return { id: input.id, title: input.title ?? live.title, version: saved };
  },
  tells: (input, saved) => ({
    says: `Detector "${saved.title}" saved as version ${saved.version}${input.note ? `: ${input.note}` : "."}`,
  }),
});

export const enableDetector = defineVerb({
  name: "enable-detector",
  role: "editor",
  input: z.object({ id, enabled: z.boolean() }),
  async run({ tx }, input) {
    const live = await readLive(tx, input.id);
    if (live.enabled !== input.enabled) await setEnabled(tx, input.id, input.enabled);
    return { id: input.id, enabled: input.enabled, title: live.title };
  },
  tells: (_, done) => ({
    says: `Detector "${done.title}" switched ${done.enabled ? "on" : "off"}.`,
  }),
});

export const revertDetector = defineVerb({
  name: "revert-detector",
  role: "editor",
  input: z.object({ id, version, to: version }),
  async run({ tx, actor, now }, input) {
    const versions = await readDetectorVersions(tx, input.id);
    const wanted = versions.find((v) => v.version === input.to);
    if (!wanted)
      throw new Problem("not-found", `There is no version ${input.to} of detector ${input.id}.`);
    if (wanted.version === wanted.liveVersion)
      throw new Problem("conflict", `Version ${input.to} is the one that runs.`);
    // An algorithm may have lost a parameter since that version was saved
    checkSettings(wanted.settings);
    const saved = await addVersion(tx, input.id, input.version, {
      settings: wanted.settings,
      note: `Back to version ${input.to}`,
      author: actor.name,
      now,
    });
    return { id: input.id, title: wanted.title, version: saved };
  },
  tells: (input, done) => ({
    says: `Detector "${done.title}" went back to version ${input.to}, as version ${done.version}.`,
  }),
});
