/**
 * The way to the database of a data folder that another process of ours has open, for commands that only read. Asks the
 * server's own file where its socket is; starts, stops and waits for nothing.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { StoreConnection } from "../postgres/connection.ts";
import { hasCode } from "./durable-file.ts";
import { DATABASE, OWNER } from "./postgres-server.ts";

/** Lines of postmaster.pid, from 0; see "miscinit.h" of PostgreSQL. */
const PORT_LINE = 3;
const SOCKET_LINE = 4;
const STATUS_LINE = 7;

/** Null when no server says that it is ready there. */
export async function runningPostgres(dataDir: string): Promise<StoreConnection | null> {
  const text = await textOf(path.join(clusterOf(dataDir), "postmaster.pid"));
  const lines = (text ?? "").split("\n").map((line) => line.trim());
  const directory = lines[SOCKET_LINE] ?? "";
  const port = Number(lines[PORT_LINE]);
  if (lines[STATUS_LINE] !== "ready" || directory === "" || !Number.isInteger(port)) return null;
  return { kind: "socket", directory, port, user: OWNER, database: DATABASE };
}

/** Whether a server was ever made in the data folder. */
export async function hasPostgres(dataDir: string): Promise<boolean> {
  return (await textOf(path.join(clusterOf(dataDir), "PG_VERSION"))) !== null;
}

function clusterOf(dataDir: string): string {
  return path.join(dataDir, "postgres", "cluster");
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return null;
    throw error;
  }
}
