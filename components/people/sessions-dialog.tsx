"use client";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Dialog } from "../ui/dialog";
import { Ago, Time } from "../ui/time";

type Session = ViewOutput<"account">["sessions"][number];

/** "Firefox on Linux", as far as a browser's own words tell. */
function deviceOf(agent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent)?.[1];
  const system = /(Windows|Macintosh|iPhone|iPad|Android|Linux)/.exec(agent)?.[1];
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera", Macintosh: "Mac" };
  const said = [browser, system].map((w) => (w ? (names[w] ?? w) : "")).filter((w) => w !== "");
  return said.length > 0 ? said.join(" on ") : agent.slice(0, 40) || "unknown device";
}

/** Open sessions, each with how to end it. */
export function SessionRows({
  sessions,
  current,
}: {
  sessions: readonly Session[];
  /** The session that looks at this */
  current: string | null;
}) {
  const end = useVerb("end-session", { says: () => "Session ended" });
  if (sessions.length === 0) return <p className="px-3.5 py-3 text-muted">Not signed in.</p>;
  return (
    <ul>
      {sessions.map((s) => (
        <li key={s.id} className="row flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2">
          <span className="font-medium">{deviceOf(s.agent)}</span>
          <span className="font-mono text-muted text-sm">{s.address}</span>
          <span className="text-muted text-sm">
            since <Time at={s.createdAt} date seconds={false} />, seen <Ago at={s.lastSeenAt} />
          </span>
          <span className="ml-auto flex items-center gap-2">
            <Chip>{s.via === "sso" ? "single sign-on" : "password"}</Chip>
            {s.id === current ? (
              <Chip tone="accent">This one</Chip>
            ) : (
              <Button size="sm" disabled={end.isPending} onClick={() => end.mutate({ id: s.id })}>
                End
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function SessionsDialog({
  person,
  current,
  onClose,
}: {
  person: { id: string; name: string; sessions: readonly Session[] };
  current: string | null;
  onClose(): void;
}) {
  const all = useVerb("end-all-sessions", { says: (o) => `${o.name} is signed out everywhere` });
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={`Where ${person.name} is signed in`}
      foot={
        <Button
          variant="danger"
          disabled={person.sessions.length === 0 || all.isPending}
          onClick={() => all.mutate({ userId: person.id }, { onSuccess: onClose })}
        >
          Sign out everywhere
        </Button>
      }
    >
      <SessionRows sessions={person.sessions} current={current} />
    </Dialog>
  );
}
