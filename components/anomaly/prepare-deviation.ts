/** How far a value is from what is typical: ×6.8 when it is a multiple, −55 % below; an en dash where nothing is typical. */
export function deviationWords(value: number, expected: number | null): string {
  if (expected === null || !Number.isFinite(expected) || expected === 0) return "–";
  const ratio = value / expected;
  if (ratio >= 1.995) return `×${ratio >= 100 ? Math.round(ratio) : Number(ratio.toPrecision(2))}`;
  const percent = Math.round((ratio - 1) * 100);
  return percent < 0 ? `−${-percent} %` : `+${percent} %`;
}
