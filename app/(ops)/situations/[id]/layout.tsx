import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { SituationFrame } from "@/components/situation/situation-frame";
import { Prefetch } from "../../../prefetch";

type Props = { params: Promise<{ id: string }>; children: ReactNode };

const idOf = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : 0);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `S-${(await params).id}` };
}

export default async function SituationLayout({ params, children }: Props) {
  const id = idOf((await params).id);
  if (id === 0) notFound();
  return (
    <Prefetch views={[["situation", { id }]]}>
      <SituationFrame id={id}>{children}</SituationFrame>
    </Prefetch>
  );
}
