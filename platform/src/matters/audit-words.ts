/** What a break of the audit chain is called, for the command line and the console alike. It says where, never who. */
import { unreachable } from "../base/assert.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { AuditFault } from "./audit.ts";

/** What is wrong, in a sentence for whoever has to find out why. */
export function faultText(fault: AuditFault): Bilingual {
  switch (fault.kind) {
    case "missing":
      return { zh: `第 ${fault.seq} 行：缺失。`, en: `line ${fault.seq}: it is missing.` };
    case "changed":
      return {
        zh: `第 ${fault.seq} 行${ofMatter(fault.matter, "zh")}：与记录时不同，或其前一行被改过。`,
        en: `line ${fault.seq}${ofMatter(fault.matter, "en")}: it is not what was written, or the line before it is not.`,
      };
    case "extra":
      return {
        zh: `第 ${fault.seq} 行${ofMatter(fault.matter, "zh")}：链首之前多出的一行。`,
        en: `line ${fault.seq}${ofMatter(fault.matter, "en")}: it was put before the beginning of the chain.`,
      };
    case "checkpoint-differs":
      return {
        zh: `第 ${fault.seq} 行：与签章不符；该行或更早的行被改写。`,
        en: `line ${fault.seq}: it does not fit its checkpoint; this line or earlier ones were written anew.`,
      };
    case "signature-wrong":
      return { zh: `第 ${fault.seq} 行的签章：不是本系统密钥所签。`, en: `checkpoint at line ${fault.seq}: it was not signed with this key.` };
    case "checkpoint-gone":
      return { zh: `第 ${fault.seq} 行的签章：库外有副本，库中已不存在。`, en: `checkpoint at line ${fault.seq}: there is a copy of it, and it is gone from the database.` };
    case "cut-off":
      return {
        zh: `第 ${fault.seq} 行起：链尾被截去，签章证明曾有至少 ${fault.lastSeq} 行。`,
        en: `from line ${fault.seq} on: the end was cut off; a checkpoint proves that there were ${fault.lastSeq} lines at least.`,
      };
    case "matter-gone":
      return {
        zh: `事项 ${fault.matter}：历史中有，库中已不存在（最后状态 ${fault.ledger}）。`,
        en: `matter ${fault.matter}: its history is there and it is gone (last state: ${fault.ledger}).`,
      };
    case "matter-differs":
      return matterText(fault);
    default:
      return unreachable(fault);
  }
}

function ofMatter(matter: string | null, language: "zh" | "en"): string {
  if (matter === null) return "";
  return language === "zh" ? `（事项 ${matter}）` : ` (matter ${matter})`;
}

const FIELD_WORDS = {
  state: { zh: "状态", en: "state" },
  version: { zh: "版本", en: "version" },
  contents: { zh: "内容", en: "contents" },
} as const;

function matterText({ matter, field, ledger, found }: Extract<AuditFault, { kind: "matter-differs" }>): Bilingual {
  const words = FIELD_WORDS[field];
  const values = field === "contents" ? { zh: "", en: "" } : { zh: `：历史为 ${ledger}，现为 ${found}`, en: `: the history says ${ledger}, it is ${found}` };
  return {
    zh: `事项 ${matter}：${words.zh}与历史不符${values.zh}。`,
    en: `matter ${matter}: its ${words.en} ${field === "contents" ? "are" : "is"} not what its history says${values.en}.`,
  };
}
