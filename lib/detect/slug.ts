/** Words that are addresses of their own under /detectors. */
const taken = new Set(["rules"]);

/** A short id that people can read, from a title. */
export function slug(text: string): string {
  const words = text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const id = words?.join("-").slice(0, 60) ?? "detector";
  return taken.has(id) ? `${id}-detector` : id;
}
