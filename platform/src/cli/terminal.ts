/** What every verb shows and how it ends: sentences in the person's language on stderr, one exit code per kind of failure. */
import { PROBLEMS, ProblemError, type Problem } from "../base/problem.ts";
import type { LineRefusal } from "../domain/decode-event.ts";
import { LIMITS } from "../app/limits.ts";

export type Language = "zh" | "en";

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

export class Terminal {
  readonly language: Language;
  readonly #shown = { refusals: 0 };

  constructor(language: Language) {
    this.language = language;
  }

  say(words: Bilingual): void {
    process.stderr.write(`${words[this.language]}\n`);
  }

  problem(problem: Problem): void {
    process.stderr.write(`duanliu: ${PROBLEMS[problem.code].title[this.language]}: ${problem.detail}\n`);
  }

  /** Shows the first few refused lines; the rest are counted and are in the rejects file. */
  refusal(r: LineRefusal): void {
    if (++this.#shown.refusals > LIMITS.refusalsShownMax) return;
    process.stderr.write(`${refusalText(r, this.language)}\n`);
    if (this.#shown.refusals === LIMITS.refusalsShownMax) this.say({ zh: "……更多未接收的行见拒收文件", en: "… further refused lines are in the rejects file" });
  }
}

export function refusalText(r: LineRefusal, language: Language): string {
  const field = r.field === "" ? "" : language === "zh" ? `，字段 ${r.field}` : `, field ${r.field}`;
  return language === "zh" ? `第 ${r.line} 行${field}：“${r.what}”；应为 ${r.expected}` : `line ${r.line}${field}: "${r.what}"; expected ${r.expected}`;
}

/** A line of progress on a terminal, rewritten in place; nothing when stderr is not a terminal. */
export class Progress {
  readonly #total: number | null;
  readonly #language: Language;
  #shownAtMs = 0;

  /** `totalBytes` is null when the size is not known (a pipe). */
  constructor(totalBytes: number | null, language: Language) {
    this.#total = totalBytes;
    this.#language = language;
  }

  update(bytes: number, events: number): void {
    if (!process.stderr.isTTY) return;
    const nowMs = performance.now();
    if (nowMs - this.#shownAtMs < 100) return;
    this.#shownAtMs = nowMs;
    const count = events.toLocaleString("en-US");
    const words = this.#language === "zh" ? `${count} 个事件` : `${count} events`;
    if (this.#total === null || this.#total === 0) {
      process.stderr.write(`\r\u001b[K${words}`);
      return;
    }
    const share = Math.min(1, bytes / this.#total);
    const width = 30;
    const full = Math.round(share * width);
    process.stderr.write(`\r\u001b[K[${"█".repeat(full)}${"░".repeat(width - full)}] ${Math.floor(share * 100)}%  ${words}`);
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  }
}

/** Runs one verb to its exit code. Expected failures are shown in one sentence, never with a stack. */
export async function runVerb(terminal: Terminal, verb: () => Promise<number>): Promise<number> {
  try {
    return await verb();
  } catch (error) {
    if (error instanceof ProblemError) {
      terminal.problem(error.problem);
      return PROBLEMS[error.problem.code].exit;
    }
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EPIPE") return 0;
    if (typeof code === "string" && /^E[A-Z]+$/.test(code)) {
      const missing = code === "ENOENT";
      const problem: Problem = { code: missing ? "input-missing" : "write-failed", detail: (error as Error).message };
      terminal.problem(problem);
      return PROBLEMS[problem.code].exit;
    }
    process.stderr.write(
      `duanliu: ${terminal.language === "zh" ? "程序内部错误，请报告" : "a bug, please report it"}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return 70;
  }
}
