import ipaddr from "ipaddr.js";

/**
 * Entries of an allow-list, beyond the public internet: `10.0.0.0/8`, `10.1.2.3`, `10.1.2.3:6443`, `[fd00::1]:443`,
 * `deployer.internal`, `deployer.internal:8080`, `*.svc.cluster.local`.
 */
type Entry = {
  /** A name in lower case, `*.` in front stands for one label or more; null for an address or network */
  name: string | null;
  network: [ipaddr.IPv4 | ipaddr.IPv6, number] | null;
  /** The only port; null: any */
  port: number | null;
};

/** The network of one address is that address with all its bits. */
function parseNetwork(text: string): Entry["network"] {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

/** What an entry of an allow-list means, or null when it means nothing. */
function parseAllowed(entry: string): Entry | null {
  const text = entry.trim().toLowerCase();
  const whole = parseNetwork(text);
  if (whole) return { name: null, network: whole, port: null };
  const match =
    /^(?:\[([0-9a-f:.]+)\]|(\*\.[a-z0-9.-]+|[a-z0-9_][a-z0-9._-]*))(?::(\d{1,5}))?$/.exec(text);
  if (!match) return null;
  const host = match[1] ?? match[2] ?? "";
  const port = match[3] ? Number(match[3]) : null;
  if (port !== null && (port < 1 || port > 65_535)) return null;
  const network = parseNetwork(host);
  if (!network && (match[1] || /^[0-9.]+$/.test(host))) return null;
  return { name: network ? null : host, network, port };
}

/** Addresses at which a cloud tells a machine its own credentials, and that no range gives away. */
const metadata = [
  "fd00:ec2::254",
  "fd20:ce::254",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
].map((text) => ipaddr.parse(text));

type Reach = "public" | "private" | "loopback" | "never";

/**
 * Who may be reached at an address. `never`: link-local and metadata addresses, and everything that is no host, such as
 * multicast and the ranges that carry an IPv4 address inside IPv6.
 */
function reachOf(address: ipaddr.IPv4 | ipaddr.IPv6): Reach {
  if (metadata.some((m) => m.toString() === address.toString())) return "never";
  switch (address.range()) {
    case "unicast":
      return "public";
    case "loopback":
      return "loopback";
    case "private":
    case "uniqueLocal":
    case "carrierGradeNat":
      return "private";
    default:
      return "never";
  }
}

const covers = (
  [network, bits]: NonNullable<Entry["network"]>,
  address: ipaddr.IPv4 | ipaddr.IPv6,
) => network.kind() === address.kind() && address.match(network, bits);

const names = (pattern: string, host: string) =>
  pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : pattern === host;

/**
 * Why this address must not be spoken to under this name, or null when it may. Public addresses may; private ones when the
 * list has their name or network; loopback only by address (or the name localhost); link-local and metadata addresses only when
 * the list has exactly this one.
 */
export function refusalOf(
  { host, port, address: text }: { host: string; port: number; address: string },
  allow: readonly string[],
): string | null {
  if (!ipaddr.isValid(text)) return `${text} is not an IP address`;
  const address = ipaddr.process(text);
  const reach = reachOf(address);
  if (reach === "public") return null;
  const name = host.toLowerCase().replace(/\.$/, "");
  const entries = allow
    .map(parseAllowed)
    .filter((entry) => entry !== null && (entry.port === null || entry.port === port));
  const allowed = entries.some((entry) => {
    if (entry?.network) {
      const exactly = entry.network[1] === (address.kind() === "ipv4" ? 32 : 128);
      return covers(entry.network, address) && (reach !== "never" || exactly);
    }
    if (!entry?.name || !names(entry.name, name)) return false;
    return reach === "private" || (reach === "loopback" && name === "localhost");
  });
  if (allowed) return null;
  const at = host === text || host === `[${text}]` ? text : `${host} (${text})`;
  return reach === "never"
    ? `${at} is a link-local, metadata or reserved address`
    : `${at} is a ${reach} address`;
}

/** Whether an allow-list may hold this text. */
export const isAllowEntry = (text: string): boolean => parseAllowed(text) !== null;

const privateNetworks = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
].map((text) => ipaddr.parseCIDR(text));

/**
 * Whether an administrator may allow this: names and private networks. Loopback, link-local and metadata addresses are this
 * machine's own affair; only whoever runs it opens them, in the environment.
 */
export function isPrivateAllowEntry(text: string): boolean {
  const entry = parseAllowed(text);
  if (!entry) return false;
  if (!entry.network)
    return entry.name !== "localhost" && entry.name?.endsWith(".localhost") !== true;
  const [network, bits] = entry.network;
  return (
    reachOf(network) === "private" &&
    privateNetworks.some(([wide, most]) => covers([wide, most], network) && bits >= most)
  );
}
