export default function OverviewPage() {
  return <p className="p-6">Overview</p>;
}
