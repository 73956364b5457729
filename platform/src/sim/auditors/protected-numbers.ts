/** Numbers that people call for help are untouched: no order, list or block ever names one. */
import { parsePersonal } from "../../domain/personal.ts";
import { isMalformed } from "../../base/problem.ts";
import { auditor, type Found } from "./auditor.ts";

const EMERGENCY = ["110", "112", "119", "120", "122", "911", "999", "95588", "10086"];

export const protectedNumbers = auditor("protected-numbers", { zh: "求助号码不受任何限制", en: "protected numbers are untouched" }, ({ outside, profile }) => {
  const forms = [...EMERGENCY, ...profile.helplines.map((one) => one.number)].flatMap((number) => {
    const parsed = parsePersonal("number", number);
    return [number, `+86${number}`, ...(isMalformed(parsed) ? [] : [parsed.canonical])];
  });
  const guarded = new Set(forms);
  const found: Found[] = [];
  for (const one of outside.received) {
    if (one.what === "notice" || one.channel === "messenger") continue;
    for (const field of ["number", "identifier", "value"]) {
      const value = one.fields[field];
      if (typeof value === "string" && guarded.has(value)) found.push({ what: `${one.what} (${one.id}) names ${value}`, matter: one.matter });
    }
  }
  return Promise.resolve(found);
});
