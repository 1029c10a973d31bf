"use client";
import { Bookmark, Trash2, Users } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb, useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { cn } from "../ui/cn";
import { Input } from "../ui/input";
import { Popover } from "../ui/popover";
import { viewQuery } from "./view-query";

type Saved = ViewOutput<"saved-views">["views"][number];
const page = "situations" as const;

function SaveForm({ query, onDone }: { query: string; onDone(): void }) {
  const mayShare = useMay("responder", "some");
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const save = useVerb("save-view", { says: () => "View saved" });
  return (
    <form
      className="grid gap-2 border-line border-t p-3"
      onSubmit={(e) => {
        e.preventDefault();
        save.mutate({ page, name: name.trim(), query, shared }, { onSuccess: onDone });
      }}
    >
      <Field label="Save what is shown as">
        <Input
          value={name}
          maxLength={60}
          placeholder="Such as: my team, critical"
          onChange={(e) => setName(e.target.value)}
        />
      </Field>
      <div className="flex items-center gap-2">
        {mayShare ? (
          <label htmlFor="share-view" className="flex items-center gap-2 max-md:h-10">
            <Checkbox
              id="share-view"
              checked={shared}
              onCheckedChange={(on) => setShared(on === true)}
            />
            For everybody
          </label>
        ) : null}
        <Button
          type="submit"
          className="ml-auto max-md:h-10"
          disabled={name.trim() === "" || save.isPending}
        >
          Save view
        </Button>
      </div>
    </form>
  );
}

function Row({ view, on, onGo }: { view: Saved; on: boolean; onGo(): void }) {
  const admin = useMay("admin");
  const remove = useVerb("remove-view", { says: () => "View removed" });
  return (
    <li className="flex items-center gap-1 pr-1">
      <Link
        href={view.query ? `/situations?${view.query}` : "/situations"}
        aria-current={on ? "true" : undefined}
        onClick={onGo}
        className={cn(
          "flex min-h-[30px] min-w-0 flex-1 items-center gap-2 rounded-md px-2 hover:bg-hover max-md:min-h-11",
          on && "font-medium text-accent",
        )}
      >
        <span className="min-w-0 truncate">{view.name}</span>
        {view.shared ? (
          <span className="flex items-center gap-1 whitespace-nowrap font-normal text-faint text-sm">
            <Users size={12} aria-hidden="true" />
            {view.mine ? "shared" : view.by}
          </span>
        ) : null}
      </Link>
      {view.mine || (view.shared && admin) ? (
        <Button
          variant="ghost"
          size="icon-sm"
          className="max-md:size-11"
          aria-label={`Remove the view ${view.name}`}
          disabled={remove.isPending}
          onClick={() => remove.mutate({ id: view.id })}
        >
          <Trash2 size={13} aria-hidden="true" />
        </Button>
      ) : null}
    </li>
  );
}

/** The list as somebody has looked at it before, under a name: one's own and those shared; and keeping what is shown now. */
export function SavedViews() {
  const [open, setOpen] = useState(false);
  const query = viewQuery(useSearchParams());
  const views = useView("saved-views", { page }, { topics: ["settings"] }).data?.views ?? [];
  const shown = views.find((v) => v.query === query);
  return (
    <Popover
      label="Views"
      open={open}
      onOpenChange={setOpen}
      className="w-72 p-0"
      trigger={
        <Button className={cn("max-md:h-10", shown && query !== "" && "text-accent")}>
          <Bookmark size={14} aria-hidden="true" />
          <span className="max-w-32 truncate max-md:sr-only">
            {shown && query !== "" ? shown.name : "Views"}
          </span>
        </Button>
      }
    >
      {views.length > 0 ? (
        <ul className="max-h-72 overflow-y-auto p-1">
          {views.map((view) => (
            <Row key={view.id} view={view} on={view.id === shown?.id} onGo={() => setOpen(false)} />
          ))}
        </ul>
      ) : (
        <p className="p-3 text-muted">
          No view is saved yet. Filter the list, then save it here under a name.
        </p>
      )}
      <SaveForm query={query} onDone={() => setOpen(false)} />
    </Popover>
  );
}
