import http from "node:http";
import { compress } from "snappyjs";
import { encodeRemoteWrite, type WriteSeries } from "@/lib/ingest/encode-remote-write";

export const clients = 8;
export const perRequest = 1000;
export const key = "sk_bench_ingest";

/** The labels of one of a client's thousand series, about as many and as long as real ones. */
export const defOf = (client: number, s: number) => ({
  metric: `node_disk_io_time_seconds_${s % 50}`,
  tags: {
    job: `node-${client}`,
    instance: `10.${client}.${s >> 8}.${s & 255}:9100`,
    service: `service-${client}-${s % 40}`,
    cluster: "eu-central-1",
    device: `nvme${s % 8}n1`,
    pod: `node-exporter-${client}-${(s * 7919) % 100_003}`,
    namespace: "monitoring",
  },
});
export const levelAt = (client: number, s: number, round: number) =>
  Math.round(1000 * (client + s + Math.sin(round / 10 + s))) / 1000;

/** One sample of each of a client's series, as the body of a request. */
export function bodyOf(client: number, round: number, time: number): Buffer {
  const series = Array.from({ length: perRequest }, (_, s) => ({
    ...defOf(client, s),
    samples: [[time, levelAt(client, s, round)] as const],
  }));
  return pack(series);
}

export const pack = (series: WriteSeries[]): Buffer => compress(encodeRemoteWrite(series));

export const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const headers = {
  authorization: `Bearer ${key}`,
  "content-type": "application/x-protobuf",
  "content-encoding": "snappy",
  "x-prometheus-remote-write-version": "0.1.0",
};
/** Resolves when the server has answered 204: the body is durable. */
export function write(port: number, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const req = http.request(
      { port, host: "127.0.0.1", path: "/api/v1/write", method: "POST", agent, headers },
      (res) => {
        res.resume();
        res.on("end", () =>
          res.statusCode === 204 ? resolve() : reject(new Error(`status ${res.statusCode}`)),
        );
      },
    );
    req.on("error", reject);
    req.end(body);
  });
}
