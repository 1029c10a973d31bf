"use client";
import { Ellipsis, UserPlus } from "lucide-react";
import { useState } from "react";
import { useVerb, useView } from "../query";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Dialog } from "../ui/dialog";
import { Menu, MenuItem, MenuLine } from "../ui/menu";
import { SkeletonRows } from "../ui/skeleton";
import { Ago } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { AccessSection } from "./access-section";
import { PasswordLink } from "./password-link";
import { type Person, PersonDialog } from "./person-dialog";
import { SessionsDialog } from "./sessions-dialog";
import { TeamsSection } from "./teams-section";

type Doing = "change" | "sessions" | "reset" | "factor";

function FactorDialog({ person, onClose }: { person: Person; onClose(): void }) {
  const reset = useVerb("reset-second-factor", {
    says: (o) => `The second factor of ${o.name} was reset`,
  });
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={`Reset the second factor of ${person.name}`}
      says="For a lost device. Be sure that it is really them who asks. All their sessions end, and their password alone opens until they set up another."
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="danger"
            disabled={reset.isPending}
            onClick={() => reset.mutate({ id: person.id }, { onSuccess: onClose })}
          >
            Reset
          </Button>
        </>
      }
    />
  );
}

function ResetDialog({ person, onClose }: { person: Person; onClose(): void }) {
  const reset = useVerb("reset-password");
  const token = reset.data?.token;
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={`New password for ${person.name}`}
      says={
        token
          ? "Their old password and their sessions hold until the link is used."
          : "Makes a link by which they choose a password themselves. Earlier links stop working."
      }
      foot={
        token ? (
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={reset.isPending}
            onClick={() => reset.mutate({ id: person.id })}
          >
            Make the link
          </Button>
        )
      }
    >
      {token ? <PasswordLink token={token} /> : null}
    </Dialog>
  );
}

function Row({ person: p, you, onDo }: { person: Person; you: boolean; onDo(d: Doing): void }) {
  const lock = useVerb("lock-out-person", {
    says: (o, i) => (i.lockedOut ? `${o.name} is locked out` : `${o.name} may sign in again`),
  });
  return (
    <li
      data-quiet={p.lockedOut}
      className="row flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2"
    >
      <Avatar name={p.name} size="md" />
      <span className="font-medium">{p.name}</span>
      <span className="text-muted max-sm:w-full max-sm:pl-9">{p.email}</span>
      {you ? <Chip tone="accent">You</Chip> : null}
      {p.lockedOut ? <Chip tone="strong">Locked out</Chip> : null}
      {!p.comesBy.password && !p.comesBy.sso ? <Chip>Invited</Chip> : null}
      {p.comesBy.sso ? <Chip>single sign-on</Chip> : null}
      {p.secondFactor ? <Chip tone="good">second factor</Chip> : null}
      <span className="ml-auto flex flex-wrap items-center gap-2">
        <span className="text-muted text-sm max-md:hidden">
          {p.lastSignInAt === null ? (
            "never signed in"
          ) : (
            <>
              signed in <Ago at={p.lastSignInAt} />
            </>
          )}
        </span>
        <Chip tone="ink">{p.role}</Chip>
        {p.grants.map((g) => (
          <Chip key={`${g.role} ${g.services.join()}`}>
            {g.role} on {g.services.join(", ")}
          </Chip>
        ))}
        {p.teams.map((t) => (
          <Chip key={t.name}>
            {t.role} in {t.name}
          </Chip>
        ))}
        <Menu
          trigger={
            <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${p.name}`}>
              <Ellipsis size={15} aria-hidden="true" />
            </Button>
          }
        >
          <MenuItem onSelect={() => onDo("change")}>Name and roles…</MenuItem>
          <MenuItem onSelect={() => onDo("sessions")}>Sessions ({p.sessions.length})…</MenuItem>
          <MenuItem disabled={p.lockedOut} onSelect={() => onDo("reset")}>
            New password…
          </MenuItem>
          <MenuItem disabled={!p.secondFactor} onSelect={() => onDo("factor")}>
            Reset second factor…
          </MenuItem>
          <MenuLine />
          <MenuItem
            tone={p.lockedOut ? "ink" : "strong"}
            disabled={you}
            onSelect={() => lock.mutate({ id: p.id, lockedOut: !p.lockedOut })}
          >
            {p.lockedOut ? "Let in again" : "Lock out"}
          </MenuItem>
        </Menu>
      </span>
    </li>
  );
}

/** People and what they may do; teams; single sign-on; where integrations may be. For administrators. */
export function PeopleSection() {
  const query = useView("people", {}, { topics: ["settings"], everyMs: 30_000 });
  const [inviting, setInviting] = useState(false);
  const [doing, setDoing] = useState<{ what: Doing; id: string } | null>(null);
  const close = () => setDoing(null);
  return (
    <ViewState
      query={query}
      what="People"
      skeleton={<SkeletonRows rows={5} className="rounded-lg border border-line bg-surface" />}
    >
      {(data) => {
        const person = data.users.find((u) => u.id === doing?.id);
        return (
          <>
            <Card
              title="People"
              note="each role may do all that the ones before it may"
              aside={
                <Button size="sm" onClick={() => setInviting(true)}>
                  <UserPlus size={13} aria-hidden="true" /> Invite
                </Button>
              }
            >
              <ul>
                {data.users.map((u) => (
                  <Row
                    key={u.id}
                    person={u}
                    you={u.id === data.you.id}
                    onDo={(what) => setDoing({ what, id: u.id })}
                  />
                ))}
              </ul>
              <p className="border-line border-t px-3.5 py-2.5 text-muted text-sm">
                Viewer looks. Responder acknowledges, assigns and runs checks. Approver approves
                remedies and holds the kill switch. Editor tunes detectors and guardrails. Admin
                manages keys, integrations and people.
              </p>
            </Card>
            <TeamsSection data={data} />
            <AccessSection data={data} />
            {inviting ? (
              <PersonDialog
                person={null}
                services={data.services}
                onClose={() => setInviting(false)}
              />
            ) : null}
            {person && doing?.what === "change" ? (
              <PersonDialog person={person} services={data.services} onClose={close} />
            ) : null}
            {person && doing?.what === "sessions" ? (
              <SessionsDialog person={person} current={data.you.session} onClose={close} />
            ) : null}
            {person && doing?.what === "factor" ? (
              <FactorDialog person={person} onClose={close} />
            ) : null}
            {person && doing?.what === "reset" ? (
              <ResetDialog person={person} onClose={close} />
            ) : null}
          </>
        );
      }}
    </ViewState>
  );
}
