import { z } from "zod";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { detectorSettings } from "./model";
import { checkSettings } from "./run-settings";
import { endShadow, promoteShadow, startShadow } from "./shadow-store";
import { addDraft, readLive } from "./store";
import { setTrust } from "./trust-store";

const id = z.string().min(1).max(200);
const note = z.string().trim().max(500).default("");
/** The version that was live when the person decided. */
const version = z.number().int().positive();
const hourMs = 3_600_000;

export const trustDetector = defineVerb({
  name: "trust-detector",
  role: "editor",
  input: z.object({ id, trusted: z.boolean(), why: z.string().trim().max(500).default("") }),
  async run({ tx, actor, now }, { id, trusted, why }) {
    const live = await readLive(tx, id);
    const distrust = {
      kind: "marked" as const,
      why: why === "" ? `Marked by ${actor.name}` : `${actor.name}: ${why}`,
    };
    await setTrust(tx, id, trusted ? null : distrust, now);
    return { id, trusted, title: live.title };
  },
  tells: ({ why }, done) => ({
    says: done.trusted
      ? `Detector "${done.title}" is trusted: what it finds may page.`
      : `Detector "${done.title}" is not trusted: it records and pages nobody${why ? `: ${why}` : "."}`,
  }),
});

export const shadowDetector = defineVerb({
  name: "shadow-detector",
  role: "editor",
  input: z.object({
    id,
    version,
    settings: detectorSettings,
    note,
    hours: z.number().int().min(1).max(336).default(24),
  }),
  async run({ tx, actor, now }, { id, settings, note, hours, ...input }) {
    const live = await readLive(tx, id);
    if (live.version !== input.version)
      throw new Problem(
        "conflict",
        "Somebody saved another version meanwhile. Look at it, then try yours again.",
      );
    if (!live.enabled)
      throw new Problem(
        "conflict",
        "The detector is off, so nothing runs beside it. Switch it on first.",
      );
    checkSettings(settings);
    const saved = await addDraft(tx, id, { settings, note, author: actor.name, now });
    await startShadow(tx, id, { version: saved, now, until: now + hours * hourMs });
    return { id, title: live.title, version: saved, hours };
  },
  tells: (_, done) => ({
    says: `Version ${done.version} of detector "${done.title}" runs as a shadow for ${done.hours} h: it records apart and pages nobody.`,
  }),
});

export const promoteShadowRun = defineVerb({
  name: "promote-shadow",
  role: "editor",
  input: z.object({ id, version }),
  async run({ tx }, { id, version }) {
    const live = await readLive(tx, id);
    return { id, title: live.title, version: await promoteShadow(tx, id, version) };
  },
  tells: (_, done) => ({
    says: `The shadow of detector "${done.title}" was promoted: version ${done.version} is live.`,
  }),
});

export const endShadowRun = defineVerb({
  name: "end-shadow",
  role: "editor",
  input: z.object({ id }),
  async run({ tx }, { id }) {
    const live = await readLive(tx, id);
    return { id, title: live.title, version: await endShadow(tx, id) };
  },
  tells: (_, done) => ({
    says: `The shadow run of version ${done.version} of detector "${done.title}" was ended.`,
  }),
});
