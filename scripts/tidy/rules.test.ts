/**
 * Each house rule on a made-up tree: the breach is caught where it is, and its innocent look-alike is not.
 */
import { describe, expect, test } from "vitest";
import { checkCalls } from "./calls.ts";
import { checkDependencies, checkDocuments, checkSettings } from "./documents.ts";
import { checkImports } from "./imports.ts";
import { LINES_HARD, LINES_SOFT, checkNames } from "./names.ts";
import { checkPlaces } from "./places.ts";
import { checkPorts } from "./ports.ts";
import { RATCHET, checkRatchet, countEscapes } from "./ratchet.ts";
import { checkSyntax } from "./syntax.ts";
import type { Check, Tree } from "./tree.ts";

const HEADER = "/** What it is for. */\n";

function treeOf(files: Readonly<Record<string, string>>): Tree {
  return new Map(Object.entries(files));
}

/** Findings as "file:line message", failures only. */
function failures(check: Check, files: Readonly<Record<string, string>>): readonly string[] {
  return check(treeOf(files))
    .filter((finding) => finding.severity === "fail")
    .map((finding) => `${finding.file}:${finding.line} ${finding.message}`);
}

/** The one failure that a rule finds in these files. */
function only(check: Check, files: Readonly<Record<string, string>>): string {
  const found = failures(check, files);
  expect(found).toHaveLength(1);
  return found[0];
}

const src = (file: string): string => `platform/src/${file}`;

describe("imports", () => {
  const target = {
    [src("screen/a.ts")]: "",
    [src("features/b.ts")]: "",
    [src("base/c.ts")]: "",
    [src("ports/d.ts")]: "",
    [src("app/e.ts")]: "",
  };

  test.each([
    ["upwards", "domain/x.ts", `import { a } from "../screen/a.ts";`, "domain imports screen, which is not of lower rank"],
    ["sideways", "text/x.ts", `import { b } from "../features/b.ts";`, "text imports features, which is not of lower rank"],
    ["a type only", "domain/x.ts", `import type { A } from "../screen/a.ts";`, "domain imports screen"],
    ["a re-export", "domain/x.ts", `export { a } from "../screen/a.ts";`, "domain imports screen"],
    ["a dynamic import", "domain/x.ts", `const a = await import("../screen/a.ts");`, "domain imports screen"],
    ["a worker", "domain/x.ts", `const w = new URL("../screen/a.ts", import.meta.url);`, "domain imports screen"],
    ["a port from the pure core", "rules/x.ts", `import { d } from "../ports/d.ts";`, "rules imports ports: the hot path"],
    ["the product from an adapter", "adapters/x.ts", `import { b } from "../features/b.ts";`, "adapters imports features: an adapter"],
    ["a missing file", "screen/x.ts", `import { b } from "../features/b.js";`, "imports ../features/b.js, which does not exist"],
    ["a folder without a rank", "shoes/x.ts", `import { c } from "../base/c.ts";`, "shoes has no place in the table of ranks"],
    ["files from the pure core", "features/x.ts", `import { readFileSync } from "node:fs";`, "features imports node:fs"],
    ["an undeclared package", "app/x.ts", `import { z } from "zod/v4";`, "imports zod, which platform's package.json does not declare"],
  ])("%s", (_, file, code, message) => {
    expect(only(checkImports, { ...target, [src(file)]: code })).toContain(`${src(file)}:1 ${message}`);
  });

  test("what is allowed", () => {
    const files = {
      ...target,
      "package.json": `{"devDependencies":{"vitest":"^5.0.0"}}`,
      "platform/package.json": `{"dependencies":{"zod":"^4.0.0"}}`,
      [src("screen/x.ts")]: `import { b } from "../features/b.ts";\nimport { a } from "./a.ts";`,
      [src("app/y.ts")]: `import { z } from "zod";\nimport { a } from "../screen/a.ts";\nimport manifest from "../../package.json" with { type: "json" };`,
      [src("cli/z.ts")]: `import { h } from "../http/h.ts";`,
      [src("http/h.ts")]: `import { e } from "../app/e.ts";`,
      [src("screen/a.test.ts")]: `import { test } from "vitest";\nimport { readFileSync } from "node:fs";`,
      "platform/test/crash.test.ts": `import { e } from "../src/app/e.ts";\nimport { a } from "../src/screen/a.ts";`,
      "scripts/train/t.ts": `import { b } from "../../platform/src/features/b.ts";`,
    };
    expect(failures(checkImports, files)).toEqual([]);
  });

  test("a test may not reach upwards either", () => {
    expect(only(checkImports, { ...target, [src("domain/x.test.ts")]: `import { a } from "../screen/a.ts";` })).toContain("domain imports screen");
  });

  test("the console reaches the platform only through the client", () => {
    const files = { ...target, "console/src/page.tsx": `import { a } from "../../platform/src/screen/a.ts";` };
    expect(only(checkImports, files)).toContain("console imports platform/src/screen/a.ts: a workspace is reached by its package name");
  });
});

