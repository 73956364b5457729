/** Problem documents say what the catalogue says, in the reader's language; the OpenAPI document names every route. */
import { describe, expect, test } from "vitest";
import { schemaCheck } from "../../test/schema-check.ts";
import { PROBLEMS, ProblemError, type ProblemCode } from "../base/problem.ts";
import { openApiDocument } from "./openapi.ts";
import { problemDocument, problemOf } from "./problem-document.ts";
import { ALL_ROUTES } from "./all-routes.ts";

describe("a problem document", () => {
  test.each(Object.keys(PROBLEMS) as ProblemCode[])("of %s has type, title, status, detail and code", (code) => {
    const problem = { code, detail: "what happened", at: { file: "a", line: 3 }, value: "v", expected: "e" };
    for (const [language, title] of [
      ["zh-CN,zh;q=0.9,en;q=0.8", PROBLEMS[code].title.zh],
      ["en-GB,en;q=0.9", PROBLEMS[code].title.en],
      [undefined, PROBLEMS[code].title.en],
      ["de", PROBLEMS[code].title.en],
    ] as const) {
      expect(problemDocument(problem, language)).toEqual({
        type: `urn:duanliu:problem:${code}`,
        title,
        status: PROBLEMS[code].status,
        detail: "what happened",
        code,
        at: { file: "a", line: 3 },
        value: "v",
        expected: "e",
      });
    }
    expect(Object.keys(problemDocument({ code, detail: "" }, undefined))).toEqual(["type", "title", "status", "detail", "code"]);
  });

  test.each([
    [new ProblemError({ code: "not-found", detail: "x" }), "not-found", 404, false],
    [Object.assign(new Error("FST: too large"), { statusCode: 413 }), "too-large", 413, false],
    [Object.assign(new Error("FST: media"), { statusCode: 415 }), "unsupported-media", 415, false],
    [Object.assign(new Error("bad"), { statusCode: 400 }), "malformed-input", 400, false],
    // The status of the answer is the one in the document, whatever the framework thought.
    [Object.assign(new Error("long"), { statusCode: 414 }), "malformed-input", 400, false],
    [new TypeError("undefined is not a function"), "bug", 500, true],
    ["a string", "bug", 500, true],
    [undefined, "bug", 500, true],
    [null, "bug", 500, true],
  ])("for %o is %s, %d", (error, code, status, bug) => {
    const found = problemOf(error);
    expect({ code: found.problem.code, status: found.status, bug: found.bug }).toEqual({ code, status, bug });
    expect(problemDocument(found.problem, undefined).status).toBe(status);
    if (bug) expect(JSON.stringify(found.problem)).not.toContain("undefined is not");
  });
});

describe("the OpenAPI document", () => {
  const document = openApiDocument() as {
    openapi: string;
    info: Record<string, unknown>;
    components: { schemas: Record<string, Record<string, unknown>> };
    paths: Record<
      string,
      Record<
        string,
        { summary: string; parameters: { name: string; in: string; required: boolean }[]; responses: Record<string, { description: string; content: Record<string, unknown> }> }
      >
    >;
  };

  test("is of version 3.1 and names every route once, with its parameters", () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info).toMatchObject({ title: "Duanliu", version: expect.stringMatching(/^\d/) });
    const named = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m.toUpperCase()} ${path}`));
    expect(named.sort()).toEqual(ALL_ROUTES.map((r) => `${r.method} ${r.path.replace(/:(\w+)/g, "{$1}")}`).sort());
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const operation of Object.values(methods)) {
        expect(operation.parameters.filter((p) => p.in === "path").map((p) => `{${p.name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
        expect(operation.summary).toMatch(/[a-z].* · .*[\u4e00-\u9fff]/i);
        expect(Object.keys(operation.responses)).toEqual(["200", "default"]);
      }
    }
  });

  test("points only at schemas that it has, and each compiles", async () => {
    const names = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map((m) => m[1]);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(Object.keys(document.components.schemas)).toContain(name);
    for (const schema of Object.values(document.components.schemas)) await expect(schemaCheck(schema)).resolves.toBeTypeOf("function");
    await expect(schemaCheck({ type: "nonsense" })).rejects.toThrow(/type/);
  });

  test("describes problems as they are sent", async () => {
    const valid = await schemaCheck(document.components.schemas["Problem"]);
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) expect([code, valid(problemDocument({ code, detail: "d", at: { field: "f" } }, "zh"))]).toEqual([code, true]);
    expect(valid({ type: "about:blank", title: "x", status: 400, detail: "", code: "no-such" })).toBe(false);
  });
});
