/** The name of a pair in the map that `Engine.tune` takes. */
export const tuningKey = (detectorId: string, seriesId: number): string =>
  `${seriesId} ${detectorId}`;

/** The pair that `tuningKey` has named. */
export function pairOf(key: string): { detectorId: string; seriesId: number } {
  const space = key.indexOf(" ");
  return { seriesId: Number(key.slice(0, space)), detectorId: key.slice(space + 1) };
}