describe("calls", () => {
  test.each([
    ["const t = Date.now();", "Date.now"],
    ["const t = new Date();", "the current Date"],
    ["const t = Date();", "the current Date"],
    ["const r = Math.random();", "Math.random"],
    ["const f = Math.random;", "Math.random"],
    ["const id = crypto.randomUUID();", "crypto.randomUUID"],
    [`import { randomUUID } from "node:crypto";`, "randomUUID of node:crypto"],
    [`import { setTimeout as wait } from "node:timers/promises";`, "setTimeout of node:timers/promises"],
    ["setTimeout(() => {}, 1);", "setTimeout"],
    ["setInterval(() => {}, 1);", "setInterval"],
    ["const t = performance.now();", "performance.now"],
  ])("%s", (code, what) => {
    expect(only(checkCalls, { [src("screen/x.ts")]: `\n${code}` })).toBe(`${src("screen/x.ts")}:2 ${what}: take a World, a seed or a time as an argument`);
    expect(failures(checkCalls, { [src("adapters/x.ts")]: code, [src("screen/x.test.ts")]: code, "platform/bench/x.ts": code })).toEqual([]);
  });

  test("words in comments and strings, and dates made from a given time, are no calls", () => {
    const code = `/* Date.now() */ const s = "Math.random()"; const d = new Date(occurredAtMs); const at = world.at(1, f);`;
    expect(failures(checkCalls, { [src("screen/x.ts")]: code })).toEqual([]);
  });

  test("only two files read the environment", () => {
    const code = "const home = process.env.HOME;";
    expect(only(checkCalls, { [src("adapters/x.ts")]: code })).toContain("reads process.env");
    expect(failures(checkCalls, { [src("app/config.ts")]: code, [src("cli/main.ts")]: code, "scripts/x.mjs": code })).toEqual([]);
  });
});

describe("names and sizes", () => {
  test.each([src("domain/utils.ts"), src("helpers/number.ts"), "console/src/common.tsx", "scripts/misc.mjs"])("%s", (file) => {
    expect(only(checkNames, { [file]: "" })).toContain("says nothing about its contents");
  });

  test("an inner index.ts", () => {
    expect(only(checkNames, { [src("domain/index.ts")]: "" })).toContain("an inner index.ts");
    expect(failures(checkNames, { "client/src/index.ts": "" })).toEqual([]);
  });

  test("length: a note above the soft bound, a failure above the hard one, at the exact line", () => {
    const lines = (count: number): Record<string, string> => ({ [src("domain/x.ts")]: "x\n".repeat(count) });
    expect(checkNames(treeOf(lines(LINES_SOFT)))).toEqual([]);
    expect(checkNames(treeOf(lines(LINES_SOFT + 1))).map((finding) => finding.severity)).toEqual(["note"]);
    expect(failures(checkNames, lines(LINES_HARD))).toEqual([]);
    expect(only(checkNames, lines(LINES_HARD + 1))).toContain(`${LINES_HARD + 1} lines`);
  });
});

