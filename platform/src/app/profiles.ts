/**
 * Reads the folder of jurisdictions, joins each with its calendar and its tree of places, and answers which version was
 * in force when a matter began. A folder that breaks a rule stops the start, with file, path, value and what was expected.
 * Leaves out what profiles mean: that is domain/jurisdiction.ts.
 */
import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { assert } from "../base/assert.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { epochDayOf, makeWorkCalendar, startOfDayMs, type WorkCalendar } from "../domain/calendar.ts";
import { assembleProfile, readCalendar, readHead, readPlaces, type ProfileFiles, type ProfileHead } from "../domain/jurisdiction-assemble.ts";
import type { ProfileFinding } from "../domain/jurisdiction-check.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { makeTerritoryTree, type TerritoryTree } from "../domain/territory.ts";
import { versionOf, type Law } from "../matters/work.ts";
import { chinaCalendar, chinaPlaces } from "./china.ts";
import { repeatedKey } from "./strict-json.ts";

/** Where they are in a checkout and in the package. */
const JURISDICTIONS = fileURLToPath(new URL("../../../jurisdictions", import.meta.url));

/** Texts that are the same in every country; a country's own text of the same key goes before. */
const SHARED = "all";

export interface Profiles {
  /** Ids of all jurisdictions, in order. */
  readonly ids: readonly string[];
  /** The version that was in force at an instant: each matter is judged under the one of its start. */
  inForce(id: string, atMs: number): JurisdictionProfile;
  /** All versions, the newest first. */
  versions(id: string): readonly JurisdictionProfile[];
  /** Places of the newest version. */
  tree(id: string): TerritoryTree;
}

interface Version {
  readonly profile: JurisdictionProfile;
  readonly validFromMs: number;
  readonly tree: TerritoryTree;
}

/** Loads and checks everything below `dir`. Throws `profile-invalid` at the first folder with a fault. */
export async function loadProfiles(dir: string = JURISDICTIONS): Promise<Profiles> {
  const byId = new Map<string, Version[]>();
  for (const folder of await versionFolders(dir)) {
    const version = await loadVersion(dir, folder);
    const versions = byId.get(version.profile.id) ?? [];
    if (versions.some((other) => other.validFromMs === version.validFromMs)) {
      throw invalid(
        folder,
        { file: "profile.json", path: "validFrom", value: version.profile.validFrom, expected: "a day that no other version of this jurisdiction begins on" },
        0,
      );
    }
    byId.set(
      version.profile.id,
      [...versions, version].sort((a, b) => b.validFromMs - a.validFromMs),
    );
  }
  const versionsOf = (id: string): readonly Version[] => {
    const versions = byId.get(id);
    if (versions !== undefined) return versions;
    throw new ProblemError({ code: "profile-invalid", detail: `no jurisdiction ${id}`, value: id, expected: `one of ${[...byId.keys()].join(", ")}` });
  };
  return {
    ids: [...byId.keys()].sort(),
    inForce: (id, atMs) => {
      const versions = versionsOf(id);
      const found = versions.find((version) => version.validFromMs <= atMs);
      if (found !== undefined) return found.profile;
      const first = versions.at(-1)?.profile.validFrom ?? "";
      throw new ProblemError({ code: "profile-invalid", detail: `${id} has no version for ${new Date(atMs).toISOString()}`, expected: `a time from ${first} on` });
    },
    versions: (id) => versionsOf(id).map((version) => version.profile),
    tree: (id) => versionsOf(id)[0].tree,
  };
}

/** The law for the matters of one jurisdiction. */
export function lawOf(profiles: Profiles, id: string): Law {
  return {
    current: (nowMs) => profiles.inForce(id, nowMs),
    byVersion: (version) => {
      const found = profiles.versions(id).find((profile) => versionOf(profile) === version);
      assert(found !== undefined, `no version ${version} of ${id}: versions that matters began under are never removed`);
      return found;
    },
  };
}

