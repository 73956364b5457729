/**
 * The bytes of a statement to text: UTF-8 or UTF-16 with or without a mark, else GB18030, which Chinese banks still write.
 * Bytes that are none of these, and workbooks that are no text at all, are refused; nothing is replaced by a guess.
 */
import { ProblemError } from "../base/problem.ts";

export type StatementEncoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030";

/** A statement is read as a whole; the largest that people have are years of one account. */
export const STATEMENT_BYTES_MAX = 256 << 20;

export function decodeStatement(bytes: Uint8Array): { readonly text: string; readonly encoding: StatementEncoding } {
  if (bytes.length > STATEMENT_BYTES_MAX) {
    throw new ProblemError({ code: "too-large", detail: `a statement of ${bytes.length} bytes; at most ${STATEMENT_BYTES_MAX}` });
  }
  if (startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw new ProblemError({ code: "malformed-input", detail: "this is a workbook, not text; save it as CSV (UTF-8) and import that" });
  }
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw new ProblemError({ code: "malformed-input", detail: "this is a PDF, not text; ask the institution for CSV" });
  const marked: StatementEncoding | undefined = startsWith(bytes, 0xff, 0xfe) ? "utf-16le" : startsWith(bytes, 0xfe, 0xff) ? "utf-16be" : undefined;
  const candidates: readonly StatementEncoding[] = marked === undefined ? ["utf-8", "gb18030"] : [marked];
  for (const encoding of candidates) {
    try {
      // The mark, where there is one, is taken off.
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new ProblemError({ code: "malformed-input", detail: "the file is text in neither UTF-8, UTF-16 nor GB18030" });
}

function startsWith(bytes: Uint8Array, ...head: readonly number[]): boolean {
  return head.every((b, i) => bytes[i] === b);
}
