/** Which roles an organisation's people may hold: by its kind, and by its tier where the law itself gives a power to a tier. */
import { ProblemError } from "../base/problem.ts";
import type { RoleId } from "../domain/jurisdiction-words.ts";
import type { AccessParts } from "./parts.ts";
import { ROLES, type OrganisationKind, type Role } from "./role.ts";

/** Refuses with `malformed-input`. Where the profile only assumes the tiers of a role, they are advice and refuse nobody. */
export function checkRoles(parts: AccessParts, wanted: readonly Role[], org: { readonly kind: OrganisationKind; readonly level: string | null }): void {
  for (const role of wanted) {
    const { of } = ROLES[role] as { readonly of: readonly OrganisationKind[] };
    if (!of.includes(org.kind)) throw refuseRole(role, `a role of an organisation of the kind ${org.kind}`);
    const binding = role === "admin" ? undefined : parts.profile().roles[role satisfies RoleId];
    const given = binding !== undefined && (binding.status === "statute" || binding.status === "regulator");
    if (given && org.level !== null && !binding.tiers.includes(org.level))
      throw refuseRole(role, `a role of a unit of the tier ${org.level}; this one is of ${binding.tiers.join(", ")}`);
  }
}

function refuseRole(role: Role, expected: string): ProblemError {
  return new ProblemError({ code: "malformed-input", detail: `roles: ${role} is not ${expected}`, at: { field: "roles" }, value: role, expected });
}
