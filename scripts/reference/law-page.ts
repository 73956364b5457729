/** docs/reference/law-cn.md and its like: every value of a jurisdiction's profile with its basis and how firm it is. */
import { loadProfiles } from "../../platform/src/app/profiles.ts";
import { durationInWords } from "../../platform/src/domain/notice-text.ts";
import type { Cited, JurisdictionProfile } from "../../platform/src/domain/jurisdiction.ts";
import { code, page, table, type Page } from "./page.ts";

export async function lawPages(): Promise<readonly Page[]> {
  const profiles = await loadProfiles();
  return profiles.ids.map((id) => lawPage(profiles.versions(id)[0]));
}

const STATUS: Readonly<Record<Cited["status"], string>> = {
  statute: "statute · 法律",
  regulator: "regulator · 监管规定",
  practice: "practice · 实践",
  assumed: "**assumed · 假定**",
};

function lawPage(profile: JurisdictionProfile): Page {
  const status = (cited: Cited): readonly string[] => [STATUS[cited.status], cited.basis];
  const measures = Object.values(profile.measures);
  return page(`docs/reference/law-${profile.id.toLowerCase()}.md`, { zh: `法域配置：${profile.title.zh}`, en: `The law as data: ${profile.title.en}` }, [
    `Version of ${profile.validFrom}, from \`jurisdictions/${profile.id.toLowerCase()}/\`. A value marked *assumed* was chosen by us and not read in a law; it never gives a power over anybody. 标为“假定”的值由本项目自定，并非法律规定，也不构成任何权力依据。`,
    "## Sources · 依据",
    table(
      ["Key", "English", "中文", "Kind", "Read"],
      Object.entries(profile.sources).map(([key, one]) => [key, one.title.en, one.title.zh, STATUS[one.kind], one.read]),
    ),
    "## Clocks · 期限",
    table(
      ["Key", "English", "中文", "Length", "On expiry", "Status", "Basis"],
      Object.values(profile.deadlines).map((rule) => [
        code(rule.key),
        rule.title.en,
        rule.title.zh,
        `${durationInWords(rule.duration).en} · ${durationInWords(rule.duration).zh}`,
        rule.onExpiry,
        ...status(rule),
      ]),
    ),
    "## Measures · 措施",
    table(
      ["Measure", "中文", "Allowed", "Scope", "Approved by", "Length", "Status", "Basis"],
      measures.map((rule) => {
        const words = profile.wording.measures[rule.kind];
        if (!rule.allowed) return [words.en, words.zh, `no: ${rule.because.en} · ${rule.because.zh}`, "", "", "", "", ""];
        const approvers = rule.approve.join(", ") || "the institution itself · 机构自行";
        return [words.en, words.zh, "yes", `${rule.scope}; beyond the first tier ${rule.scopeBeyondFirstTier}`, approvers, rule.duration, ...status(rule.authority)];
      }),
    ),
    "## Metrics · 指标",
    table(
      ["Key", "English", "中文", "Formula", "Status", "Basis"],
      profile.metrics.map((rule) => [code(rule.key), rule.title.en, rule.title.zh, rule.formula.en, ...status(rule)]),
    ),
  ]);
}
