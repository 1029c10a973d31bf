import { AnomaliesPage } from "@/components/anomaly/anomalies-page";

export const metadata = { title: "Anomalies" };

export default function Page() {
  return <AnomaliesPage />;
}
