import { expect, test } from "vitest";
import { isAllowEntry, isPrivateAllowEntry, refusalOf } from "./outgoing-address";

const refused = (address: string, allow: string[] = [], host = address, port = 443) =>
  refusalOf({ host, port, address }, allow);

test("public addresses may be called", () => {
  for (const address of ["93.184.216.34", "2606:2800:220:1::1946", "::ffff:93.184.216.34"])
    expect(refused(address)).toBeNull();
});

test("private, loopback, link-local, metadata and disguised addresses may not", () => {
  const closed = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "100.100.100.200",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fd12::1",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "ff02::1",
    "not an address",
  ];
  expect(closed.filter((address) => refused(address) === null)).toEqual([]);
  expect(refused("127.0.0.1")).toBe("127.0.0.1 is a loopback address");
  expect(refused("10.1.2.3", [], "deployer.internal")).toBe(
    "deployer.internal (10.1.2.3) is a private address",
  );
});

test("a list opens networks, addresses, ports and names, and nothing beside them", () => {
  expect(refused("10.9.9.9", ["10.0.0.0/8"])).toBeNull();
  expect(refused("11.0.0.1", ["10.0.0.0/8"])).toBeNull();
  expect(refused("172.16.0.1", ["10.0.0.0/8"])).not.toBeNull();
  expect(refused("10.0.0.1", ["10.0.0.1:6443"], "10.0.0.1", 6443)).toBeNull();
  expect(refused("10.0.0.1", ["10.0.0.1:6443"], "10.0.0.1", 22)).not.toBeNull();
  expect(refused("fd12::1", ["[fd12::1]:443"], "[fd12::1]")).toBeNull();
  expect(refused("10.0.0.1", ["*.internal"], "a.b.internal")).toBeNull();
  expect(refused("10.0.0.1", ["*.internal"], "internal")).not.toBeNull();
  expect(refused("10.0.0.1", ["*.internal"], "evilinternal")).not.toBeNull();
  expect(refused("10.0.0.1", ["Deployer.Internal"], "deployer.internal.")).toBeNull();
});

test("a name never opens loopback or metadata, and a network never opens metadata", () => {
  expect(refused("127.0.0.1", ["rebind.example"], "rebind.example")).not.toBeNull();
  expect(refused("169.254.169.254", ["rebind.example"], "rebind.example")).not.toBeNull();
  expect(refused("127.0.0.1", ["localhost"], "localhost")).toBeNull();
  expect(refused("169.254.169.254", ["169.254.0.0/16"])).not.toBeNull();
  expect(refused("100.100.100.200", ["100.64.0.0/10"])).not.toBeNull();
  expect(refused("169.254.169.254", ["169.254.169.254"])).toBeNull();
});

test("an administrator may open private networks and names; this machine and metadata only the environment opens", () => {
  const may = ["10.0.0.0/8", "10.1.0.0/16", "192.168.4.4:8080", "fd00::/8", "deployer.internal:80"];
  expect(may.filter((entry) => !isPrivateAllowEntry(entry))).toEqual([]);
  const not = [
    "127.0.0.1",
    "127.0.0.0/8",
    "::1",
    "localhost",
    "a.localhost",
    "169.254.169.254",
    "0.0.0.0/0",
    "::/0",
    "192.168.0.0/10",
    "100.100.100.200",
    "8.8.8.8",
    "10.0.0.0/7",
  ];
  expect(not.filter(isPrivateAllowEntry)).toEqual([]);
  expect(["", "http://x", "10.0.0.0/99", "x:99999", "1.2.3", "a b"].filter(isAllowEntry)).toEqual(
    [],
  );
});
