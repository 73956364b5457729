/**
 * Verbs of a play for changes of the rules: what shipped with the program, and a draft that changes one weight. The commands
 * that follow come from the kind's own table. In the one table of verbs (play-verbs.ts) like all others.
 */
import { shipPacks } from "../src/rulebook/book.ts";
import type { Verb } from "./play-line.ts";
import { who } from "./play-words.ts";

const words = { zh: "理由", en: "a reason" };

/** One rule: a call of ten minutes is told of, with this weight. */
function packText(weight: string): string {
  const rule = {
    id: "R1",
    kinds: ["call"],
    family: "call",
    if: "event.durationMs >= 600000.0",
    outcome: "found",
    weight,
    mode: "live",
    stage: "S2",
    because: words,
    values: [],
    notIf: words,
    basis: "test",
    assumed: true,
  };
  const typology = { id: "t", title: words, rules: ["R1"], thresholds: { tellPermille: 300, actPermille: 600 } };
  return JSON.stringify({ id: "calls", version: "1.0.0", title: { zh: "通话", en: "Calls" }, typologies: [typology], rules: [rule] });
}
const EXAMPLES = JSON.stringify([
  { rule: "R1", must: "hit", facts: { "event.durationMs": 600_000 }, note: words },
  { rule: "R1", must: "miss", facts: { "event.durationMs": 1_000 }, note: words },
]);

export const RULE_VERBS: Readonly<Record<string, Verb>> = {
  /** As the program is started for the first time. */
  ships: {
    takes: { "": "rules" },
    needs: [""],
    run: ({ room }) => room.desk.work(room.system, (work) => shipPacks(work, [{ pack: "calls", text: packText("M"), examples: EXAMPLES }])),
  },
  drafts: {
    takes: { "": "rule-change", by: "analyst of ministry", weight: "H" },
    needs: ["", "by", "weight"],
    run: async (stage, said) => {
      await stage.room.open(stage.kind("rule-change"), await who(stage, said.text("by")), { pack: "calls", text: packText(said.text("weight")), why: "the new wave" });
    },
  },
};
