/** The warning as a kind of matter: its table, its commands and its look-ups, joined; and what partners and the public see. */
import type { OrganisationKind } from "../../access/role.ts";
import type { Scope } from "../../access/scope.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import { defineKind, type Context, type FactRequest } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { warningCommands, warningDraft } from "./commands.ts";
import { decideContact } from "./decide-contact.ts";
import { openWarning, type OpenFacts } from "./decide-open.ts";
import { decideResult } from "./decide-result.ts";
import { decideRoute, type Facts, type WarningMatter } from "./decide-route.ts";
import { decideSigns } from "./decide-signs.ts";
import { banksOf, contactsElsewhere, lockPeople, openWarnings, reportedSince, unitsAbove, unitsOf } from "./facts.ts";
import { countedSinceMs } from "./ladder.ts";
import { WARNING_STATES, WARNING_STATE_WORDS } from "./states.ts";
import { tactics } from "./tactics.ts";

type Draft = z.output<typeof warningDraft>;

function peopleOf(draft: Draft, context: Omit<Context, "facts">): readonly PersonalRef[] {
  if ("found" in draft) return draft.found.found.known;
  const victim = context.identify(draft.victim.type, draft.victim.id, "victim.id");
  return draft.number === undefined || draft.victim.type === "number" ? [victim] : [victim, context.identify("number", draft.number, "number")];
}

async function openFacts(sql: Sql, drafts: readonly Draft[], context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const people = drafts.map((draft) => peopleOf(draft, context));
  const tokens = people.flat().map((ref) => ref.token);
  await lockPeople(sql, tokens);
  const open = await openWarnings(sql, tokens);
  const banks = await banksOf(
    sql,
    people.flat().flatMap((ref) => ref.institution ?? []),
  );
  return drafts.map((draft, i) => {
    const replaced: readonly string[] = "found" in draft ? draft.found.found.absorbs : [];
    const mine = new Set(people[i].map((ref) => ref.token));
    // Somebody who had paid is looked after by the report; a new episode has its own warning.
    const existing = open.find((one) => one.state !== "already-paid" && !replaced.includes(one.id) && one.tokens.some((token) => mine.has(token)));
    const account = people[i].find((ref) => ref.type === "account");
    return { existing: existing?.id ?? null, bank: banks.get(account?.institution ?? "") ?? null };
  });
}

const GOES_UP: ReadonlySet<string> = new Set(["escalate", "overdue", "result"]);
const CLOSES: ReadonlySet<string> = new Set(["check", "follow-up"]);

async function facts(sql: Sql, requests: readonly FactRequest[], nowMs: number, law: { readonly profile: JurisdictionProfile }): Promise<readonly Facts[]> {
  const warnings = requests.map((request) => request.matter as WarningMatter);
  const named = requests.map(({ input }) => {
    const { unit, desk } = input as { readonly unit?: string; readonly desk?: string };
    return unit ?? desk ?? null;
  });
  const units = await unitsOf(
    sql,
    named.filter((id) => id !== null),
  );
  const above = await unitsAbove(
    sql,
    requests.filter(({ command }) => GOES_UP.has(command)).map(({ matter }) => matter.org),
  );
  const since = (i: number, sinceMs: number): { readonly id: string; readonly tokens: readonly string[]; readonly sinceMs: number } => ({
    id: warnings[i].id,
    tokens: warnings[i].body.known.map((ref) => ref.token),
    sinceMs,
  });
  const contacts = await contactsElsewhere(
    sql,
    requests.flatMap(({ command }, i) => (command === "contact" ? [since(i, countedSinceMs(warnings[i].body, law.profile, nowMs))] : [])),
  );
  const reported = await reportedSince(
    sql,
    requests.flatMap(({ command }, i) => (CLOSES.has(command) ? [since(i, warnings[i].body.awakenedAtMs ?? nowMs)] : [])),
  );
  return requests.map(({ matter }, i) => ({
    unit: units.get(named[i] ?? "") ?? null,
    above: above.get(matter.org) ?? null,
    contactsElsewhere: contacts.get(matter.id) ?? 0,
    reported: reported.has(matter.id),
  }));
}

/** Those who work on warnings or oversee the work. A partner, a community and the person see who has it, and since when. */
const INSIDE: ReadonlySet<OrganisationKind> = new Set(["police", "regulator", "prosecutor"]);

function show(warning: WarningMatter, scope: Scope): unknown {
  const { principal } = scope;
  const inside = principal.kind === "system" || (principal.kind === "user" && INSIDE.has(principal.orgKind));
  return inside ? warning.body : { unit: warning.org, since: warning.body.dispatchedAtMs };
}

export const warning = defineKind({
  name: "warning",
  states: WARNING_STATES,
  initial: "new",
  stateWords: WARNING_STATE_WORDS,
  restricting: [],
  automatic: ["expire", "close"],
  opening: { who: ["analyst", "dutyLead"], words: { zh: "人工发起预警", en: "Open a warning by hand" }, input: warningDraft },
  commands: warningCommands,
  openFacts,
  open: openWarning,
  facts,
  decide: { ...decideRoute, ...decideContact, ...decideResult, ...decideSigns, ...tactics },
  show,
});
