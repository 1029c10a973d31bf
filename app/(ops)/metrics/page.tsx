import { MetricsPage } from "@/components/metric/metrics-page";

export const metadata = { title: "Metrics" };

export default function Page() {
  return <MetricsPage />;
}
