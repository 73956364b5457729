/**
 * What TypeScript offers and we do not use, tests that do not run, and files that do not say what they are for. Node
 * runs our sources by erasing types, so syntax that needs a compiler cannot start at all.
 */
import { childNode, fail, isTest, lineAt, nameOf, sourcesOf, walkNodes } from "./tree.ts";
import type { AstNode, Finding, SourceFile, Tree } from "./tree.ts";

const RUNNERS = new Set(["test", "it", "describe", "suite", "bench"]);
const NOT_RUN = new Set(["skip", "only", "todo", "skipIf", "runIf", "fails"]);
const NOT_RUN_NAMES = new Set(["xit", "xtest", "xdescribe", "fit", "fdescribe"]);

export function checkSyntax(tree: Tree): readonly Finding[] {
  const findings: Finding[] = [];
  for (const source of sourcesOf(tree)) {
    for (const problem of source.problems) findings.push(fail(source.file, 0, `does not parse: ${problem}`));
    findings.push(...headerOf(source));
    walkNodes(source.program, (node) => {
      const message = unwanted(node, source.file) ?? notRun(node, source.file);
      if (message !== undefined) findings.push(fail(source.file, lineAt(source.text, node.start), message));
    });
  }
  return findings;
}

function unwanted(node: AstNode, file: string): string | undefined {
  switch (node.type) {
    case "TSEnumDeclaration":
      return "an enum: use a union of strings or an `as const` object";
    case "TSModuleDeclaration":
      return node["kind"] === "global" || childNode(node, "id", "Literal") !== undefined ? undefined : "a namespace: a file is a module already";
    case "TSParameterProperty":
      return "a parameter property: declare the field and assign it";
    case "TSExportAssignment":
      return "export =: use a named export";
    case "ExportDefaultDeclaration":
      return file.endsWith(".config.ts") ? undefined : "a default export: a thing has one name everywhere";
    default:
      return undefined;
  }
}

function notRun(node: AstNode, file: string): string | undefined {
  if (!/\.test\.tsx?$/.test(file)) return undefined;
  if (node.type === "CallExpression" && NOT_RUN_NAMES.has(nameOf(childNode(node, "callee")) ?? "")) return "a test that does not run";
  if (node.type !== "MemberExpression") return undefined;
  const property = nameOf(childNode(node, "property")) ?? "";
  const runner = nameOf(childNode(node, "object")) ?? "";
  const inContext = property === "skip" && ["context", "ctx", "t"].includes(runner);
  return inContext || (RUNNERS.has(runner) && NOT_RUN.has(property)) ? `${runner}.${property}: a test runs or is deleted` : undefined;
}

/** A product file opens with a comment, before its first statement. */
function headerOf(source: SourceFile): readonly Finding[] {
  if (!/^(?:platform|client|console)\/src\//.test(source.file) || isTest(source.file)) return [];
  const [first] = source.program["body"] as readonly AstNode[];
  if (source.firstComment < (first?.start ?? source.text.length)) return [];
  return [fail(source.file, 1, "does not open with what it is for, what it promises and what it leaves out")];
}
