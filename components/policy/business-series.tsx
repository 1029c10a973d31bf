"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Input } from "../ui/input";

/** The series that count what people do: named, and chosen by tag expression. */
export function BusinessSeries({ business }: { business: ViewOutput<"grouping">["business"] }) {
  const may = useMay("editor");
  const save = useVerb("set-business-series", { says: () => "Business series saved" });
  const [name, setName] = useState("");
  const [target, setTarget] = useState("");
  return (
    <Card title="Business series" note="what a situation's loss against forecast is counted in">
      {business.length === 0 ? (
        <p className="px-3.5 py-3 text-muted">
          None: the requests at a situation's entry are counted instead.
        </p>
      ) : (
        <ul>
          {business.map((b) => (
            <li key={b.name} className="row flex min-h-[34px] items-center gap-3 px-3.5 py-1.5">
              <span className="font-medium">{b.name}</span>
              <span className="min-w-0 flex-1 truncate font-mono text-muted text-sm">
                {b.target}
              </span>
              {may ? (
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Remove ${b.name}`}
                  onClick={() => save.mutate({ business: business.filter((x) => x !== b) })}
                >
                  Remove
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {may ? (
        <form
          className="grid items-end gap-3 p-3.5 sm:grid-cols-[160px_minmax(0,1fr)_auto]"
          onSubmit={(e) => {
            e.preventDefault();
            save.mutate(
              { business: [...business, { name: name.trim(), target: target.trim() }] },
              {
                onSuccess: () => {
                  setName("");
                  setTarget("");
                },
              },
            );
          }}
        >
          <Field label="Name">
            <Input value={name} placeholder="bookings" onChange={(e) => setName(e.target.value)} />
          </Field>
          <Field label="Series, as a tag expression">
            <Input
              value={target}
              placeholder="metric = bookings.confirmed AND service = booking"
              onChange={(e) => setTarget(e.target.value)}
            />
          </Field>
          <Button
            type="submit"
            size="lg"
            disabled={name.trim().length < 2 || target.trim() === "" || save.isPending}
          >
            Add
          </Button>
        </form>
      ) : null}
    </Card>
  );
}
