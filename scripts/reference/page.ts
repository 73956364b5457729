/**
 * What the generated reference pages are made of: Markdown tables, JSON that the formatter leaves as it is, and the line
 * that says a page is generated. It knows nothing of what the pages are about, and touches no file.
 */

/** A sentence or name in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A file of the reference: its path from the repository's root and its whole text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

export const GENERATED = "Generated from the program's own tables by `scripts/reference/main.ts`; do not edit. 本页由程序的数据表生成，请勿手工修改。";

/** Title in both languages, the line that says where the page comes from, then its parts. */
export function page(path: string, title: Words, parts: readonly string[]): Page {
  return { path, text: `# ${title.en} · ${title.zh}\n\n${[`> ${GENERATED}`, ...parts].join("\n\n")}\n` };
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("\n", " ").replaceAll("|", "\\|");
}

export function code(text: string): string {
  return `\`${text}\``;
}

export function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** 1234567 as 1,234,567. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

const WIDTH = 140;

/** The formatter counts a Chinese character as two columns. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, c) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(c) ? 2 : 1), 0);
}

/** JSON as the repository's formatter writes it: on one line where it fits, and lists of tables one row a line. */
export function json(value: unknown, indent = 0, before = 0): string {
  const flat = inline(value);
  if (flat !== null && indent + before + columnsOf(flat) <= WIDTH) return flat;
  const pad = " ".repeat(indent + 2);
  const close = " ".repeat(indent);
  if (Array.isArray(value)) return `[\n${value.map((one) => `${pad}${json(one, indent + 2, 1)}`).join(",\n")}\n${close}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const rows = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{\n${rows.map(([name, one]) => `${pad}${JSON.stringify(name)}: ${json(one, indent + 2, JSON.stringify(name).length + 3)}`).join(",\n")}\n${close}}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** On one line, or null where the formatter would break it whatever its length. */
function inline(value: unknown): string | null {
  if (Array.isArray(value)) {
    const rows = value.length > 1 && (value.every((one) => isObject(one) && Object.keys(one).length > 1) || value.every((one) => Array.isArray(one) && one.length > 1));
    const parts = value.map(inline);
    return rows || parts.includes(null) ? null : `[${parts.join(", ")}]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => [JSON.stringify(name), inline(one)] as const);
  if (parts.some(([, text]) => text === null)) return null;
  return parts.length === 0 ? "{}" : `{ ${parts.map(([name, text]) => `${name}: ${text}`).join(", ")} }`;
}