/** `cn`, and `cn/2027-01-01` for a version beside the first: every folder with a profile.json, two levels down. */
async function versionFolders(dir: string): Promise<readonly string[]> {
  const top = await foldersIn(dir, "");
  const folders = await Promise.all(top.map(async (folder) => [folder, ...(await foldersIn(dir, folder))]));
  const held = await Promise.all(folders.flat().map(async (folder) => ((await fs.readdir(path.join(dir, folder))).includes("profile.json") ? [folder] : [])));
  return held.flat();
}

async function foldersIn(dir: string, folder: string): Promise<readonly string[]> {
  try {
    const entries = await fs.readdir(path.join(dir, folder), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.posix.join(folder, entry.name))
      .sort();
  } catch (error) {
    throw new ProblemError({ code: "input-missing", detail: `${dir}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, at: { file: dir } });
  }
}

async function loadVersion(dir: string, folder: string): Promise<Version> {
  const files = new Map([
    ...(await readJson(dir, folder, "")),
    ...(await readJson(dir, path.posix.join(folder, "messages"), "messages/")),
    ...(await readJson(dir, `${SHARED}/messages`, `${SHARED}/messages/`)),
  ]);
  const { head, findings } = readHead(files);
  if (head === null) throw refused(folder, findings);
  const calendar = calendarOf(folder, files, head);
  const tree = treeOf(folder, files, head);
  const assembled = assembleProfile(files, calendar);
  if (assembled.profile === null) throw refused(folder, assembled.findings);
  return { profile: assembled.profile, validFromMs: startOfDayMs(epochDayOf(head.validFrom), head.timeZone), tree };
}

function calendarOf(folder: string, files: ProfileFiles, head: ProfileHead): WorkCalendar {
  if (head.calendar.from === "chinese-days") return makeWorkCalendar(chinaCalendar(head.timeZone));
  const { data, findings } = readCalendar(files, head);
  if (data === null || findings.length > 0) throw refused(folder, findings);
  return makeWorkCalendar(data);
}

function treeOf(folder: string, files: ProfileFiles, head: ProfileHead): TerritoryTree {
  const own = head.territory.from === "file" ? readPlaces(files) : { places: chinaPlaces(), findings: [] };
  if (own.findings.length > 0) throw refused(folder, own.findings);
  const tree = makeTerritoryTree(head.territory, own.places);
  if (isMalformed(tree)) throw invalid(folder, { file: "territory.json", path: "places", value: tree.what, expected: tree.expected }, 0);
  return tree;
}

async function readJson(dir: string, folder: string, prefix: string): Promise<readonly (readonly [string, unknown])[]> {
  const where = path.join(dir, folder);
  const names = await fs.readdir(where).catch(() => []);
  return Promise.all(
    names
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map(async (name) => {
        const text = await fs.readFile(path.join(where, name), "utf8");
        const contents = parsed(folder, name, text);
        const repeated = repeatedKey(text);
        if (repeated !== null) throw invalid(folder, { file: name, path: repeated, value: "written twice", expected: "each key once" }, 0);
        return [`${prefix}${name}`, contents] as const;
      }),
  );
}

function parsed(folder: string, name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(folder, { file: name, path: "", value: error instanceof Error ? error.message : String(error), expected: "JSON" }, 0);
  }
}

function refused(folder: string, findings: readonly ProfileFinding[]): ProblemError {
  return invalid(folder, findings[0], findings.length - 1);
}

function invalid(folder: string, found: ProfileFinding, others: number): ProblemError {
  const file = `${folder}/${found.file}`;
  const more = others > 0 ? ` (and ${others} more)` : "";
  return new ProblemError({
    code: "profile-invalid",
    detail: `${file}: ${found.path}: ${found.value}, expected ${found.expected}${more}`,
    at: { file, field: found.path },
    value: found.value,
    expected: found.expected,
  });
}
