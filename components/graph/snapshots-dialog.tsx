"use client";
import { Camera, Trash2, Upload } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { toast } from "sonner";
import { useMay } from "../nav/use-shell";
import { useVerb, useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";

type Snapshot = ViewOutput<"graph-snapshots">["snapshots"][number];
type VerbGraph = Parameters<ReturnType<typeof useVerb<"import-snapshot">>["mutate"]>[0]["graph"];
const sources = { hourly: "by the hour", kept: "kept", imported: "imported" } as const;
const longestMs = 86_400_000;
const maxBytes = 20_000_000;

/** Graphs that were kept: look at one, compare with it, keep what is shown, or bring one from elsewhere. */
export function SnapshotsDialog({
  open,
  onOpenChange,
  window,
  shown,
  onShow,
  onCompare,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** What is shown now and can be kept; null while a snapshot is shown */
  window: { from: number; to: number } | null;
  shown: string | null;
  onShow(id: string): void;
  onCompare(id: string): void;
}) {
  const query = useView("graph-snapshots", {}, { enabled: open });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Snapshots of the graph"
      says="Kept every hour for 60 days, and whenever somebody asks. These stay until they are deleted."
      className="w-[min(640px,calc(100vw-24px))]"
    >
      <div className="grid gap-4">
        {window ? <KeepForm window={window} /> : null}
        <ViewState query={query} what="The snapshots" skeleton={<SkeletonRows rows={5} />}>
          {({ snapshots }) =>
            snapshots.length === 0 ? (
              <p className="text-muted text-sm">
                None yet. The first is kept a few minutes after the next full hour with calls in it.
              </p>
            ) : (
              <ul className="max-h-80 overflow-y-auto rounded-md border border-line">
                {snapshots.map((s) => (
                  <Row
                    key={s.id}
                    snapshot={s}
                    isShown={s.id === shown}
                    onShow={onShow}
                    onCompare={onCompare}
                  />
                ))}
              </ul>
            )
          }
        </ViewState>
        <ImportFile />
      </div>
    </Dialog>
  );
}

function Row({
  snapshot,
  isShown,
  onShow,
  onCompare,
}: {
  snapshot: Snapshot;
  isShown: boolean;
  onShow(id: string): void;
  onCompare(id: string): void;
}) {
  const remove = useVerb("delete-snapshot", { says: () => `"${snapshot.title}" deleted` });
  const may = useMay("editor");
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-2 border-line border-b px-3 py-1 last:border-0">
      <span className="min-w-0 flex-1 truncate">{snapshot.title}</span>
      <span className="text-muted text-sm">
        {sources[snapshot.source]}
        {snapshot.by ? ` by ${snapshot.by}` : ""} · <Time at={snapshot.to} seconds={false} />
      </span>
      <Button size="sm" variant="ghost" disabled={isShown} onClick={() => onShow(snapshot.id)}>
        {isShown ? "Shown" : "Show"}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => onCompare(snapshot.id)}>
        Compare
      </Button>
      {may && snapshot.source !== "hourly" ? (
        <Button
          size="icon-sm"
          variant="ghost"
          aria-label={`Delete ${snapshot.title}`}
          onClick={() => remove.mutate({ id: snapshot.id })}
        >
          <Trash2 size={13} aria-hidden="true" />
        </Button>
      ) : null}
    </li>
  );
}

function KeepForm({ window }: { window: { from: number; to: number } }) {
  const [title, setTitle] = useState("");
  const keep = useVerb("keep-snapshot", { says: (_, input) => `"${input.title}" kept` });
  const may = useMay("responder");
  if (!may) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate(
      { title, from: Math.max(window.from, window.to - longestMs), to: window.to },
      { onSuccess: () => setTitle("") },
    );
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-2">
      <Input
        aria-label="Name of the snapshot"
        placeholder="Keep what is shown as …"
        value={title}
        maxLength={120}
        onChange={(e) => setTitle(e.target.value)}
      />
      <Button type="submit" disabled={title.trim() === "" || keep.isPending}>
        <Camera size={13} aria-hidden="true" /> Keep
      </Button>
    </form>
  );
}

/** A service graph in Haystack's format, from a file. */
function ImportFile() {
  const file = useRef<HTMLInputElement>(null);
  const bring = useVerb("import-snapshot", {
    says: (o) => `${o.services} services and ${o.edges} calls imported`,
  });
  const may = useMay("editor");
  if (!may) return null;
  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    try {
      if (chosen.size > maxBytes) throw new Error("too large");
      const graph = JSON.parse(await chosen.text()) as VerbGraph;
      bring.mutate({
        title: chosen.name.replace(/\.json$/i, "").slice(0, 120) || "Imported",
        format: "haystack",
        graph,
      });
    } catch {
      toast.error(`${chosen.name} is no JSON below 20 MB.`);
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-2 text-muted text-sm">
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        className="hidden"
        aria-label="File with a service graph"
        onChange={(e) => {
          void read(e.target.files?.[0]);
          e.target.value = "";
        }}
      />
      <Button onClick={() => file.current?.click()} disabled={bring.isPending}>
        <Upload size={13} aria-hidden="true" /> Import
      </Button>
      <span>A graph as Haystack's service-graph writes it (JSON with its edges).</span>
    </div>
  );
}
