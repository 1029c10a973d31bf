import { GraphPage } from "@/components/graph/graph-page";

export const metadata = { title: "Service graph" };

export default function Page() {
  return <GraphPage />;
}