describe("syntax", () => {
  test.each([
    ["enum Kind { A }", "an enum"],
    ["namespace N { export const a = 1; }", "a namespace"],
    ["class A { constructor(private readonly a: string) {} }", "a parameter property"],
    ["export default 1;", "a default export"],
    ["const = 1;", "does not parse"],
  ])("%s", (code, message) => {
    expect(failures(checkSyntax, { [src("domain/x.ts")]: HEADER + code })[0]).toContain(message);
  });

  test("configuration files export by default, because their tools ask for it; a global declaration is no namespace", () => {
    const files = {
      "console/vite.config.ts": "export default {};",
      [src("base/x.ts")]: `${HEADER}declare global { interface Window { a: 1 } }\nexport {};`,
    };
    expect(failures(checkSyntax, files)).toEqual([]);
  });

  test.each(["test.skip", "describe.only", "it.todo", "test.skipIf(true)", "describe.runIf(true)"])("%s", (call) => {
    expect(only(checkSyntax, { [src("domain/x.test.ts")]: `${call}("a", () => {});` })).toContain("a test runs or is deleted");
  });

  test("xit and a skip from within are no way around it", () => {
    expect(only(checkSyntax, { [src("domain/x.test.ts")]: `xit("a", () => {});` })).toContain("does not run");
    expect(only(checkSyntax, { [src("domain/x.test.ts")]: `test("a", (ctx) => ctx.skip());` })).toContain("ctx.skip");
    expect(failures(checkSyntax, { [src("domain/x.test.ts")]: "reader.skip(3);" })).toEqual([]);
  });

  test("a product file opens with what it is for", () => {
    expect(only(checkSyntax, { [src("domain/x.ts")]: "const a = 1; // too late\n" })).toContain("does not open with");
    expect(failures(checkSyntax, { [src("domain/x.ts")]: `${HEADER}const a = 1;` })).toEqual([]);
  });
});

describe("ports", () => {
  const port = (methods: number): string => `export interface EventLog { readonly size: number; ${Array.from({ length: methods }, (_, i) => `m${i}(): void;`).join(" ")} }`;
  const suite = { [src("ports/event-log.conformance.ts")]: "" };
  const run = { [src("adapters/embedded/log.test.ts")]: `import { conformance } from "../../ports/event-log.conformance.ts";` };

  test("has a suite, which an adapter runs", () => {
    expect(only(checkPorts, { [src("ports/event-log.ts")]: port(2) })).toContain("has no conformance suite");
    expect(only(checkPorts, { [src("ports/event-log.ts")]: port(2), ...suite })).toContain("is run by no test");
    expect(failures(checkPorts, { [src("ports/event-log.ts")]: port(5), ...suite, ...run })).toEqual([]);
  });

  test("has five methods at most", () => {
    expect(only(checkPorts, { [src("ports/event-log.ts")]: port(6), ...suite, ...run })).toContain("6 methods");
  });
});

