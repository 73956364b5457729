/**
 * The places of the console as one table: what they are called, who may use them, and where their code is, which is loaded
 * when somebody goes there. The rail and the frame are made from it. A place that is missing here does not exist.
 */
import {
  AlertOutlined,
  ApartmentOutlined,
  BankOutlined,
  FlagOutlined,
  FolderOpenOutlined,
  StopOutlined,
  DashboardOutlined,
  SettingOutlined,
  DatabaseOutlined,
  ReadOutlined,
  SolutionOutlined,
  ThunderboltOutlined,
  UnorderedListOutlined,
} from "@ant-design/icons";
import { KINDS, type Bilingual, type Me, type Role } from "@duanliu/client";
import { lazy, type ComponentType, type ReactNode } from "react";
import { PLACE_NAMES, type PlaceName } from "./place.ts";

export interface PlaceProps {
  /** What is open in the place: the rest of the address. */
  readonly path: readonly string[];
}

/** Groups of the rail, in its order. */
export const GROUPS = {
  work: { zh: "办理", en: "Work" },
  money: { zh: "资金案件", en: "Money" },
  screening: { zh: "研判", en: "Screening" },
  keeping: { zh: "管理", en: "Keeping" },
} as const satisfies Record<string, Bilingual>;
export type GroupName = keyof typeof GROUPS;

export interface PlaceEntry {
  readonly title: Bilingual;
  readonly group: GroupName;
  readonly icon: ReactNode;
  /** Roles that may use it; `screening`: whoever may look at screening, which on the machine itself needs no signing in. */
  readonly who: readonly Role[] | "screening";
  readonly view: ComponentType<PlaceProps>;
  /** Beginnings of the ids of matters that are worked on here, for the search. */
  readonly opens?: readonly string[];
}

