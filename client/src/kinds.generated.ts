/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
export const ROLE_WORDS = {
  "intake": {"zh":"接警员","en":"Intake officer"},
  "analyst": {"zh":"研判员","en":"Analyst"},
  "dissuader": {"zh":"劝阻员","en":"Dissuasion officer"},
  "dutyLead": {"zh":"值班长","en":"Duty lead"},
  "caseOfficer": {"zh":"办案民警","en":"Case officer"},
  "countyChief": {"zh":"县级以上公安机关负责人","en":"Head of a county-level police organ"},
  "cityChief": {"zh":"设区的市级公安机关负责人","en":"Head of a city-level police organ"},
  "provinceChief": {"zh":"省级公安机关负责人","en":"Head of a province-level police organ"},
  "reviewer": {"zh":"复核员","en":"Reviewer"},
  "auditor": {"zh":"审计员","en":"Auditor"},
  "dpo": {"zh":"个人信息保护负责人","en":"Data protection officer"},
  "gridOfficer": {"zh":"网格员","en":"Grid officer"},
  "bankOps": {"zh":"银行经办","en":"Bank desk"},
  "telcoOps": {"zh":"运营商经办","en":"Telecom desk"},
  "platformOps": {"zh":"平台经办","en":"Platform desk"},
  "admin": {"zh":"系统管理员","en":"Administrator"},
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
export type Role = keyof typeof ROLE_WORDS;
/** `readers`: who may read matters of the kind, within their territory. */
export const KINDS = {
  "warning": {"plural":"warnings","zh":"预警","en":"Warning","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","analyst","dissuader"]},
  "line-break": {"plural":"line-breaks","zh":"临时断线","en":"Temporary line break","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","dissuader","telcoOps"]},
  "report": {"plural":"reports","zh":"报案/举报","en":"Report","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","intake","caseOfficer","analyst","dissuader","gridOfficer"]},
  "case": {"plural":"cases","zh":"案件","en":"Case","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","caseOfficer","analyst","intake"]},
  "series": {"plural":"series","zh":"串并案","en":"Case series","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","analyst","caseOfficer"]},
  "stop-payment": {"plural":"stop-payments","zh":"紧急止付","en":"Stop-payment","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","intake","analyst","dissuader","caseOfficer","bankOps"]},
  "freeze": {"plural":"freezes","zh":"冻结","en":"Freeze","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","caseOfficer","bankOps","analyst","intake","dissuader"]},
  "protective-stop": {"plural":"protective-stops","zh":"保护性止付","en":"Protective stop","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","dissuader","bankOps","intake","caseOfficer"]},
  "hold": {"plural":"holds","zh":"暂缓交易","en":"Transaction hold","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","bankOps"]},
  "refund": {"plural":"refunds","zh":"资金返还","en":"Return of funds","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","caseOfficer","intake","bankOps"]},
  "opening": {"plural":"openings","zh":"开户开卡核查","en":"Opening check","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","bankOps","telcoOps"]},
  "number-action": {"plural":"number-actions","zh":"号码处置","en":"Number action","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","telcoOps","analyst","caseOfficer"]},
  "trace-back": {"plural":"trace-backs","zh":"开卡倒查","en":"Trace-back","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","analyst","caseOfficer","bankOps","telcoOps"]},
  "list-entry": {"plural":"list-entries","zh":"名单条目","en":"List entry","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","analyst","caseOfficer"]},
  "appeal": {"plural":"appeals","zh":"申诉","en":"Appeal","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","intake","dissuader","caseOfficer","bankOps","telcoOps","platformOps"]},
  "complaint": {"plural":"complaints","zh":"投诉","en":"Complaint","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","intake","dissuader","caseOfficer","bankOps","telcoOps","platformOps"]},
  "compensation": {"plural":"compensations","zh":"赔偿","en":"Compensation","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","intake","dissuader","caseOfficer","bankOps","telcoOps","platformOps"]},
  "campaign": {"plural":"campaigns","zh":"集群战役","en":"Cluster campaign","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","analyst","caseOfficer"]},
  "lead": {"plural":"leads","zh":"线索","en":"Lead","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","analyst","caseOfficer"]},
  "operation": {"plural":"operations","zh":"专项行动","en":"Special operation","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","analyst","caseOfficer"]},
  "rule-change": {"plural":"rule-changes","zh":"规则变更","en":"Rule change","readers":["reviewer","auditor","dpo","dutyLead","countyChief","cityChief","provinceChief","analyst"]},
} as const satisfies Readonly<Record<string, { readonly plural: string; readonly zh: string; readonly en: string; readonly readers: readonly Role[] }>>;
export type MatterKind = keyof typeof KINDS;
export const PURPOSE_WORDS = {
  "warn-and-dissuade": {"zh":"预警劝阻","en":"Warn and dissuade"},
  "execute-order": {"zh":"执行止付、冻结等措施","en":"Carry out an order"},
  "investigate": {"zh":"侦查办案","en":"Investigate a case"},
  "return-funds": {"zh":"返还资金","en":"Return funds"},
  "review-right": {"zh":"处理申诉、投诉与赔偿","en":"Decide an appeal, complaint or compensation"},
  "verify-opening": {"zh":"开户开卡核验","en":"Verify an opening"},
  "audit": {"zh":"审计与个人信息保护检查","en":"Audit and data protection"},
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
export type Purpose = keyof typeof PURPOSE_WORDS;
