import { ChangesPage } from "@/components/change/changes-page";

export const metadata = { title: "Changes" };

export default function Page() {
  return <ChangesPage />;
}