export const PLACES: Readonly<Record<PlaceName, PlaceEntry>> = {
  warnings: {
    title: { zh: "预警劝阻", en: "Warnings" },
    group: "work",
    icon: <AlertOutlined />,
    who: KINDS.warning.readers,
    opens: ["wrn"],
    view: lazy(async () => ({ default: (await import("./warnings/warnings-place.tsx")).WarningsPlace })),
  },
  situation: {
    title: { zh: "态势", en: "Situation" },
    group: "work",
    icon: <DashboardOutlined />,
    who: ["dutyLead", "countyChief", "cityChief", "provinceChief", "analyst", "auditor", "dpo"],
    view: lazy(async () => ({ default: (await import("./situation/situation-place.tsx")).SituationPlace })),
  },
  stop: {
    title: { zh: "止付", en: "Stop money" },
    group: "money",
    icon: <StopOutlined />,
    // Institutions have their own place.
    who: KINDS["stop-payment"].readers.filter((role) => role !== "bankOps"),
    opens: ["stp", "frz", "rep"],
    view: lazy(async () => ({ default: (await import("./stop/stop-place.tsx")).StopPlace })),
  },
  money: {
    title: { zh: "资金团伙", en: "Money" },
    group: "money",
    icon: <ApartmentOutlined />,
    who: ["intake", "analyst", "dissuader", "caseOfficer", "dutyLead", "countyChief", "cityChief", "provinceChief", "reviewer", "auditor", "dpo"],
    view: lazy(async () => ({ default: (await import("./money/money-place.tsx")).MoneyPlace })),
  },
  cases: {
    title: { zh: "案件串并", en: "Cases" },
    group: "money",
    icon: <FolderOpenOutlined />,
    who: KINDS.case.readers,
    opens: ["cas", "ser"],
    view: lazy(async () => ({ default: (await import("./cases/cases-place.tsx")).CasesPlace })),
  },
  campaigns: {
    title: { zh: "集群战役", en: "Campaigns" },
    group: "money",
    icon: <FlagOutlined />,
    who: KINDS.campaign.readers,
    opens: ["cmg", "led", "ope"],
    view: lazy(async () => ({ default: (await import("./campaigns/campaigns-place.tsx")).CampaignsPlace })),
  },
  appeals: {
    title: { zh: "申诉复核", en: "Appeals" },
    group: "work",
    icon: <SolutionOutlined />,
    who: KINDS.appeal.readers,
    opens: ["apl", "cmp", "cpn"],
    view: lazy(async () => ({ default: (await import("./appeals/appeals-place.tsx")).AppealsPlace })),
  },
  partner: {
    title: { zh: "机构指令", en: "Orders to us" },
    group: "work",
    icon: <BankOutlined />,
    who: ["bankOps", "telcoOps"],
    opens: ["stp", "frz", "pst", "hld", "lbr", "nua", "trb", "opn"],
    view: lazy(async () => ({ default: (await import("./partner/partner-place.tsx")).PartnerPlace })),
  },
  live: {
    title: { zh: "实时", en: "Live" },
    group: "screening",
    icon: <ThunderboltOutlined />,
    who: "screening",
    view: lazy(async () => ({ default: (await import("./live/live-place.tsx")).LivePlace })),
  },
  rules: {
    title: { zh: "规则", en: "Rules" },
    group: "screening",
    icon: <ReadOutlined />,
    who: "screening",
    opens: ["rlc"],
    view: lazy(async () => ({ default: (await import("./rules/rules-place.tsx")).RulesPlace })),
  },
  lists: {
    title: { zh: "名单", en: "Lists" },
    group: "screening",
    icon: <UnorderedListOutlined />,
    who: "screening",
    opens: ["lst"],
    view: lazy(async () => ({ default: (await import("./lists/lists-place.tsx")).ListsPlace })),
  },
  data: {
    title: { zh: "数据说明", en: "The data" },
    group: "screening",
    icon: <DatabaseOutlined />,
    who: "screening",
    view: lazy(async () => ({ default: (await import("./sample/data-place.tsx")).DataPlace })),
  },
  administration: {
    title: { zh: "系统管理", en: "Admin" },
    group: "keeping",
    icon: <SettingOutlined />,
    who: ["admin", "auditor", "dpo"],
    view: lazy(async () => ({ default: (await import("./administration/administration-place.tsx")).AdministrationPlace })),
  },
};

/** Whether somebody may use a place; `me` is null when nobody is signed in. */
export function mayUse(name: PlaceName, me: Pick<Me, "roles" | "org"> | null): boolean {
  const { who } = PLACES[name];
  if (who === "screening") return me === null || me.org.kind === "police";
  return me !== null && me.roles.some(({ id }) => (who as readonly string[]).includes(id));
}

/** Places that somebody may use, in the order of the rail. */
export function placesOf(me: Pick<Me, "roles" | "org"> | null): readonly PlaceName[] {
  const mine = PLACE_NAMES.filter((name) => mayUse(name, me));
  return (Object.keys(GROUPS) as GroupName[]).flatMap((group) => mine.filter((name) => PLACES[name].group === group));
}

/**
 * Where somebody begins: the first of their places. Nearly everybody may enter an appeal for somebody, and only those who review them
 * begin there.
 */
export function firstPlaceOf(me: Pick<Me, "roles" | "org"> | null): PlaceName | null {
  if (me?.roles.some(({ id }) => id === "reviewer") === true) return "appeals";
  const places = placesOf(me);
  return places.find((name) => name !== "appeals") ?? places.at(0) ?? null;
}

/** The place in which a matter is worked on, one of the reader's own if there is one; null when it is none of ours or nobody has a place for it. */
export function placeOfMatter(id: string, me: Pick<Me, "roles" | "org"> | null = null): PlaceName | null {
  const [prefix = "", rest] = id.split("_", 2);
  const places = rest === undefined ? [] : PLACE_NAMES.filter((name) => PLACES[name].opens?.includes(prefix) === true);
  return places.find((name) => mayUse(name, me)) ?? places.at(0) ?? null;
}
