/**
 * How a protective stop is proposed: on a live danger, with consent or its ground, after what is milder or with the reason
 * why nothing milder can help. Pure.
 */
import { isMalformed, ProblemError } from "../../base/problem.ts";
import { institutionOf } from "../../domain/personal.ts";
import { parseTerritory } from "../../domain/territory.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Evidence, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { isVisible, noDesk, notFound, orderingOrg } from "../authority.ts";
import { PROTECTIVE_REASONS, reasonOf } from "../reasons.ts";
import type { OpenFacts, Unit } from "./facts.ts";
import type { ProtectiveStop, protectiveDraft } from "./protective-stop.ts";

type Draft = z.output<typeof protectiveDraft>;

export function openProtective(draft: Draft, context: Context<OpenFacts>): Opening<ProtectiveStop> {
  const measure = context.profile.allowed("protective-stop");
  requireRole(measure.propose, context, "proposing a protective stop");
  const unit = unitOf(draft, context);
  const { desk } = context.facts;
  const person = context.identify("person", draft.person, "person");
  const account = context.identify("account", draft.account, "account");
  if (desk === null) throw noDesk(institutionOf(draft.account));
  if (context.role === "bankOps" && desk !== context.org)
    throw new ProblemError({ code: "not-allowed", detail: "a bank proposes it for its own customers", at: { field: "account" } });
  if (draft.tried.length === 0 && draft.untried === undefined && measure.guards.includes("last-resort"))
    throw new ProblemError({
      code: "limit-of-law",
      detail: "it is the last resort: nothing milder was tried",
      at: { field: "tried" },
      expected: "what was tried, or why nothing milder can help",
    });
  const contact = draft.contact === undefined ? null : context.identify("number", draft.contact, "contact");
  const evidence: readonly Evidence[] = [
    ...[draft.parent, draft.counterpart].flatMap((ref) => (ref === undefined ? [] : [{ kind: "matter" as const, ref }])),
    ...(draft.basis.kind === "consent" ? [{ kind: "signature" as const, ref: draft.basis.document }] : []),
  ];
  return {
    body: {
      person,
      account,
      institution: institutionOf(draft.account),
      holderName: draft.holderName === undefined ? null : context.identify("name", draft.holderName, "holderName"),
      contact,
      currency: draft.currency,
      scope: "account",
      reason: reasonOf(PROTECTIVE_REASONS, draft.reason),
      basis: draft.basis,
      tried: draft.tried,
      untried: draft.untried ?? null,
      family: draft.family ?? null,
      note: draft.note ?? null,
      counterpart: draft.counterpart ?? null,
      roundOf: null,
      round: 0,
      decider: null,
      approvedAtMs: null,
      startedAtMs: null,
      endsAtMs: null,
      endedAtMs: null,
      releases: [],
      allowances: [],
      outcome: null,
    },
    territory: unit.territory,
    org: unit.org,
    partner: desk,
    subject: account.token,
    parent: draft.parent ?? null,
    level: 3,
    basis: measure.authority.basis,
    evidence,
    detail: { basis: draft.basis.kind, tried: draft.tried, reason: draft.reason },
    mentions: [{ ref: person, role: "protected" }, { ref: account, role: "account" }, ...(contact === null ? [] : [{ ref: contact, role: "contact" }])],
    ...(draft.parent === undefined ? {} : { restsOn: [draft.parent] }),
  };
}

/** The unit that answers for it: that of what it rests on, or of the place that a bank names. */
function unitOf(draft: Draft, context: Context<OpenFacts>): Unit {
  const { parent, unit } = context.facts;
  if (draft.parent !== undefined) {
    if (parent === null || !isVisible(parent, context)) throw notFound(draft.parent, "parent");
    return { org: orderingOrg(context, parent), territory: parent.territory };
  }
  const place = draft.territory === undefined ? null : parseTerritory(draft.territory, context.profile.territory);
  if (place === null || isMalformed(place) || unit === null)
    throw new ProblemError({
      code: "malformed-input",
      detail: "parent or territory: what it rests on, or where the person is",
      at: { field: "territory" },
      expected: "a place that a unit covers",
    });
  return { org: context.role === "bankOps" ? unit.org : (context.org ?? unit.org), territory: unit.territory };
}
