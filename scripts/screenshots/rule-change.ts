/** A change of the rules as an analyst drafts one: the rule on mass calling goes on trial, replayed on what the town did today. */
import { askAt, type Desk } from "./desk.ts";

const PACK = "calls";
const RULE = "C01";
const HOURS_MS = 3 * 3_600_000;

interface RuleText {
  readonly rules: readonly { readonly id: string; readonly mode: string }[];
}
interface Replay {
  readonly state: string;
  readonly report: { readonly events: number } | null;
}

/** Drafts it once; then its bill is waited for. */
export async function draftedChange(desk: Desk): Promise<string | null> {
  const { items } = await askAt<{ readonly items: readonly { readonly id: string }[] }>(desk, "/v1/rule-changes?open=true&limit=1");
  const id = items.at(0)?.id ?? (await draft(desk));
  const replays = await askAt<{ readonly items: readonly Replay[] }>(desk, `/v1/rule-changes/${id}/replays`);
  if (replays.items.length === 0) {
    const now = Date.now();
    await askAt(desk, `/v1/rule-changes/${id}/replays`, { from: new Date(now - HOURS_MS).toISOString(), to: new Date(now).toISOString() });
  }
  return replays.items.some(({ state, report }) => state !== "running" && report !== null) ? `#/rules/${id}/bill` : null;
}

async function draft(desk: Desk): Promise<string> {
  const { text, examples, digests } = await askAt<{ readonly text: string; readonly examples: string; readonly digests: { readonly text: string } }>(
    desk,
    `/v1/rulebook/packs/${PACK}`,
  );
  const now = JSON.parse(text) as RuleText;
  const then = { ...now, rules: now.rules.map((rule) => (rule.id === RULE ? { ...rule, mode: "shadow" } : rule)) };
  const input = {
    pack: PACK,
    text: JSON.stringify(then, null, 2),
    examples,
    base: digests.text,
    why: "Courier hotlines call many people; look at the rule again. 快递热线也会大量外呼，先试行观察。",
  };
  return (await askAt<{ readonly id: string }>(desk, "/v1/rule-changes", { input })).id;
}
