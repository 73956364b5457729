/** Verbs for whoever runs the machine, against a running server: a way back in, and the directory that routes warnings. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROBLEMS } from "../src/base/problem.ts";
import { joinCaseworkStore } from "../src/app/joined-store.ts";
import { startConsoleServer, type ConsoleServer } from "./console-browser.ts";
import { testConfig } from "./running-server.ts";

const MAIN = path.resolve(import.meta.dirname, "../src/cli/main.ts");
let server: ConsoleServer;
beforeAll(async () => {
  server = await startConsoleServer();
});
afterAll(() => server?.stop());

function duanliu(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8", env: { ...process.env, LC_ALL: "C", DUANLIU_DATA: server.dataDir } });
}

const post = async (route: string, body: unknown): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> => {
  const response = await fetch(`${server.address}${route}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test("a link from the command line lets an administrator choose a new password; the old one is gone", async () => {
  const secret = (server.setUpPath ?? "").split("#")[1];
  const set = await post("/v1/set-up", {
    secret,
    organisation: { name: { zh: "部级中心", en: "National centre" }, territory: "" },
    administrator: { login: "first.admin", name: "First", password: "seven herons over the weir" },
  });
  expect(set.status, JSON.stringify(set.body)).toBe(200);
  expect(duanliu("users", "link", "nobody.here").status).toBe(PROBLEMS["not-found"].exit);
  const made = duanliu("users", "link", "first.admin");
  expect(made.stderr).toContain("Works once");
  const link = made.stdout.trim().split("#")[1];
  expect((await post("/v1/password-link", { secret: link, password: "eight herons beyond the weir" })).status).toBe(200);
  expect((await post("/v1/password-link", { secret: link, password: "nine herons beyond the weir" })).status).not.toBe(200);
  expect((await post("/v1/sign-in", { login: "first.admin", password: "seven herons over the weir" })).status).not.toBe(200);
  expect((await post("/v1/sign-in", { login: "first.admin", password: "eight herons beyond the weir" })).status).toBe(200);
});

test("the directory keeps tokens and places, says which lines it refused and why, and takes the last of two", async () => {
  const file = path.join(server.dataDir, "directory.csv");
  writeFileSync(
    file,
    "number,place,rural\n+8615400000001,370202,urban\n+8615400000002,370203,rural\nnot a number,370202\n+8615400000003,999999\n+8615400000004,370202,suburb\n+8615400000001,370203\n",
  );
  const told = duanliu("directory", "import", file);
  expect(told.status).toBe(PROBLEMS["some-events-refused"].exit);
  expect(told.stderr).toMatch(/line 4, field number/);
  expect(told.stderr).toMatch(/line 5, field place: "999999"/);
  expect(told.stderr).toMatch(/line 6, field rural: "suburb"/);
  expect(told.stderr).toContain("2 lines kept, 3 refused");
  const { store, close } = await joinCaseworkStore(testConfig(server.dataDir));
  try {
    const rows = await store.snapshot((sql) =>
      sql.query<{ token: string; territory: string; rural: boolean }>("select token, territory, rural from residence order by territory, rural"),
    );
    expect(rows.map(({ territory, rural }) => ({ territory, rural }))).toEqual([
      { territory: "37/3702/370203", rural: false },
      { territory: "37/3702/370203", rural: true },
    ]);
    expect(JSON.stringify(rows)).not.toContain("15400000001");
  } finally {
    await close();
  }
});
