import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { saveFile } from "../ui/save-file";

/** Ten codes that are never shown again. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const text = `Sitroom recovery codes, each works once\n\n${codes.join("\n")}\n`;
  return (
    <div className="grid gap-3">
      <ul
        aria-label="Recovery codes"
        className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-md border border-line bg-surface px-3 py-2.5 font-mono text-sm max-sm:grid-cols-1"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex gap-2">
        <CopyButton text={text} label="Copy the recovery codes" />
        <Button
          size="sm"
          onClick={() => saveFile("sitroom-recovery-codes.txt", "text/plain", text)}
        >
          Download
        </Button>
      </div>
    </div>
  );
}
