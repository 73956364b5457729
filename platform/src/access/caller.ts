/**
 * Who calls, by what credential, and whether what they call is open to them. This is the one place where a permission
 * of a route meets a caller; `authorise` makes the scope. Refusals of anybody who showed something are for the ledger.
 */
import { unreachable } from "../base/assert.ts";
import { ProblemError } from "../base/problem.ts";
import { keep, type AccessParts } from "./parts.ts";
import { authorise, type Permission, type Principal, type Scope } from "./scope.ts";
import { findSession, type Person, type SignInWay } from "./session.ts";
import { findBearer } from "./token.ts";

export type Caller =
  | { readonly kind: "nobody" }
  | { readonly kind: "session"; readonly person: Person; readonly via: SignInWay; readonly untilMs: number }
  /** A partner's program. */
  | { readonly kind: "token"; readonly person: Person }
  /** A program that sends events. */
  | { readonly kind: "feed"; readonly person: Person };

/** How a request came. */
export interface Arrival {
  /** Directly from this machine: a loopback peer, and no proxy that says it speaks for another. */
  readonly local: boolean;
  readonly address: string;
  /** Whether it only reads. */
  readonly reads: boolean;
}

/** What came with a request. A token goes before a cookie. */
export interface Credentials {
  readonly token: string | null;
  readonly session: string | null;
}

export async function identifyCaller(parts: AccessParts, credentials: Credentials, arrival: Arrival): Promise<Caller> {
  if (credentials.token !== null) {
    const { principal, feed } = await findBearer(parts, credentials.token, arrival.address);
    return { kind: feed ? "feed" : "token", person: principal };
  }
  if (credentials.session === null) return { kind: "nobody" };
  const found = await findSession(parts, credentials.session, arrival.local);
  return found === null ? { kind: "nobody" } : { kind: "session", person: found.principal, via: found.via, untilMs: found.untilMs };
}

/** Sees no matter and holds no role but the public's. */
const ANONYMOUS: Principal = { kind: "public", matter: "" };

/** The scope in which the caller may do it. Throws `not-signed-in` or `not-allowed`. */
export function admit(caller: Caller, permission: Permission, arrival: Arrival): Scope {
  if (permission === "local") return admitLocal(caller, arrival);
  switch (caller.kind) {
    case "nobody":
      return authorise(permission === "public" || (typeof permission !== "string" && permission.includes("public")) ? ANONYMOUS : null, permission);
    case "feed":
      if (permission === "public") return authorise(ANONYMOUS, permission);
      throw new ProblemError({ code: "not-allowed", detail: "this token is for sending events only" });
    case "session":
    case "token":
      return authorise(caller.person, permission);
    default:
      return unreachable(caller);
  }
}

/**
 * This machine's own programs; from elsewhere a feed may send, and people of the police may look. Whoever is let in this
 * way without a name sees no matters.
 */
function admitLocal(caller: Caller, arrival: Arrival): Scope {
  const person = caller.kind === "session" ? caller.person : null;
  if (person?.orgKind === "police" && (arrival.reads || arrival.local)) return authorise(person, "local");
  if (arrival.local || (caller.kind === "feed" && !arrival.reads)) return authorise(ANONYMOUS, "local");
  if (caller.kind === "nobody") throw new ProblemError({ code: "not-signed-in", detail: "from another machine this needs a token of a feed", expected: "Authorization: Bearer …" });
  throw new ProblemError({ code: "not-allowed", detail: "this is for programs on this machine and for feeds" });
}

/** Puts into the ledger that somebody known was refused. Whoever showed nothing has claimed nothing: that is not kept. */
export async function recordRefusal(parts: AccessParts, caller: Caller, what: string, detail: string): Promise<void> {
  if (caller.kind === "nobody") return;
  const { person } = caller;
  await keep(parts, async (_sql, note) => note({ actor: person.user, role: person.roles[0] ?? "none", unit: person.org, event: "refused", detail: { what, detail } }));
}
