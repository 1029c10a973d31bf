"use client";
import { CopyButton } from "../ui/copy-button";

/** A secret that can be seen this one time. */
export function SecretOnce({ label, secret }: { label: string; secret: string }) {
  return (
    <div className="rounded-md border border-accent/50 bg-accent-soft p-3">
      <p className="mb-2 font-medium">{label}</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 break-all rounded-sm bg-bg px-2 py-1.5 text-sm">
          {secret}
        </code>
        <CopyButton text={secret} label={label} words="Copy" />
      </div>
      <p className="mt-2 text-muted text-sm">
        Copy it now: only a fingerprint is kept, so it cannot be shown again.
      </p>
    </div>
  );
}
