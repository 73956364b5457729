/**
 * A list as text that the import reads back to the same entries: CSV for sheets, NDJSON for programs. What is marked for
 * fewer readers than the export is for stays out.
 */
import { SHARING_MARKS, type SharingMark } from "./entry.ts";
import type { ListedEntry } from "./list-contents.ts";

export const EXPORT_FORMATS = ["csv", "ndjson"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const COLUMNS = ["type", "identifier", "kind", "evidence", "source", "note", "confidencePermille", "validFrom", "validUntil", "reviewAt", "sharing"] as const;

/** Lines with their line breaks. `sharing`: the strictest mark that may leave; all where absent. */
export function* exportEntries(entries: Iterable<ListedEntry>, format: ExportFormat, sharing: SharingMark = "red"): IterableIterator<string> {
  if (format === "csv") yield `${COLUMNS.join(",")}\n`;
  for (const { type, identifier, terms } of entries) {
    if (SHARING_MARKS.indexOf(terms.sharing) > SHARING_MARKS.indexOf(sharing)) continue;
    const row: Readonly<Record<(typeof COLUMNS)[number], string | number>> = {
      type,
      identifier,
      kind: terms.kind,
      evidence: terms.evidence,
      source: terms.source,
      note: terms.note,
      confidencePermille: terms.confidencePermille,
      validFrom: new Date(terms.validFromMs).toISOString(),
      validUntil: new Date(terms.validUntilMs).toISOString(),
      reviewAt: new Date(terms.reviewAtMs).toISOString(),
      sharing: terms.sharing,
    };
    yield format === "ndjson" ? `${JSON.stringify(row)}\n` : `${COLUMNS.map((name) => cell(String(row[name]), name !== "identifier")).join(",")}\n`;
  }
}

function cell(text: string, guarded: boolean): string {
  // A sheet would run a note that begins so as a formula.
  const safe = guarded && /^'*[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]|^\s|\s$|^#/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
