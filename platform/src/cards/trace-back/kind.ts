/** The trace-back as a kind of matter: its table, its commands and its look-ups, joined. */
import { PARTNER_KINDS } from "../../access/role.ts";
import type { Scope } from "../../access/scope.ts";
import { defineKind } from "../../matters/kind.ts";
import { decideTraceBack, openTraceBack, type TraceBackMatter } from "./decide.ts";
import { facts, openFacts } from "./facts.ts";
import { TRACE_BACK_STATES, TRACE_BACK_STATE_WORDS } from "./states.ts";
import { traceBackCommands, traceBackDraft } from "./trace-back.ts";

/** The institution sees its card, what it answered and what is asked of it, and nothing of the case. */
function show(trace: TraceBackMatter, scope: Scope): unknown {
  const { principal } = scope;
  if (principal.kind === "system" || (principal.kind === "user" && !PARTNER_KINDS.has(principal.orgKind))) return trace.body;
  const { because: _case, ...own } = trace.body;
  return own;
}

export const traceBack = defineKind({
  name: "trace-back",
  states: TRACE_BACK_STATES,
  initial: "unassigned",
  stateWords: TRACE_BACK_STATE_WORDS,
  restricting: [],
  automatic: [],
  opening: { who: ["analyst", "caseOfficer"], words: { zh: "发起开卡倒查", en: "Ask how a card was opened" }, input: traceBackDraft },
  commands: traceBackCommands,
  openFacts,
  open: openTraceBack,
  facts,
  decide: decideTraceBack,
  show,
});
