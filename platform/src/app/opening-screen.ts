/**
 * The screening as the counter's checks ask for it: openings judged by the running engine and kept in the log like every
 * event, and what the published rules say of themselves.
 */
import { assert } from "../base/assert.ts";
import type { OpeningScreen } from "../cards/opening/check-desk.ts";
import type { OpeningEvent } from "../cards/opening/check.ts";
import type { LineRefusal } from "../domain/decode-event.ts";
import type { Verdict } from "../domain/verdict.ts";
import type { Service } from "./service.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function openingScreen(service: Service): OpeningScreen {
  return {
    isLegal: (rule) => service.engine.rules.rulesById.get(rule)?.rule.rule === true,
    loweredBy: (suppressor) => loweredBy(service, suppressor),
    judge: (events) => judge(service, events),
  };
}

/** A suppressor names rules, or whole families of them. */
function loweredBy(service: Service, suppressor: string): readonly string[] {
  const { rulesById, suppressorsById } = service.engine.rules;
  const named = new Set(suppressorsById.get(suppressor)?.suppressor.lowers ?? []);
  return [...rulesById.values()].filter(({ id, rule }) => named.has(id) || named.has(rule.family)).map(({ id }) => id);
}

/** Refusals come before the verdicts of the lines around them: both say which event they are of. */
async function judge(service: Service, events: readonly OpeningEvent[]): ReturnType<OpeningScreen["judge"]> {
  service.admit();
  const pieces = service.judgeNow(encoder.encode(`${events.map((event) => JSON.stringify(event)).join("\n")}\n`));
  const judged = new Map<string, Verdict>();
  const refused = new Map<string, LineRefusal>();
  const refuse = (problem: LineRefusal): void => {
    refused.set(events[problem.line - 1].id, problem);
  };
  for (const piece of pieces) {
    if (piece.kind === "refused") refuse(piece.problem);
    else {
      // An id is never used twice here, so a repeated one is an earlier attempt at the same event.
      const answer = piece.kind === "verdicts" ? await piece.bytes : await piece.answer;
      if (answer instanceof Uint8Array) for (const verdict of verdictsIn(answer)) judged.set(verdict.eventId, verdict);
      else refuse(answer);
    }
  }
  return events.map(({ id }) => {
    const verdict = judged.get(id);
    if (verdict !== undefined) return verdict;
    const problem = refused.get(id);
    assert(problem !== undefined, "the screening judges or refuses every line");
    const { field, what, expected } = problem;
    return { refused: { code: "malformed-input", detail: `${field}: ${what}`, at: { field }, value: what, expected } };
  });
}

function verdictsIn(bytes: Uint8Array): readonly Verdict[] {
  return decoder
    .decode(bytes)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Verdict);
}
