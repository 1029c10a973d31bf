import type { Metadata } from "next";
import { MessagesPage } from "@/components/message/messages-page";
import { Prefetch } from "../../prefetch";

export const metadata: Metadata = { title: "Messages" };

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { tab } = await searchParams;
  const asked = tab === "held" || tab === "failed" ? tab : "sent";
  return (
    <Prefetch views={[["messages", { tab: asked }]]}>
      <MessagesPage />
    </Prefetch>
  );
}
