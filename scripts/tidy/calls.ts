/**
 * Time, chance, identity and settings come in by one door each. This finds the calls that open another: the clock, the
 * dice, timers and the environment, outside the folders whose business they are.
 */
import { childNode, fail, isTest, lineAt, nameOf, sourcesOf, stringOf, walkNodes } from "./tree.ts";
import type { AstNode, Finding, Tree } from "./tree.ts";

/** Where the outside world may be touched. Everywhere else takes a `World`, a seed or a time as an argument. */
const SHELL = ["platform/src/adapters/", "platform/src/app/", "platform/src/cli/", "platform/src/http/"];

/** The only readers of the environment. */
const READS_ENVIRONMENT = ["platform/src/app/config.ts", "platform/src/cli/main.ts"];

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Date: ["now"],
  Math: ["random"],
  crypto: ["randomUUID", "getRandomValues"],
  performance: ["now", "timeOrigin"],
  process: ["hrtime"],
};
const TIMERS = new Set(["setTimeout", "setInterval", "setImmediate"]);
const IMPORTED = new Set([...TIMERS, "randomUUID", "randomBytes", "randomInt", "performance"]);

export function checkCalls(tree: Tree): readonly Finding[] {
  const findings: Finding[] = [];
  for (const source of sourcesOf(tree)) {
    const { file } = source;
    if (!file.startsWith("platform/src/") || isTest(file)) continue;
    const inShell = SHELL.some((folder) => file.startsWith(folder));
    walkNodes(source.program, (node, above) => {
      const line = (): number => lineAt(source.text, node.start);
      const banned = inShell ? undefined : bannedCall(node, above);
      if (banned !== undefined) findings.push(fail(file, line(), `${banned}: take a World, a seed or a time as an argument`));
      if (isEnvironment(node) && !READS_ENVIRONMENT.includes(file)) {
        findings.push(fail(file, line(), "reads process.env: settings come from app/config.ts"));
      }
    });
  }
  return findings;
}

function bannedCall(node: AstNode, above: AstNode | undefined): string | undefined {
  switch (node.type) {
    case "MemberExpression": {
      const object = nameOf(childNode(node, "object")) ?? "";
      const property = nameOf(childNode(node, "property")) ?? "";
      if (Object.hasOwn(MEMBERS, object) && MEMBERS[object].includes(property)) return `${object}.${property}`;
      return object === "globalThis" && TIMERS.has(property) ? `globalThis.${property}` : undefined;
    }
    case "NewExpression":
    case "CallExpression": {
      const callee = nameOf(childNode(node, "callee")) ?? "";
      if (callee === "Date" && (node.type === "CallExpression" || isEmpty(node["arguments"]))) return "the current Date";
      return TIMERS.has(callee) ? callee : undefined;
    }
    case "ImportSpecifier": {
      const module = stringOf(childNode(above, "source")) ?? "";
      const name = nameOf(childNode(node, "imported")) ?? "";
      return module.startsWith("node:") && IMPORTED.has(name) ? `${name} of ${module}` : undefined;
    }
    default:
      return undefined;
  }
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isEnvironment(node: AstNode): boolean {
  return node.type === "MemberExpression" && nameOf(childNode(node, "object")) === "process" && nameOf(childNode(node, "property")) === "env";
}
