const wildcard = "<*>";

/** A pattern's words; where messages differ stands a quiet mark. */
export function PatternText({ text }: { text: string }) {
  const parts = text.split(wildcard);
  return (
    <span className="font-mono text-sm">
      {parts.map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which stand where they stand
        <span key={i}>
          {i === 0 ? null : (
            <span className="rounded-xs bg-accent-soft px-0.5 text-accent" title="differs">
              *
            </span>
          )}
          {part}
        </span>
      ))}
    </span>
  );
}
