/**
 * One route of the HTTP interface as a row of a table: server, OpenAPI document, client and the printed "who may do what"
 * are made from such rows. A route gets a scope that was authorised for its permission, and input that was parsed.
 */
import type { z } from "zod";
import type { Bilingual } from "../domain/verdict.ts";
import type { Permission, Scope } from "./scope.ts";

export interface Call<Query = unknown, Body = unknown> {
  readonly scope: Scope;
  /** Of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** The language in which a person reads. */
  readonly language: "zh" | "en";
  /** Where the request came from, for limits on attempts; never kept with what was done. */
  readonly address: string;
  readonly session: SessionReply;
}

/** What a route about signing in may know of, and do to, the browser's session. */
export interface SessionReply {
  /** The secret of the session the request came with, or null. */
  readonly secret: string | null;
  /** How the caller signed in and until when the session lasts; null without one. */
  readonly signedIn: { readonly via: string; readonly untilMs: number } | null;
  /** The request came directly from this machine, through no proxy. */
  readonly local: boolean;
  /** The secret of a sign-in that went to the identity provider from this browser, or null. */
  readonly flow: string | null;
  begin(secret: string, untilMs: number): void;
  end(): void;
  beginFlow(secret: string, untilMs: number): void;
  endFlow(): void;
  redirect(url: string): void;
}

export interface Route<Services> {
  readonly method: "GET" | "POST";
  /** Parameters as `:name`. */
  readonly path: string;
  readonly permission: Permission;
  readonly summary: Bilingual;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Schemas of body fields that are parsed elsewhere, for the OpenAPI document. */
  readonly documents?: Readonly<Record<string, z.ZodType>>;
  /** Content types of the body, for routes that read it themselves. */
  readonly takes?: readonly string[];
  /** Content type of the answer. */
  readonly gives: string;
  /** Name of the answer's schema in the OpenAPI document. */
  readonly answers?: string;
  /** Schema of the answer, for the OpenAPI document; tests hold the answers to it. */
  readonly result?: z.ZodType;
  /** Absent where the server handles the connection itself (streams). */
  run?(call: Call, services: Services): unknown;
}

const JSON_TYPE = "application/json";

/** A row whose input types are known inside `run`. */
export function route<Services, Q extends z.ZodType = z.ZodUnknown, B extends z.ZodType = z.ZodUnknown>(row: {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly permission: Permission;
  readonly summary: Bilingual;
  readonly query?: Q;
  readonly body?: B;
  readonly documents?: Readonly<Record<string, z.ZodType>>;
  readonly gives?: string;
  readonly answers?: string;
  readonly result?: z.ZodType;
  run(call: Call<z.output<Q>, z.output<B>>, services: Services): unknown;
}): Route<Services> {
  return { ...row, gives: row.gives ?? JSON_TYPE, run: (call, services) => row.run(call as Call<z.output<Q>, z.output<B>>, services) };
}
