/** Short ways to list entries for tests: found involved, proposed, approved, in the lists of a screening that is really asked. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { KINDS } from "../src/app/kinds.ts";
import { ListHits } from "../src/app/list-hits.ts";
import { Looks } from "../src/app/list-looks.ts";
import { ListChanges } from "../src/app/list-changes.ts";
import { ListFiles } from "../src/app/list-files.ts";
import { loadLists } from "../src/app/load.ts";
import { isMalformed } from "../src/base/problem.ts";
import type { CaseMatter } from "../src/cases/case/decide.ts";
import { policeCase } from "../src/cases/case/kind.ts";
import type { MatterId } from "../src/domain/matter.ts";
import { INTEL } from "../src/domain/record.ts";
import type { IntelLists } from "../src/intel/lists.ts";
import { listEntry } from "../src/listings/list-entry/kind.ts";
import { readersOf } from "../src/matters/kind.ts";
import { CASEWORK_LIST, type EntryMatter } from "../src/listings/list-entry/outward.ts";
import type { Room } from "./case-room.ts";
import { accepted, filed, paid } from "./report-desk.ts";

export type EntryDraft = NonNullable<(typeof listEntry)["draft"]>;

/** Lists on a disk, as a running program has them, that take what the room decides. */
export interface LiveLists {
  readonly lists: IntelLists;
  readonly files: ListFiles;
  readonly changes: ListChanges;
  readonly dir: string;
  readonly told: string[];
  /** What screening says of an identifier now: "block", "flag", "watch", "allow", "protected" or null. */
  says(identifier: string, type?: string): string | null;
  /** The same program started anew on the same folder and database. */
  restarted(): Promise<LiveLists>;
  close(): Promise<void>;
}

export async function liveLists(room: Room, given?: string): Promise<LiveLists> {
  const dir = given ?? (await mkdtemp(path.join(tmpdir(), "duanliu-lists-")));
  const lists = loadLists(dir);
  const told: string[] = [];
  const files = new ListFiles(dir, lists, CASEWORK_LIST, (level, { en }) => told.push(`${level}: ${en}`));
  const changes = new ListChanges(room.desk, lists, files);
  room.carryLists = changes.apply;
  return {
    lists,
    files,
    changes,
    dir,
    told,
    says(identifier, type) {
      const found = lists.ask(identifier, type, room.world.nowMs());
      if (isMalformed(found)) throw new Error(found.expected);
      const bits = found.bits;
      return (["protected", "allow", "block", "flag", "watch"] as const).find((word) => (bits & INTEL[word]) !== 0) ?? null;
    },
    async restarted() {
      const next = await liveLists(room, dir);
      await next.changes.reconcile();
      return next;
    },
    close: () => rm(dir, { recursive: true, force: true }),
  };
}

/** What the lists say to people, with hits that a test counts itself. */
export function looksInto(room: Room, { lists }: LiveLists): { readonly hits: ListHits; readonly looks: Looks } {
  const hits = new ListHits(room.world.nowMs());
  return { hits, looks: new Looks(lists, hits, () => room.world.nowMs()) };
}

/** Who may read entries, by the table of kinds. */
export const entryReaders = (): readonly string[] => readersOf(KINDS, "list-entry");

export async function entries(room: Room): Promise<readonly EntryMatter[]> {
  return [...(await room.all(listEntry))].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A filed case in which something was found involved: a proposal follows. */
export async function involved(room: Room, type: "number" | "account" | "device", value: string): Promise<{ readonly case: CaseMatter; readonly entry: EntryMatter }> {
  const before = new Set((await entries(room)).map(({ id }) => id));
  const made = await filed(room, [(await accepted(room, { payments: [paid(room)] })).id]);
  await room.act(policeCase, room.as("caseOfficer"), made.id, "find-involved", { type, value, ground: "named by the victim" });
  const entry = (await entries(room)).find(({ id }) => !before.has(id));
  if (entry === undefined) throw new Error("nothing was proposed");
  return { case: made, entry };
}

export async function propose(room: Room, draft: EntryDraft, n = 1): Promise<EntryMatter> {
  return room.open(listEntry, room.as("analyst", "org_shinan", n), draft);
}

export async function approve(room: Room, entry: { readonly id: MatterId }, input: object = {}): Promise<EntryMatter> {
  const after = await room.act(listEntry, room.as("dutyLead"), entry.id, "approve", input);
  await room.settle();
  return room.get(listEntry, after.id);
}

export const now = (room: Room, { id }: { readonly id: MatterId }): Promise<EntryMatter> => room.get(listEntry, id);

export const give = (room: Room, who: ReturnType<Room["as"]>, { id }: { readonly id: MatterId }, command: string, input: object = {}): Promise<EntryMatter> =>
  room.act(listEntry, who, id, command, input);
