/**
 * Carries changes of list entries into the lists that screening reads, and keeps file and memory the same. Whatever order
 * changes arrive in and however often, what is in force according to the matters is what stands in the list afterwards: a
 * change only says what to look at. At the start the whole list is compared with the matters, which are the truth.
 */
import { assert } from "../base/assert.ts";
import { ProblemError, isMalformed } from "../base/problem.ts";
import { parseEntryIdentifier } from "../intel/entry.ts";
import { ListImport, type ImportOptions, type ImportReport } from "../intel/import.ts";
import type { IntelLists } from "../intel/lists.ts";
import { INTEL } from "../domain/record.ts";
import { isPersonalListed } from "../listings/list-entry/what.ts";
import { CASEWORK_LIST } from "../listings/list-entry/outward.ts";
import type { ListImports } from "../listings/imports.ts";
import { entriesInForce, type InForce } from "../listings/in-force.ts";
import type { Desk } from "../matters/desk.ts";
import type { CarrierResult, ListChange } from "../matters/outbox.ts";
import { systemScope } from "../access/scope.ts";
import type { ListFiles } from "./list-files.ts";

export interface Reconciled {
  readonly entries: number;
  /** Entries that were missing or said something else, and entries that nothing stands behind. */
  readonly put: number;
  readonly removed: number;
  /** Entries that the list does not take. */
  readonly refused: number;
}

interface Target {
  readonly type: string;
  readonly identifier: string;
}

export class ListChanges implements ListImports {
  readonly #desk: Desk;
  readonly #lists: IntelLists;
  readonly #files: ListFiles;
  /** Memory is ahead of the file: a save has failed. */
  #unsaved = false;

  constructor(desk: Desk, lists: IntelLists, files: ListFiles) {
    this.#desk = desk;
    this.#lists = lists;
    this.#files = files;
  }

