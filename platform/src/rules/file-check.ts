// Reads one file of a rulepack: limits, JSON, shape. Collects problems with their places for everybody who inspects the
// file afterwards, and remembers whether one of them was an error.

import { z } from "zod";
import { quoted } from "./diagnostic.ts";
import type { Bilingual } from "./environment.ts";
import { jsonPathText, lineOfJsonPath, type JsonPath, type ProblemCode, type RuleProblem } from "./problem.ts";

/** One file: `…/pack.json` or the `…/examples.json` beside it. */
export interface RuleSource {
  readonly path: string;
  readonly text: string;
}

// zod brings both languages; each is asked for its own sentence.
const zhErrors = z.locales.zhCN().localeError;
const enErrors = z.locales.en().localeError;

/** One file under inspection: collects its problems with their places. */
export class FileCheck {
  readonly source: RuleSource;
  readonly #problems: RuleProblem[];
  readonly #problemsMax: number;
  failed = false;

  constructor(source: RuleSource, problems: RuleProblem[], problemsMax: number) {
    this.source = source;
    this.#problems = problems;
    this.#problemsMax = problemsMax;
  }

  report(code: ProblemCode, path: JsonPath, message: Bilingual, more: Partial<Pick<RuleProblem, "severity" | "line" | "column" | "frame" | "fileLine">> = {}): void {
    if (more.severity !== "warning") this.failed = true;
    if (this.#problems.length >= this.#problemsMax) return;
    const fileLine = more.fileLine ?? (code === "json" || code === "too-large" ? undefined : lineOfJsonPath(this.source.text, path));
    this.#problems.push({
      severity: "error",
      code,
      path: this.source.path,
      jsonPath: jsonPathText(path),
      ...(fileLine === undefined ? {} : { fileLine }),
      message,
      ...more,
    });
  }

  /** Parses JSON and shape; undefined (with problems) when either is wrong. */
  read<T>(schema: z.ZodType<T>, charsMax: number): T | undefined {
    const { text } = this.source;
    if (text.length > charsMax) {
      this.report("too-large", [], {
        zh: `文件有 ${text.length} 个字符，至多 ${charsMax}`,
        en: `the file has ${text.length} characters, expected at most ${charsMax}`,
      });
      return undefined;
    }
    let data: unknown;
    try {
      data = JSON.parse(text);
    } catch (error) {
      const reason = error instanceof Error ? quoted(error.message) : "";
      this.report("json", [], { zh: `不是合法的 JSON：${reason}`, en: `not valid JSON: ${reason}` });
      return undefined;
    }
    const parsed = schema.safeParse(data, { error: enErrors });
    if (parsed.success) return parsed.data;
    const zh = schema.safeParse(data, { error: zhErrors }).error?.issues ?? [];
    parsed.error.issues.forEach((issue, i) => {
      const path = issue.path.map((p) => (typeof p === "number" ? p : String(p)));
      this.report("schema", path, { zh: zh[i]?.message ?? issue.message, en: issue.message });
    });
    return undefined;
  }
}
