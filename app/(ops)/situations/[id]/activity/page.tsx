import { SituationTab } from "@/components/situation/situation-tabs";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <SituationTab id={Number((await params).id)} tab="activity" />;
}
