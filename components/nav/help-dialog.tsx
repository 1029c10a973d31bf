"use client";
import { Dialog } from "../ui/dialog";
import { Kbd } from "../ui/kbd";
import { navItems } from "./nav-items";

const groups: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  { title: "Go to", keys: navItems.map((item) => [`g ${item.key}`, item.label] as const) },
  {
    title: "Everywhere",
    keys: [
      ["⌘ k", "Search or jump to"],
      ["/", "Filter this list"],
      ["[", "Narrow or widen navigation"],
      ["?", "This help"],
    ],
  },
  {
    title: "In a list",
    keys: [
      ["j", "Next row"],
      ["k", "Previous row"],
      ["enter", "Open"],
      ["x", "Select"],
    ],
  },
  {
    title: "On an anomaly",
    keys: [
      ["l", "Label"],
      ["t", "Tune the detector"],
      ["s", "Silence the series"],
    ],
  },
  {
    title: "On the service graph",
    keys: [
      ["t", "Map or table"],
      ["f", "Fit all services"],
      ["1", "One hop around the chosen one; also 2 and 3"],
      ["0", "All services"],
      ["←", "From card to card; also → ↑ ↓"],
    ],
  },
  {
    title: "On a situation",
    keys: [
      ["a", "Acknowledge"],
      ["m", "Assign to me"],
      ["y", "Approve the proposed plan"],
      ["n", "Reject it, with a reason"],
    ],
  },
];

/** Every key, by where it works. */
export function HelpDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange(o: boolean): void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard"
      className="w-[min(640px,calc(100vw-24px))]"
    >
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1 font-semibold text-muted text-sm">{group.title}</h3>
            <dl>
              {group.keys.map(([keys, says]) => (
                <div key={keys} className="flex h-7 items-center">
                  <dt className="order-2 ml-auto flex gap-1">
                    {keys.split(" ").map((key, i) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice
                      <Kbd key={i} className="max-md:inline-block">
                        {key}
                      </Kbd>
                    ))}
                    <span className="sr-only">{keys}</span>
                  </dt>
                  <dd>{says}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
