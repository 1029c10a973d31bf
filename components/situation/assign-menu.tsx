"use client";
import { type ReactNode, useState } from "react";
import { useView } from "../query";
import { Avatar } from "../ui/avatar";
import { Input } from "../ui/input";
import { Popover } from "../ui/popover";

/** Picks who owns a situation. The person signed in comes first. */
export function AssignMenu({
  trigger,
  owner,
  onAssign,
}: {
  trigger: ReactNode;
  owner: string | null;
  onAssign(owner: string | null): void;
}) {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState("");
  const { data } = useView("assignees", {}, { enabled: open });
  const people = (data?.people ?? [])
    .filter((p) => p.name.toLowerCase().includes(words.toLowerCase()))
    .sort((a, b) => Number(b.name === data?.you) - Number(a.name === data?.you));
  const choose = (name: string | null) => {
    onAssign(name);
    setOpen(false);
  };
  const row =
    "flex min-h-[30px] w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover max-md:min-h-11";
  return (
    <Popover
      trigger={trigger}
      label="Assign to"
      open={open}
      onOpenChange={setOpen}
      className="w-64 p-1.5"
    >
      <Input
        aria-label="Find a person"
        placeholder="Assign to"
        className="mb-1.5 h-[30px]"
        value={words}
        onChange={(e) => setWords(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === "Enter" && people[0]) choose(people[0].name);
        }}
      />
      <ul className="max-h-64 overflow-y-auto">
        {people.map((p) => (
          <li key={p.name}>
            <button type="button" className={row} onClick={() => choose(p.name)}>
              <Avatar name={p.name} />
              <span className="min-w-0 flex-1 truncate">
                {p.name}
                {p.name === data?.you ? <span className="text-muted"> (you)</span> : null}
              </span>
              <span className="text-faint text-sm">{p.name === owner ? "owner" : p.role}</span>
            </button>
          </li>
        ))}
        {data && people.length === 0 ? <li className="px-2 py-1.5 text-muted">Nobody</li> : null}
        {owner ? (
          <li className="mt-1 border-line border-t pt-1">
            <button type="button" className={row} onClick={() => choose(null)}>
              <Avatar name={null} /> Take {owner} off
            </button>
          </li>
        ) : null}
      </ul>
    </Popover>
  );
}
