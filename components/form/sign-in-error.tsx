import { CircleAlert } from "lucide-react";

/** Why signing in did not work; nothing while it has not failed. */
export function SignInError({ says }: { says: string | null }) {
  if (says === null) return null;
  return (
    <p role="alert" className="flex gap-2 rounded-md bg-strong-soft px-3 py-2 text-ink">
      <CircleAlert size={15} className="mt-0.5 shrink-0 text-strong" aria-hidden="true" />
      {says}
    </p>
  );
}
