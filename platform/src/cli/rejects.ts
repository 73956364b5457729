/**
 * Refused lines of an input: each is shown (the first few), counted, and kept in a file beside the output, readable by its
 * owner only, because a refused line may hold personal data. The file exists only when something was refused.
 */
import fs from "node:fs";
import path from "node:path";
import type { LineRefusal } from "../domain/decode-event.ts";
import type { Terminal } from "./terminal.ts";

export class Rejects {
  readonly file: string;
  readonly #terminal: Terminal;
  #handle: number | null = null;
  count = 0;

  /** `asked` is the file the person named; by default it is named after the input. */
  constructor(terminal: Terminal, input: string, asked: string | undefined) {
    this.#terminal = terminal;
    this.file = asked ?? `${input === "-" ? "stdin" : path.basename(input)}.rejects.ndjson`;
    fs.rmSync(this.file, { force: true });
  }

  add(refusal: LineRefusal): void {
    this.count++;
    this.#terminal.refusal(refusal);
    this.#handle ??= fs.openSync(this.file, "w", 0o600);
    fs.writeSync(this.#handle, `${JSON.stringify({ line: refusal.line, field: refusal.field, value: refusal.what, expected: refusal.expected })}\n`);
  }

  close(): void {
    if (this.#handle !== null) fs.closeSync(this.#handle);
    this.#handle = null;
  }
}
