"use client";
import { signOut } from "next-auth/react";
import { useState } from "react";
import { Field } from "../form/field";
import { useVerb, useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Input } from "../ui/input";
import { SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { FactorCard } from "./factor-card";
import { SessionRows } from "./sessions-dialog";

type Data = ViewOutput<"account">;

function Password() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useVerb("change-own-password", {
    says: (o) => `Password changed${o.ended > 0 ? `; ${o.ended} other sessions ended` : ""}`,
  });
  const short = next.length > 0 && next.length < 10;
  return (
    <Card title="Password">
      <form
        className="grid gap-4 px-3.5 py-3 sm:grid-cols-[1fr_1fr_auto] sm:items-start"
        onSubmit={(e) => {
          e.preventDefault();
          change.mutate(
            { current, next },
            {
              onSuccess: () => {
                setCurrent("");
                setNext("");
              },
            },
          );
        }}
      >
        <Field label="Current password">
          <Input
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={(e) => setCurrent(e.target.value)}
          />
        </Field>
        <Field
          label="New password"
          hint="At least 10 characters; long beats odd."
          error={short ? "At least 10 characters." : null}
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={next}
            onChange={(e) => setNext(e.target.value)}
          />
        </Field>
        <Button
          type="submit"
          className="sm:mt-[23px]"
          disabled={current === "" || next.length < 10 || change.isPending}
        >
          Change
        </Button>
      </form>
    </Card>
  );
}

function Filled({ data }: { data: Data }) {
  const all = useVerb("end-all-sessions");
  return (
    <>
      <Card title="You">
        <dl className="grid grid-cols-[120px_minmax(0,1fr)] gap-y-1.5 px-3.5 py-3">
          <dt className="text-muted">Name</dt>
          <dd>{data.name}</dd>
          <dt className="text-muted">E-mail</dt>
          <dd className="break-all">{data.email}</dd>
          <dt className="text-muted">May act as</dt>
          <dd className="flex flex-wrap gap-1.5">
            <Chip tone="ink">{data.role} everywhere</Chip>
            {data.grants.map((g) => (
              <Chip key={`${g.role} ${g.services.join()}`}>
                {g.role} on {g.services.join(", ")}
              </Chip>
            ))}
          </dd>
        </dl>
      </Card>
      {data.password ? <Password /> : null}
      {data.password ? <FactorCard factor={data.factor} /> : null}
      <Card
        title="Where you are signed in"
        note="a session ends by itself after 12 hours"
        aside={
          <Button
            size="sm"
            variant="danger"
            disabled={all.isPending}
            onClick={() =>
              all.mutate({}, { onSuccess: () => void signOut({ callbackUrl: "/sign-in" }) })
            }
          >
            Sign out everywhere
          </Button>
        }
      >
        <SessionRows sessions={data.sessions} current={data.session} />
      </Card>
    </>
  );
}

/** One's own account: what one may do, password, sessions. */
export function AccountSection() {
  const query = useView("account", {}, { everyMs: 30_000 });
  return (
    <ViewState
      query={query}
      what="Your account"
      skeleton={<SkeletonRows rows={4} className="rounded-lg border border-line bg-surface" />}
    >
      {(data) => <Filled data={data} />}
    </ViewState>
  );
}
