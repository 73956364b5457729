/**
 * The operator's own map in place of the one that comes with the console, whose borders are of about 2017 and which no
 * authority approved. A folder with map.json (title, approval number, note) and GeoJSON outlines: top.json for the whole
 * country, one file a province by its code. What is not GeoJSON with a name or code for each place stops the start.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { ProblemError } from "../base/problem.ts";
import type { Bilingual } from "../domain/verdict.ts";

export interface OperatorMap {
  readonly title: Bilingual;
  /** Under which it was approved (审图号), as the operator gives it; null when they gave none. */
  readonly approval: string | null;
  readonly note: Bilingual | null;
  /** Names of the outlines that are there: `top`, and codes of provinces. */
  readonly outlines: readonly string[];
  /** GeoJSON as it stands in the file; null where there is none of that name. */
  outline(name: string): string | null;
}

const bilingual = z.strictObject({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) });
const head = z.strictObject({ title: bilingual, approval: z.string().min(1).max(80).optional(), note: bilingual.optional() });
const place = z
  .object({
    properties: z.object({ name: z.string().min(1), adcode: z.union([z.string(), z.number()]).optional() }).loose(),
    geometry: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }).nullable(),
  })
  .loose();
const outline = z.object({ type: z.literal("FeatureCollection"), features: z.array(place).min(1).max(5_000) }).loose();

const NAME = /^(top|\d{2,6})\.json$/;
/** A province's outline in a browser; larger ones are simplified by whoever makes them. */
const FILE_BYTES_MAX = 8 << 20;

/** Null without a folder. Throws `config-invalid` with the file and what was expected. */
export async function readOperatorMap(dir: string | null): Promise<OperatorMap | null> {
  if (dir === null) return null;
  const names = await readdir(dir).catch(() => {
    throw refuse(dir, "cannot be read", "the folder that DUANLIU_MAP names");
  });
  if (!names.includes("map.json") || !names.includes("top.json"))
    throw refuse(dir, "lacks map.json or top.json", "map.json with a title, and top.json with the outlines of the whole country");
  const { title, approval, note } = await read(path.join(dir, "map.json"), head);
  const files = new Map<string, string>();
  for (const file of names.sort()) {
    const name = NAME.exec(file)?.[1];
    if (name === undefined) continue;
    const where = path.join(dir, file);
    if ((await stat(where)).size > FILE_BYTES_MAX) throw refuse(where, "is too large for a browser", `at most ${FILE_BYTES_MAX} bytes`);
    files.set(name, JSON.stringify(await read(where, outline)));
  }
  return { title, approval: approval ?? null, note: note ?? null, outlines: [...files.keys()], outline: (name) => files.get(name) ?? null };
}

async function read<T extends z.ZodType>(file: string, schema: T): Promise<z.output<T>> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch {
    throw refuse(file, "is not JSON", "a JSON file");
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw refuse(file, `${issue.path.map(String).join(".")}: ${issue.message}`, "GeoJSON: a FeatureCollection whose features have properties.name");
}

function refuse(file: string, detail: string, expected: string): ProblemError {
  return new ProblemError({ code: "config-invalid", detail: `${file}: ${detail}`, at: { file }, expected });
}