  /** For the outbox. What the list does not take is refused for good; a disk that is full is tried again. */
  readonly apply = async (changes: readonly ListChange[]): Promise<readonly CarrierResult[]> => {
    const targets = changes.map(targetOf);
    const subjects = changes.flatMap(({ fields }) => (typeof fields["subject"] === "string" ? [fields["subject"]] : []));
    const wanted = new Map((await this.#desk.store.snapshot((sql) => entriesInForce(sql, subjects))).map((entry) => [entry.subject, entry]));
    const nowMs = this.#desk.world.nowMs();
    const refusals = changes.map((change, i): string | null => {
      const target = targets[i];
      if (change.list !== CASEWORK_LIST || target === null) return "it does not say what to look at";
      return this.#settle(target, wanted.get(String(change.fields["subject"])) ?? null, nowMs);
    });
    this.#save();
    const reference = this.#lists.version;
    return refusals.map((why) => (why === null ? { reference, acceptedAtMs: nowMs } : { refused: why, retry: false }));
  };

  /** Makes the list what the matters say. Identifiers that it lacks are opened, which is recorded. */
  async reconcile(): Promise<Reconciled> {
    const { vault } = this.#desk.parts;
    const nowMs = this.#desk.world.nowMs();
    return this.#desk.work(systemScope("lists"), async (work) => {
      const wanted = await entriesInForce(work.sql);
      const there = new Map<string, Target>();
      const strangers: Target[] = [];
      for (const { type, identifier } of this.#lists.entries(CASEWORK_LIST)) {
        const subject = isPersonalListed(type) ? vault.token(type, identifier) : `${type}:${identifier}`;
        there.set(subject, { type, identifier });
      }
      const subjects = new Set(wanted.map(({ subject }) => subject));
      for (const [subject, target] of there) if (!subjects.has(subject)) strangers.push(target);
      const missing = wanted.filter(({ subject, plain }) => plain === null && !there.has(subject));
      const values = await openAll(work, missing);
      const before = this.#lists.list(CASEWORK_LIST)?.digest() ?? "";
      let put = 0;
      let refused = 0;
      for (const entry of wanted) {
        const identifier = entry.plain ?? there.get(entry.subject)?.identifier ?? values.get(entry.subject);
        const outcome = identifier === undefined ? "refused" : this.#put({ type: entry.type, identifier }, entry, nowMs);
        if (outcome === "changed") put++;
        else if (outcome !== "same") refused++;
      }
      for (const target of strangers) this.#lists.remove(CASEWORK_LIST, target.identifier, target.type);
      if (put + strangers.length > 0 || before !== (this.#lists.list(CASEWORK_LIST)?.digest() ?? "")) this.#unsaved = true;
      this.#save();
      return { entries: wanted.length, put, removed: strangers.length, refused };
    });
  }

  /** Takes a file into one of the other lists, in memory and on the disk. */
  async importList(options: ImportOptions, text: string): Promise<ImportReport> {
    // What the command line has just written there is not to be written over.
    await this.#files.poll();
    const task = new ListImport(this.#lists, options);
    task.push(new TextEncoder().encode(text));
    const report = task.finish();
    if (report.applied && report.taken > 0) this.#files.save(options.list);
    return report;
  }

  /** Null when the list says what the matters say, else why it does not take the entry. */
  #settle(target: Target, entry: InForce | null, nowMs: number): string | null {
    if (entry === null || (entry.terms.validUntilMs ?? 0) <= nowMs) {
      if (this.#lists.remove(CASEWORK_LIST, target.identifier, target.type)) this.#unsaved = true;
      return null;
    }
    const outcome = this.#put(target, entry, nowMs);
    return outcome === "same" || outcome === "changed" ? null : outcome;
  }

  #put(target: Target, entry: InForce, nowMs: number): "same" | "changed" | (string & {}) {
    const shield = this.#shieldOf(target, nowMs);
    const outcome = shield ?? this.#lists.add(CASEWORK_LIST, { ...entry.terms, ...target }, nowMs);
    const why =
      typeof outcome === "string"
        ? outcome
        : outcome.kind === "refused"
          ? outcome.why.en
          : outcome.loweredFrom === null
            ? null
            : `no more than a ${entry.terms.kind ?? ""} is taken`;
    if (why !== null) {
      if (this.#lists.remove(CASEWORK_LIST, target.identifier, target.type)) this.#unsaved = true;
      return why;
    }
    assert(typeof outcome !== "string" && outcome.kind !== "refused", "an outcome without a reason is an entry");
    if (outcome.kind === "same") return "same";
    this.#unsaved = true;
    return "changed";
  }

  /** What is protected, or allowed by another list, would win over the entry: it is not taken, and its holder need not be told of it. */
  #shieldOf({ identifier, type }: Target, nowMs: number): string | null {
    const found = this.#lists.ask(identifier, type, nowMs);
    if (isMalformed(found)) return found.expected;
    if ((found.bits & INTEL.protected) !== 0) return "it is protected: nobody may enter it";
    return (found.bits & INTEL.allow) !== 0 ? "another list allows it" : null;
  }

  #save(): void {
    if (!this.#unsaved) return;
    this.#files.save(CASEWORK_LIST);
    this.#unsaved = false;
  }
}

/** Only what can be an identifier: anything else is refused and nothing is looked up. */
function targetOf({ fields }: ListChange): Target | null {
  const { type, identifier } = fields;
  if (typeof type !== "string" || typeof identifier !== "string") return null;
  return isMalformed(parseEntryIdentifier(identifier, type)) ? null : { type, identifier };
}

/** Values of these entries, by subject; what does not open is left out. */
async function openAll(work: Parameters<Parameters<Desk["work"]>[1]>[0], entries: readonly InForce[]): Promise<ReadonlyMap<string, string>> {
  const tokens = entries.flatMap(({ token }) => token ?? []);
  const values = new Map<string, string>();
  if (tokens.length === 0) return values;
  const rows = await work.query<{ readonly token: string; readonly sealed: Uint8Array }>("select token, sealed from personal where token = any($1)", [tokens], "lists-open");
  for (const row of rows) {
    try {
      values.set(row.token, work.vault.open(row.sealed, row.token));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }
  work.note({ event: "data-opened-for-delivery", detail: { purposes: ["execute-order"], values: values.size, list: CASEWORK_LIST } });
  return values;
}
