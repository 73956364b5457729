/**
 * Permission is a value one must hold: reading and acting on matters takes a `Scope`, and only `authorise` makes one.
 * What lies outside a scope is "not found", so that nobody learns what exists elsewhere. It decides nothing about the
 * matter itself: whether a command is possible now is the state table's and the slice's business.
 */
import { ProblemError } from "../base/problem.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { SqlValue } from "../ports/store.ts";
import { PARTNER_KINDS, type ActingRole, type OrganisationKind, type Role } from "./role.ts";

/** Somebody whose identity is established: a signed-in person, a partner's program, or this program itself. */
export type Principal =
  | {
      readonly kind: "user";
      readonly user: string;
      readonly org: string;
      readonly orgName: Bilingual;
      readonly orgKind: OrganisationKind;
      readonly roles: readonly Role[];
      /** Path of the territory whose matters the person works on; "" is the whole country. */
      readonly territory: string;
    }
  | { readonly kind: "system"; readonly component: string }
  /** Somebody with the tracking code of one matter. */
  | { readonly kind: "public"; readonly matter: string };

/** Who may call something. `local` is whoever is on this machine (feeds and health); `public` needs no identity at all. */
export type Permission = "public" | "local" | "signed-in" | readonly ActingRole[];

export interface ScopeFilter {
  /** Short name of the condition's form, for the names of prepared statements. */
  readonly name: string;
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** No condition: this program itself, and consequences of what somebody was allowed to do. */
export const EVERYTHING: ScopeFilter = { name: "all", sql: "true", values: [] };

export class Scope {
  readonly principal: Principal;

  private constructor(principal: Principal) {
    this.principal = principal;
  }

  /** For `authorise` alone. */
  static of(principal: Principal, proof: symbol): Scope {
    if (proof !== PROOF) throw new Error("bug: a scope comes from authorise()");
    return new Scope(principal);
  }

  /** Who is acting, as the history writes it. */
  get actor(): string {
    const p = this.principal;
    switch (p.kind) {
      case "user":
        return p.user;
      case "system":
        return `system:${p.component}`;
      case "public":
        return "public";
    }
  }

  get org(): string | null {
    return this.principal.kind === "user" ? this.principal.org : null;
  }

  has(role: ActingRole): boolean {
    const p = this.principal;
    switch (p.kind) {
      case "user":
        return (p.roles as readonly string[]).includes(role);
      case "system":
        return role === "system";
      case "public":
        return role === "public";
    }
  }

  /** The first of `roles` that the holder has: the role in which something is done. Null when none. */
  actingAs(roles: readonly ActingRole[]): ActingRole | null {
    return roles.find((role) => this.has(role)) ?? null;
  }

  /** The same as `filter`, of a matter that is at hand. */
  sees(matter: { readonly id: string; readonly territory: string; readonly org: string; readonly partner: string | null }): boolean {
    const p = this.principal;
    switch (p.kind) {
      case "system":
        return true;
      case "public":
        return matter.id === p.matter;
      case "user":
        if (PARTNER_KINDS.has(p.orgKind)) return matter.partner === p.org;
        return p.territory === "" || matter.territory === p.territory || matter.territory.startsWith(`${p.territory}/`) || matter.org === p.org;
    }
  }

  /** Condition on a row with `territory`, `org`, `partner` and `id`, to be joined into a query; parameters from `$first` on. */
  filter(first: number, alias = "matter"): ScopeFilter {
    const p = this.principal;
    switch (p.kind) {
      case "system":
        return EVERYTHING;
      case "public":
        return { name: "one", sql: `${alias}.id = $${first}`, values: [p.matter] };
      case "user": {
        if (PARTNER_KINDS.has(p.orgKind)) return { name: "partner", sql: `${alias}.partner = $${first}`, values: [p.org] };
        if (p.territory === "") return EVERYTHING;
        const at = `$${first}`;
        // Paths hold neither % nor _: a prefix of whole steps.
        return { name: "place", sql: `(${alias}.territory = ${at} or ${alias}.territory like ${at} || '/%' or ${alias}.org = $${first + 1})`, values: [p.territory, p.org] };
      }
    }
  }
}

const PROOF = Symbol("authorised");

/** Makes the scope in which `principal` may do what `permission` names; throws `not-signed-in` or `not-allowed`. */
export function authorise(principal: Principal | null, permission: Permission): Scope {
  if (principal === null) throw new ProblemError({ code: "not-signed-in", detail: "this needs somebody who is signed in" });
  const scope = Scope.of(principal, PROOF);
  if (permission === "public" || permission === "local" || permission === "signed-in") return scope;
  if (scope.actingAs(permission) === null) throw new ProblemError({ code: "not-allowed", detail: `this needs one of the roles ${permission.join(", ")}` });
  return scope;
}

/** The scope of a loop of this program. */
export function systemScope(component: string): Scope {
  return authorise({ kind: "system", component }, ["system"]);
}
