/**
 * Every port has a conformance suite beside it, and some adapter's test runs that suite. A port is small: five methods.
 */
import { childNode, fail, lineAt, nameOf, sourcesOf, walkNodes } from "./tree.ts";
import type { AstNode, Finding, Tree } from "./tree.ts";

const METHODS_MAX = 5;
const PORT = /^platform\/src\/ports\/([\w-]+)\.ts$/;

export function checkPorts(tree: Tree): readonly Finding[] {
  const findings: Finding[] = [];
  for (const source of sourcesOf(tree)) {
    const name = PORT.exec(source.file)?.[1];
    if (name === undefined) continue;
    const port = interfaceNamed(source.program, pascal(name));
    if (port === undefined) continue;
    const methods = ((childNode(port, "body")?.["body"] ?? []) as readonly AstNode[]).filter((member) => member.type === "TSMethodSignature");
    if (methods.length > METHODS_MAX) {
      findings.push(fail(source.file, lineAt(source.text, port.start), `${methods.length} methods: a port has at most ${METHODS_MAX}`));
    }
    const suite = `platform/src/ports/${name}.conformance.ts`;
    if (!tree.has(suite)) findings.push(fail(source.file, 0, `has no conformance suite (${suite})`));
    else if (!isRun(tree, `${name}.conformance.ts`)) findings.push(fail(suite, 0, "is run by no test of an adapter"));
  }
  return findings;
}

function isRun(tree: Tree, suite: string): boolean {
  return [...tree].some(([file, text]) => /^platform\/(?:src\/adapters|test)\/.*\.test\.ts$/.test(file) && text?.includes(`ports/${suite}`) === true);
}

function interfaceNamed(program: AstNode, name: string): AstNode | undefined {
  let found: AstNode | undefined;
  walkNodes(program, (node) => {
    if (node.type === "TSInterfaceDeclaration" && nameOf(childNode(node, "id")) === name) found = node;
  });
  return found;
}

function pascal(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
