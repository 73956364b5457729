/** Values of a command's input as a play writes them: `reason: good-faith · at: now · papers: [0, 1] · case: @case`. */
import { PlayError } from "./play-line.ts";
import { instant, matter, money, span, type Stage } from "./play-words.ts";

export async function inputOf(stage: Stage, text: string): Promise<object> {
  const fields: Record<string, unknown> = {};
  for (const one of text.split(" · ").filter((part) => part !== "")) {
    const [, field, value] = /^([A-Za-z][A-Za-z0-9]*): (.+)$/.exec(one.trim()) ?? [];
    if (field === undefined) throw new PlayError(`"${one}" is no field\n  expected: with field: value · field: value`);
    fields[field] = await valueOf(stage, value);
  }
  return fields;
}

async function valueOf(stage: Stage, text: string): Promise<unknown> {
  if (text === "yes") return true;
  if (text === "no") return false;
  if (text === "now") return instant(stage.nowMs);
  if (text.startsWith("in ")) return instant(stage.nowMs + span(text.slice(3)));
  if (text.startsWith("@")) return (await matter(stage, text.slice(1))).id;
  if (text.startsWith("[")) return Promise.all(listed(text).map((one) => valueOf(stage, one)));
  if (/^\d{1,6}$/.test(text)) return Number(text);
  return / [A-Z]{3}$/.test(text) ? money(text).amountMinor : text;
}

function listed(text: string): readonly string[] {
  return text
    .slice(1, -1)
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}
