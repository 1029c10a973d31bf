// A detector of your own in forty lines: a value is STRONG when it is over 3 times the mean of the last 20 of its series.
//
//   SITROOM_URL=http://localhost:4318 SITROOM_KEY=sk_… node external-detector.mjs DETECTOR [--once]
//
// Restarted, it begins again from the oldest point that is still there; verdicts that were given already change nothing.
// Keep the cursor in a file or a database to begin where it left off.
const [detector = "", once] = process.argv.slice(2);
const { SITROOM_URL = "http://localhost:4318", SITROOM_KEY = "" } = process.env;
const base = `${SITROOM_URL}/api/v1/detectors/${encodeURIComponent(detector)}`;
const headers = { authorization: `Bearer ${SITROOM_KEY}`, "content-type": "application/json" };

async function ask(url, init) {
  const response = await fetch(url, { headers, ...init });
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.status}: ${body.error ?? "no answer"}`);
  return body;
}

const recent = new Map();
function judge({ series, time, value }) {
  const last = recent.get(series) ?? [];
  const mean = last.reduce((s, v) => s + v, 0) / last.length;
  const odd = last.length >= 10 && value > 3 * mean;
  if (!odd) recent.set(series, [...last, value].slice(-20));
  return {
    series,
    time,
    level: odd ? "STRONG" : "NORMAL",
    ...(last.length ? { expected: mean } : {}),
  };
}

for (let cursor = ""; ; ) {
  const page = await ask(`${base}/points?cursor=${cursor}&limit=5000`);
  const verdicts = page.points.map(judge);
  for (let i = 0; i < verdicts.length; i += 5000) {
    const body = JSON.stringify({ verdicts: verdicts.slice(i, i + 5000) });
    const done = await ask(`${base}/verdicts`, { method: "POST", body });
    console.log(JSON.stringify(done));
  }
  cursor = page.cursor;
  if (page.more) continue;
  if (once) break;
  await new Promise((resolve) => setTimeout(resolve, 2000));
}
