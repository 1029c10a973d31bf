"use client";
import { CopyButton } from "../ui/copy-button";

/** The link that an administrator hands to a person; it is in the part of the address that no server sees. */
export function PasswordLink({ token }: { token: string }) {
  const link = `${window.location.origin}/set-password#${token}`;
  return (
    <div className="rounded-md border border-accent/50 bg-accent-soft p-3">
      <p className="mb-2 font-medium">Link to set a password</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 break-all rounded-sm bg-bg px-2 py-1.5 text-sm">
          {link}
        </code>
        <CopyButton text={link} label="Link" words="Copy" />
      </div>
      <p className="mt-2 text-muted text-sm">
        Give it to them on a way you trust. It works once, for 24 hours, and is not shown again.
      </p>
    </div>
  );
}
