"use client";
import { useState } from "react";
import { type Role, role as roleSchema } from "@/lib/people/model";
import { Field } from "../form/field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Input, Textarea } from "../ui/input";
import { Select } from "../ui/select";
import { roleOptions } from "./grants-field";

type Data = ViewOutput<"people">;
type Rules = Data["sso"]["rules"];

const admits = [
  { value: "known", label: "People whom an admin has invited" },
  { value: "grouped", label: "Also members of a group below" },
  { value: "everyone", label: "Everyone whom the provider lets in" },
] as const;

const rows = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** "group = role" or "group = role in team", one a line; the first line that is neither, when there is one. */
function parseGroups(text: string): Pick<Rules, "roles" | "teams"> | { wrong: string } {
  const roles: { group: string; role: Role }[] = [];
  const teams: { group: string; team: string; role: Role }[] = [];
  for (const line of rows(text)) {
    const match = /^(.+?)\s*=\s*([a-z]+)(?:\s+in\s+([a-z0-9-]+))?$/.exec(line);
    const role = roleSchema.safeParse(match?.[2]);
    const group = match?.[1];
    if (!group || !role.success) return { wrong: line };
    if (match[3]) teams.push({ group, team: match[3], role: role.data });
    else roles.push({ group, role: role.data });
  }
  return { roles, teams };
}

function SingleSignOn({ data }: { data: Data }) {
  const { configured, issuer, rules } = data.sso;
  const [admit, setAdmit] = useState(rules.admit);
  const [usual, setUsual] = useState<Role>(rules.usual);
  const [claim, setClaim] = useState(rules.groupsClaim);
  const [groups, setGroups] = useState(() =>
    [
      ...rules.roles.map((r) => `${r.group} = ${r.role}`),
      ...rules.teams.map((t) => `${t.group} = ${t.role} in ${t.team}`),
    ].join("\n"),
  );
  const save = useVerb("change-single-sign-on", {
    says: () => "Saved; holds from each next sign-in",
  });
  const parsed = parseGroups(groups);
  const wrong = "wrong" in parsed ? parsed.wrong : null;
  return (
    <Card
      title="Single sign-on"
      note={
        configured
          ? `with ${issuer}`
          : "not configured: set OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET"
      }
    >
      <div className="grid gap-4 px-3.5 py-3 md:grid-cols-2">
        <div className="grid content-start gap-4">
          <div className="grid justify-items-start gap-1">
            <span className="text-muted text-sm">Who comes in</span>
            <Select label="Who comes in" value={admit} options={admits} onChange={setAdmit} />
          </div>
          <div className="grid justify-items-start gap-1">
            <span className="text-muted text-sm">Role of people in no group below</span>
            <Select label="Usual role" value={usual} options={roleOptions} onChange={setUsual} />
          </div>
          <Field label="Claim that lists groups" hint="In the ID token.">
            <Input value={claim} maxLength={100} onChange={(e) => setClaim(e.target.value)} />
          </Field>
        </div>
        <Field
          label="Groups"
          hint="One a line: sre = responder, or payments-oncall = approver in payments (a team). Decided anew at each sign-in."
          error={wrong ? `“${wrong}” is not group = role or group = role in team` : null}
        >
          <Textarea
            className="min-h-36 font-mono text-sm"
            value={groups}
            onChange={(e) => setGroups(e.target.value)}
          />
        </Field>
      </div>
      <div className="flex justify-end border-line border-t px-3.5 py-2.5">
        <Button
          disabled={wrong !== null || save.isPending}
          onClick={() =>
            "wrong" in parsed ||
            save.mutate({ admit, usual, groupsClaim: claim.trim() || "groups", ...parsed })
          }
        >
          Save
        </Button>
      </div>
    </Card>
  );
}

const factorFrom = [
  { value: "nobody", label: "Nobody must have one" },
  { value: "approver", label: "Approvers, editors and admins" },
  { value: "admin", label: "Admins" },
] as const;

function SecondFactor({ data }: { data: Data }) {
  const save = useVerb("require-second-factor", { says: () => "Saved; it holds at once" });
  const missing = data.users.filter((u) => u.comesBy.password && !u.secondFactor && !u.lockedOut);
  return (
    <Card title="Second factor" note="for people who sign in with a password">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 py-3">
        <Select
          label="Who must have a second factor"
          value={data.secondFactor.from}
          options={factorFrom}
          onChange={(from) => save.mutate({ from })}
        />
        <p className="min-w-0 flex-1 basis-72 text-muted text-sm">
          Who must and has none acts as a viewer until it is set up. Everybody may have one, under
          You. {missing.length} {missing.length === 1 ? "person has" : "people have"} none.
        </p>
      </div>
    </Card>
  );
}

function Outgoing({ data }: { data: Data }) {
  const [text, setText] = useState(data.outgoing.bySetting.join("\n"));
  const save = useVerb("allow-outgoing", { says: () => "Saved" });
  return (
    <Card title="Outgoing addresses" note="private addresses that integrations may call">
      <div className="grid gap-3 px-3.5 py-3">
        <Field
          label="Allowed"
          hint="One a line: deployer.internal, *.svc.cluster.local, 10.0.0.0/8 or 10.1.2.3:6443. Public addresses need no entry; loopback and metadata addresses only the environment opens."
        >
          <Textarea
            className="font-mono text-sm"
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        </Field>
        {data.outgoing.byEnv.length > 0 ? (
          <p className="flex flex-wrap items-center gap-1.5 text-muted text-sm">
            Allowed by the environment:
            {data.outgoing.byEnv.map((entry) => (
              <Chip key={entry} className="font-mono">
                {entry}
              </Chip>
            ))}
          </p>
        ) : null}
      </div>
      <div className="flex justify-end border-line border-t px-3.5 py-2.5">
        <Button disabled={save.isPending} onClick={() => save.mutate({ entries: rows(text) })}>
          Save
        </Button>
      </div>
    </Card>
  );
}

function DiagnosticHosts({ data }: { data: Data }) {
  const [text, setText] = useState(data.diagnosticHosts.join("\n"));
  const save = useVerb("allow-diagnostic-hosts", { says: () => "Saved" });
  return (
    <Card title="Hosts that runbooks may ask" note="by the http steps of runbooks, GET only">
      <div className="px-3.5 py-3">
        <Field
          label="Hosts"
          hint="One a line: status.example.com, *.example.com or 10.1.2.3:9090. Private addresses must be allowed above as well."
        >
          <Textarea
            className="font-mono text-sm"
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        </Field>
      </div>
      <div className="flex justify-end border-line border-t px-3.5 py-2.5">
        <Button disabled={save.isPending} onClick={() => save.mutate({ hosts: rows(text) })}>
          Save
        </Button>
      </div>
    </Card>
  );
}

/** Who comes in by single sign-on, and where integrations may be. */
export function AccessSection({ data }: { data: Data }) {
  return (
    <>
      <SecondFactor data={data} />
      <SingleSignOn data={data} />
      <Outgoing data={data} />
      <DiagnosticHosts data={data} />
    </>
  );
}
