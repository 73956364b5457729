/** docs/reference/cli.md: what `duanliu --help` says of every verb, by asking the program itself. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { block, code, page, type Page } from "./page.ts";

const MAIN = path.resolve(import.meta.dirname, "../../platform/src/cli/main.ts");

/** Help as the program prints it, in a window of a fixed width. Language and settings of the caller are left out. */
function helpOf(verb: readonly string[]): string {
  const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", LANG: "C.UTF-8", COLUMNS: "120", NO_COLOR: "1" };
  return execFileSync(process.execPath, [MAIN, ...verb, "--help"], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "ignore"],
  }).trimEnd();
}

/** Names under "Commands:"; two blanks, a name, then its arguments. `help` is commander's own. */
function verbsIn(help: string): readonly string[] {
  const commands = help.split(/^Commands:$/m)[1] ?? "";
  return [...commands.matchAll(/^ {2}([a-z][a-z-]*)/gm)].flatMap(([, name]) => (name === undefined || name === "help" ? [] : [name]));
}

function partsOf(verb: readonly string[]): readonly string[] {
  const help = helpOf(verb);
  const title = verb.length === 0 ? "All verbs · 全部命令" : code(["duanliu", ...verb].join(" "));
  return [`${verb.length < 2 ? "##" : "###"} ${title}`, block("text", help), ...verbsIn(help).flatMap((name) => partsOf([...verb, name]))];
}

export function cliPage(): Page {
  return page("docs/reference/cli.md", { zh: "命令行", en: "Command line" }, [
    "`npx duanliu …` from the repository's folder. Sentences for people go to stderr, in Chinese when `LC_ALL`, `LC_MESSAGES` or `LANG` begins with zh; results go to stdout or to a file. Exit codes are [here](problems.md#exit-codes--退出码), settings [here](configuration.md). 提示语言取决于系统语言设置；结果写到标准输出或文件。",
    ...partsOf([]),
  ]);
}
