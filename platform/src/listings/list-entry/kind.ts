/** The list entry as a kind of matter: its table, its commands and its look-ups, joined. */
import { PARTNER_KINDS } from "../../access/role.ts";
import type { Scope } from "../../access/scope.ts";
import { defineKind } from "../../matters/kind.ts";
import { endDecisions } from "./decide-end.ts";
import { entryDecisions } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { entryCommands, entryDraft } from "./list-entry.ts";
import { openEntry } from "./open.ts";
import type { EntryMatter } from "./outward.ts";
import { ENTRY_STATES, ENTRY_STATE_WORDS, STANDING } from "./states.ts";

/** Grounds and notes are for the police; a bank sees what concerns its account, the holder what limits them and until when. */
function show({ body }: EntryMatter, { principal }: Scope): unknown {
  const { about, type, strength, reason, decider, activatedAtMs, endsAtMs, endedAtMs, reviewAtMs, lifeAssumed, sharing, outcome } = body;
  const told = { about, type, strength, reason, decider, activatedAtMs, endsAtMs, endedAtMs, reviewAtMs, lifeAssumed, outcome };
  if (principal.kind === "public") return told;
  return principal.kind === "user" && PARTNER_KINDS.has(principal.orgKind) ? { ...told, ref: body.ref, sharing } : body;
}

export const listEntry = defineKind({
  name: "list-entry",
  states: ENTRY_STATES,
  initial: "proposed",
  stateWords: ENTRY_STATE_WORDS,
  restricting: STANDING,
  automatic: ["expire"],
  opening: { who: ["analyst", "caseOfficer"], words: { zh: "提出名单条目", en: "Propose a list entry" }, input: entryDraft },
  commands: entryCommands,
  openFacts,
  open: openEntry,
  facts,
  decide: { ...entryDecisions, ...endDecisions },
  show,
});
