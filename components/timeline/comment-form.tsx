"use client";
import { useState } from "react";
import { useMay } from "../nav/use-shell";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Textarea } from "../ui/input";

/** A note on the timeline, for whoever comes next. */
export function CommentForm({
  situationId,
  services,
}: {
  situationId: number;
  services: readonly string[];
}) {
  const may = useMay("responder", services);
  const [text, setText] = useState("");
  const comment = useVerb("comment-situation");
  if (!may) return null;
  const send = () =>
    comment.mutate({ id: situationId, text: text.trim() }, { onSuccess: () => setText("") });
  return (
    <form
      className="grid gap-2"
      onSubmit={(e) => {
        e.preventDefault();
        send();
      }}
    >
      <Textarea
        aria-label="Note"
        placeholder="Add a note for whoever comes next"
        value={text}
        maxLength={4000}
        className="min-h-[60px]"
        onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === "Enter" && (e.metaKey || e.ctrlKey) && text.trim()) send();
        }}
      />
      <Button
        type="submit"
        className="justify-self-end"
        disabled={text.trim().length === 0 || comment.isPending}
      >
        Add note
      </Button>
    </form>
  );
}