describe("documents", () => {
  test("one title each", () => {
    expect(only(checkDocuments, { "docs/a.md": "# One\n\n# Two\n" })).toContain("2 titles");
    expect(only(checkDocuments, { "docs/a.md": "Text\n" })).toContain("0 titles");
    expect(failures(checkDocuments, { "docs/a.md": "# One\n\n```sh\n# a comment\n```\n" })).toEqual([]);
  });

  test("paths that are named exist", () => {
    const tree = { [src("domain/record.ts")]: "", "docs/b.md": "# B\n" };
    const text = "# A\n\nSee `platform/src/domain/record.ts`, `domain/record.ts`, `docs/`, `application/json`, `POST /v1/events` and `console/dist/index.html`.\n";
    expect(failures(checkDocuments, { ...tree, "docs/a.md": text })).toEqual([]);
    expect(only(checkDocuments, { ...tree, "docs/a.md": "# A\n\n`domain/recrod.ts`\n" })).toBe("docs/a.md:3 names `domain/recrod.ts`, which does not exist");
  });

  test("links lead somewhere", () => {
    expect(failures(checkDocuments, { "docs/a.md": "# A\n[b](b.md#x) [c](https://example.org/) [d](#here)\n", "docs/b.md": "# B\n" })).toEqual([]);
    expect(only(checkDocuments, { "docs/a.md": "# A\n[b](c.md)\n" })).toContain("links to c.md");
  });

  test("every dependency has its row, with the range that is asked for, and no row is left over", () => {
    const manifest = { "package.json": `{"devDependencies":{"vitest":"^5.0.0"}}` };
    const doc = (row: string): Record<string, string> => ({ ...manifest, "docs/dependencies.md": `# D\n${row}\n` });
    expect(failures(checkDependencies, doc("| `vitest` | `^5.0.0` | MIT |"))).toEqual([]);
    expect(only(checkDependencies, doc(""))).toContain("has no row for vitest");
    expect(only(checkDependencies, doc("| `vitest` | `^4.0.0` | MIT |"))).toContain("says ^4.0.0 for vitest");
    expect(only(checkDependencies, doc("| `vitest` | `^5.0.0` | MIT |\n| `jest` | `^1.0.0` | MIT |"))).toContain("has a row for jest");
  });
});

test("settings: every key has its row, and no row is left over", () => {
  const config = { [src("app/config.ts")]: `const KEYS = {\n  DUANLIU_PORT: { fallback: "7070" },\n};` };
  const doc = (...keys: readonly string[]): Record<string, string> => ({
    ...config,
    "docs/operating.md": keys.map((key) => `| \`${key}\` | x |`).join("\n"),
  });
  expect(failures(checkSettings, doc("DUANLIU_PORT"))).toEqual([]);
  expect(only(checkSettings, doc())).toContain("has no row for DUANLIU_PORT");
  expect(only(checkSettings, doc("DUANLIU_PORT", "DUANLIU_PROT"))).toContain("has a row for DUANLIU_PROT");
});

describe("places", () => {
  // Put together here, so that this file does not break the rule it tests.
  const machine = ["", "home", "ann", "data.csv"].join("/");
  const registry = ["registry", "npmjs", "org"].join(".");

  test("paths of one machine and hosts of registries", () => {
    expect(only(checkPlaces, { "docs/a.md": `# A\nread ${machine}\n` })).toContain("docs/a.md:2 a path of one machine");
    expect(only(checkPlaces, { "package-lock.json": `"https://${registry}/a.tgz"` })).toContain("a host of a package registry");
  });

  test("web addresses and relative paths are neither", () => {
    expect(failures(checkPlaces, { "a.txt": `https://example.org${machine} ../work/x ./root/y platform/work/z` })).toEqual([]);
  });
});

describe("ratchet", () => {
  const code = { [src("domain/x.ts")]: "const a: any = b!.c!; // any!\n", [src("domain/x.test.ts")]: "const t = b!;" };

  test("counts the product and not its tests", () => {
    expect(countEscapes(treeOf(code))).toEqual({ any: 1, nonNull: 2 });
  });

  test("may only fall", () => {
    const recorded = (any: number, nonNull: number): Record<string, string> => ({ ...code, [RATCHET]: JSON.stringify({ any, nonNull }) });
    expect(failures(checkRatchet, recorded(1, 2))).toEqual([]);
    expect(only(checkRatchet, recorded(0, 2))).toContain("1 `any` in the product; the record is 0");
    expect(checkRatchet(treeOf(recorded(1, 3))).map((finding) => finding.severity)).toEqual(["note"]);
    expect(only(checkRatchet, code)).toContain("is missing");
  });
});
