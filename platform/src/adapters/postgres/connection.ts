/**
 * Where a PostgreSQL server is, in the two forms that we use: a URL that the operator gave, and the private socket of the
 * server that we started. Says it to `pg` so that nothing in the environment changes it, and to people without the
 * password.
 */
import type { ClientConfig } from "pg";
import { ProblemError } from "../../base/problem.ts";

export type StoreConnection =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "socket"; readonly directory: string; readonly port: number; readonly user: string; readonly database: string };

/** Throws `config-invalid` when the text is no URL of a PostgreSQL server. Never repeats it: it holds a password. */
export function parseDatabaseUrl(text: string): StoreConnection {
  const expected = "postgres://USER:PASSWORD@HOST:PORT/DATABASE, with special characters of the password in %-form";
  const protocol = URL.canParse(text) ? new URL(text).protocol : "";
  if (protocol !== "postgres:" && protocol !== "postgresql:") {
    throw new ProblemError({
      code: "config-invalid",
      detail: `DATABASE_URL is not an address of a PostgreSQL server; expected ${expected}`,
      at: { field: "DATABASE_URL" },
      expected,
    });
  }
  return { kind: "url", url: text };
}

export interface SessionSettings {
  /** Settings of the session by name, such as `lock_timeout` in milliseconds. Names and values of ours only. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly connectTimeoutMs: number;
}

/**
 * What a client needs to connect. Commits wait for the disk and bytes come as hex whatever the server's defaults are;
 * for our own socket everything is said, so that PGOPTIONS and its kin in the environment mean nothing.
 */
export function clientConfig(connection: StoreConnection, session: SessionSettings): ClientConfig {
  const settings = { synchronous_commit: "on", bytea_output: "hex", extra_float_digits: 1, ...session.settings };
  const options = Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
  const shared: ClientConfig = { application_name: "duanliu", options, connectionTimeoutMillis: session.connectTimeoutMs };
  if (connection.kind === "url") return { ...shared, connectionString: connection.url, keepAlive: true };
  return { ...shared, host: connection.directory, port: connection.port, user: connection.user, database: connection.database, ssl: false };
}

/** For messages: host and database of a URL, or the socket's folder. No user, no password. */
export function describeConnection(connection: StoreConnection): string {
  if (connection.kind === "socket") return `the database ${connection.database} at ${connection.directory}`;
  const { hostname, port, pathname } = new URL(connection.url);
  return `the database ${pathname.slice(1)} at ${hostname}${port === "" ? "" : `:${port}`}`;
}
