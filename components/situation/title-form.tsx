"use client";
import { useState } from "react";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Input } from "../ui/input";

/** The title where it stands, to be typed over. A title given by a person no longer changes by itself. */
export function TitleForm({
  situation: s,
  onDone,
}: {
  situation: ViewOutput<"situation">;
  onDone(): void;
}) {
  const [title, setTitle] = useState(s.title);
  const rename = useVerb("rename-situation");
  const fits = title.trim().length >= 3;
  return (
    <form
      className="flex min-w-0 flex-1 flex-wrap gap-2"
      onSubmit={(e) => {
        e.preventDefault();
        if (!fits) return;
        if (title.trim() !== s.title) rename.mutate({ id: s.id, title: title.trim() });
        onDone();
      }}
    >
      <Input
        autoFocus
        aria-label="Title"
        className="min-w-40 flex-1 font-semibold text-lg"
        value={title}
        maxLength={160}
        onChange={(e) => setTitle(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === "Escape") onDone();
        }}
      />
      <Button type="submit" variant="primary" size="lg" disabled={!fits}>
        Rename
      </Button>
      <Button size="lg" onClick={onDone}>
        Cancel
      </Button>
    </form>
  );
}
