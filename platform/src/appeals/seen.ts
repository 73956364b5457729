/** Who sees the whole of an appeal, complaint or claim: those who review, decide and check. Everybody else sees its progress. */
import type { OrganisationKind } from "../access/role.ts";
import type { Scope } from "../access/scope.ts";

const INSIDE: ReadonlySet<OrganisationKind> = new Set(["police", "regulator", "prosecutor"]);

export function seesAll({ principal }: Scope): boolean {
  return principal.kind === "system" || (principal.kind === "user" && INSIDE.has(principal.orgKind));
}
