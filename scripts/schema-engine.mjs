#!/usr/bin/env node
// Stands in for Prisma's native schema-engine binary, which is downloaded from a host that
// closed networks cannot reach. The Prisma CLI starts it through PRISMA_SCHEMA_ENGINE_BINARY
// and talks JSON-RPC over stdio; the work is done by the same engine compiled to WebAssembly.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const argv = process.argv.slice(2);
if (argv[0] === "--version") {
  console.log("schema-engine-cli wasm");
  process.exit(0);
}
const option = (name) => argv.flatMap((a, i) => (a === name ? [argv[i + 1]] : []));
const datasource = JSON.parse(option("--datasource")[0] ?? "{}");
const schemaFiles = option("--datamodels");

function poolConfig(url) {
  const u = new URL(url);
  const schema = u.searchParams.get("schema") ?? "public";
  u.searchParams.delete("schema");
  return { connectionString: u.toString(), schema };
}

// The stock adapter splits scripts at every ";", which breaks function bodies and DO blocks;
// the server's simple protocol takes a whole script.
function adjusted(adapter) {
  adapter.executeScript = async (script) => {
    const client = await adapter.underlyingDriver().connect();
    try {
      await client.query(script);
    } catch (error) {
      adapter.onError(error);
    } finally {
      client.release();
    }
  };
  // The stock adapter knows no type for the catalogs' one-byte "char" columns (oid 18).
  const { performIO, queryRaw } = adapter;
  adapter.queryRaw = async (query) => {
    const chars = [];
    const view = Object.create(adapter, {
      performIO: {
        value: async (q) => {
          const result = await performIO.call(adapter, q);
          result.fields.forEach((field, i) => {
            if (field.dataTypeID === 18) {
              chars.push(i);
              field.dataTypeID = 25;
            }
          });
          return result;
        },
      },
    });
    const result = await queryRaw.call(view, query);
    for (const i of chars) result.columnTypes[i] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}

// The stock adapter's own shadow connection falls back to the main database when it was given a connection string.
async function connectToShadowDb(url, temporary) {
  const { connectionString, schema } = poolConfig(url);
  const open = async (cs) =>
    adjusted(await new PrismaPg({ connectionString: cs }, { schema }).connect());
  if (!temporary) return open(connectionString);

  const target = new URL(connectionString);
  target.pathname = `/prisma_shadow_${process.pid}_${Date.now()}`;
  const name = target.pathname.slice(1);
  const admin = new pg.Client({ connectionString });
  await admin.connect();
  await admin.query(`CREATE DATABASE "${name}" TEMPLATE template0`);
  const shadow = await open(target.toString());
  const dispose = shadow.dispose.bind(shadow);
  shadow.dispose = async () => {
    await dispose();
    await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await admin.end();
  };
  return shadow;
}

function adapterFactory(url, shadowUrl) {
  const { connectionString, schema } = poolConfig(url);
  const main = new PrismaPg({ connectionString }, { schema });
  return bindMigrationAwareSqlAdapterFactory({
    provider: main.provider,
    adapterName: main.adapterName,
    connect: async () => adjusted(await main.connect()),
    connectToShadowDb: () => connectToShadowDb(shadowUrl ?? url, !shadowUrl),
  });
}

function fail(error, target = "schema_engine::logger") {
  const message = String(error?.message ?? error);
  const error_code =
    error?.code === "3D000" ? "P1003" : error?.code === "28P01" ? "P1000" : "P1001";
  process.stderr.write(
    `\n${JSON.stringify({ level: "ERROR", target, fields: { error_code, message } })}\n`,
  );
  process.exitCode = 1;
}

async function cli(command) {
  const { connectionString } = poolConfig(datasource.url);
  const name = decodeURIComponent(new URL(connectionString).pathname.slice(1)) || "postgres";
  const target = new URL(connectionString);
  if (command !== "can-connect-to-database") target.pathname = "/postgres";
  const client = new pg.Client({ connectionString: target.toString() });
  try {
    await client.connect();
    if (command === "create-database")
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    if (command === "drop-database")
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)}`);
  } catch (error) {
    fail(error);
  } finally {
    await client.end().catch(() => {});
  }
}

async function rpc() {
  const require = createRequire(import.meta.url);
  const wasmFile = path.join(
    path.dirname(require.resolve("@prisma/schema-engine-wasm")),
    "schema_engine_bg.wasm",
  );
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (m) => process.stderr.write(`${m}\n`) };
  const { instance } = await WebAssembly.instantiate(await readFile(wasmFile), {
    "./schema_engine_bg.js": glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();

  const datamodels = schemaFiles.length
    ? await Promise.all(schemaFiles.map(async (f) => [f, await readFile(f, "utf8")]))
    : undefined;
  let engine;
  const getEngine = async (url = datasource.url) =>
    (engine ??= await glue.SchemaEngine.new(
      { datamodels },
      () => {},
      adapterFactory(url, datasource.shadowDatabaseUrl),
    ));

  const call = async (method, params) => {
    if (method === "getDatabaseVersion") return (await getEngine()).version(params);
    if (method === "createDatabase")
      return cli("create-database").then(() => ({ databaseName: "" }));
    if (method === "ensureConnectionValidity") {
      await cli("can-connect-to-database");
      return {};
    }
    return (await getEngine())[method](params);
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line);
    const reply = await call(method, params).then(
      (result) => ({ result: result ?? null }),
      (error) => ({
        error: {
          code: 4466,
          message: String(error?.message ?? error),
          data: {
            is_panic: false,
            message: String(error?.message ?? error),
            error_code: error?.code,
            meta: error?.meta,
          },
        },
      }),
    );
    if (reply.result?.stdout) {
      // what the native engine would print goes to the CLI as a request of its own
      process.stdout.write(
        `${JSON.stringify({
          jsonrpc: "2.0",
          id: 0,
          method: "print",
          params: { content: reply.result.stdout },
        })}\n`,
      );
    }
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...reply })}\n`);
  }
  process.exit(0);
}

const sub = argv.indexOf("cli");
if (sub >= 0) await cli(argv[sub + 1]);
else await rpc();
