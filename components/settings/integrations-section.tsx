"use client";
import { Cable, Plus } from "lucide-react";
import { useState } from "react";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { Ago } from "../ui/time";
import { EditIntegrationDialog } from "./edit-integration-dialog";
import { useIngestBase } from "./ingest-base";
import { NewIntegrationDialog } from "./new-integration-dialog";
import { ReplaceToken } from "./replace-token";
import { SecretOnce } from "./secret-once";

type Data = ViewOutput<"settings">;
type Integration = Data["integrations"][number];
type Kind = Data["kinds"][number];

function Rotate({ item, onClose }: { item: Integration; onClose(): void }) {
  const rotate = useVerb("rotate-integration-secret");
  const made = rotate.data?.secret;
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={`New secret for ${item.name}`}
      says={made ? undefined : "The old one stops working at once; the peer must get the new one."}
      foot={
        made ? (
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Keep the old one</Button>
            <Button
              variant="danger"
              disabled={rotate.isPending}
              onClick={() => rotate.mutate({ id: item.id })}
            >
              Replace secret
            </Button>
          </>
        )
      }
    >
      {made ? <SecretOnce label="Shared secret" secret={made} /> : null}
    </Dialog>
  );
}

type RowProps = { item: Integration; kind: Kind | undefined; base: string; admin: boolean };

function Row({ item, kind, base, admin }: RowProps) {
  const [rotating, setRotating] = useState(false);
  const [editing, setEditing] = useState(false);
  const enable = useVerb("enable-integration", {
    optimistic: ({ id, enabled }, views) =>
      views.patch("settings", (data) => ({
        ...data,
        integrations: data.integrations.map((i) => (i.id === id ? { ...i, enabled } : i)),
      })),
  });
  const config = item.config as { url?: string; server?: string; api?: string };
  const endpoint =
    item.direction === "in"
      ? `${base}/api/v1/webhooks/${item.id}`
      : (config.url ?? config.server ?? config.api ?? "");
  return (
    <li className="border-line border-b px-3.5 py-3 last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="font-medium">{item.name}</span>
        <Chip>{item.title}</Chip>
        <Chip tone={item.enabled ? "good" : "outline"}>{item.enabled ? "On" : "Off"}</Chip>
        <span className="text-muted text-sm">
          {item.lastUsedAt === null ? (
            "not used yet"
          ) : (
            <>
              {item.direction === "in" ? "heard" : "spoken to"} <Ago at={item.lastUsedAt} />
            </>
          )}
        </span>
        {admin ? (
          <span className="ml-auto flex gap-2">
            {kind ? (
              <Button size="sm" onClick={() => setEditing(true)}>
                {kind.target ? "Edit and test" : "Edit"}
              </Button>
            ) : null}
            <Button size="sm" onClick={() => setRotating(true)}>
              {kind?.token ? "New token" : "New secret"}
            </Button>
            <Button
              size="sm"
              onClick={() => enable.mutate({ id: item.id, enabled: !item.enabled })}
            >
              {item.enabled ? "Switch off" : "Switch on"}
            </Button>
          </span>
        ) : null}
      </div>
      {endpoint ? (
        <div className="mt-1.5 flex items-center gap-1.5 text-sm">
          <span className="shrink-0 text-muted">
            {item.direction === "in" ? "Post to" : "Speaks to"}
          </span>
          <code className="min-w-0 truncate">{endpoint}</code>
          <CopyButton text={endpoint} label={`Copy the address of ${item.name}`} />
        </div>
      ) : null}
      {rotating && kind?.token ? (
        <ReplaceToken item={item} says={kind.token} onClose={() => setRotating(false)} />
      ) : null}
      {rotating && !kind?.token ? <Rotate item={item} onClose={() => setRotating(false)} /> : null}
      {editing && kind ? (
        <EditIntegrationDialog item={item} kind={kind} onClose={() => setEditing(false)} />
      ) : null}
    </li>
  );
}

/** Peers that tell us of changes, and peers that execute for us. */
export function IntegrationsSection({ data }: { data: Data }) {
  const [adding, setAdding] = useState(false);
  const base = useIngestBase(data.ingestPort);
  return (
    <Card
      title="Integrations"
      note="who tells us of changes, and who executes"
      aside={
        data.admin ? (
          <Button size="sm" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden="true" /> Add
          </Button>
        ) : null
      }
    >
      {data.integrations.length === 0 ? (
        <EmptyState icon={<Cable size={16} aria-hidden="true" />} title="No integration yet">
          Let your pipeline tell of deploys, and let a deployer undo them: then a rollback can be
          proposed and executed.
        </EmptyState>
      ) : (
        <ul>
          {data.integrations.map((item) => (
            <Row
              key={item.id}
              item={item}
              kind={data.kinds.find((k) => k.kind === item.kind)}
              base={base}
              admin={data.admin}
            />
          ))}
        </ul>
      )}
      {adding ? <NewIntegrationDialog kinds={data.kinds} onClose={() => setAdding(false)} /> : null}
    </Card>
  );
}
