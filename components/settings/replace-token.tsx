"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";

/** Takes a new token of a peer that issues its own. */
export function ReplaceToken({
  item,
  says,
  onClose,
}: {
  item: { id: string; name: string };
  says: string;
  onClose(): void;
}) {
  const [token, setToken] = useState("");
  const rotate = useVerb("rotate-integration-secret", { says: () => "Token replaced" });
  return (
    <Dialog
      open
      onOpenChange={(o) => !o && onClose()}
      title={`New token for ${item.name}`}
      says={says}
      foot={
        <>
          <Button onClick={onClose}>Keep the old one</Button>
          <Button
            variant="primary"
            disabled={token === "" || rotate.isPending}
            onClick={() =>
              rotate.mutate({ id: item.id, secret: token }, { onSuccess: () => onClose() })
            }
          >
            Replace token
          </Button>
        </>
      }
    >
      <Field label="Token" hint="Stored encrypted, never shown again.">
        <Input
          type="password"
          autoComplete="off"
          value={token}
          onChange={(e) => setToken(e.target.value)}
        />
      </Field>
    </Dialog>
  );
}
