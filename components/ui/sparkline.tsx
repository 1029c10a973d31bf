/** A word-sized line: `values` in order, null is a gap. Pure decoration beside a number. */
export function Sparkline({
  values,
  width = 96,
  height = 28,
  tone = "var(--series)",
}: {
  values: readonly (number | null)[];
  width?: number;
  height?: number;
  tone?: string;
}) {
  const known = values.filter((v): v is number => v !== null);
  if (known.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const top = Math.max(...known);
  const low = Math.min(0, ...known);
  const span = top - low || 1;
  const x = (i: number) => (i / (values.length - 1)) * (width - 2) + 1;
  const y = (v: number) => height - 2 - ((v - low) / span) * (height - 4);
  let path = "";
  let pen = "M";
  values.forEach((v, i) => {
    if (v === null) {
      pen = "M";
      return;
    }
    path += `${pen}${x(i).toFixed(1)} ${y(v).toFixed(1)}`;
    pen = "L";
  });
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} fill="none" stroke={tone} strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  );
}
