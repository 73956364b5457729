/** Who informs and wants to stay unknown is nowhere in the report, and nowhere to be found without the keys. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../../test/case-room.ts";
import { account, events, paid, phone, reported } from "../../../test/report-desk.ts";
import { openPersonal } from "../../matters/personal-access.ts";
import { openInformer } from "./informer.ts";
import { printReceipt } from "./receipt.ts";
import { report } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  await room.close();
});

const SECRET = phone(4242);
const secret = () =>
  reported(room, {
    role: "informer",
    secrecy: "secret",
    reporter: { number: SECRET, name: "赵六" },
    traits: [{ type: "account", value: account(5) }],
    narrative: "这个账户每天有几十笔小额转入，随即转走。",
  });

/** Every text of every table, as a thief of the database would read it. */
async function everything(): Promise<string> {
  return room.store.snapshot(async (sql) => {
    const tables = await sql.query<{ readonly name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    const parts: string[] = [];
    for (const { name } of tables) {
      if (name === "personal") continue;
      const rows = await sql.query<{ readonly row: string }>(`select row_to_json(t)::text as row from "${name}" t`);
      parts.push(...rows.map(({ row }) => row));
    }
    return parts.join("\n");
  });
}

test("no token, no mask and no value of the informer stands in any table that leads to the report", async () => {
  const taken = await secret();
  await room.settle();
  const tokens = await room.store.snapshot((sql) => sql.query<{ readonly token: string }>("select token from personal where type in ('number', 'name')"));
  const all = await everything();
  expect(tokens.length).toBeGreaterThanOrEqual(2);
  for (const { token } of tokens) expect(all).not.toContain(token);
  expect(all).not.toContain(SECRET.slice(3));
  expect(all).toContain(taken.id);
  // The row that leads there does not name the report either.
  const rows = await room.store.snapshot((sql) => sql.query<{ readonly place: string }>("select place from informer"));
  expect(rows).toHaveLength(1);
  expect(rows[0].place).not.toContain(taken.id);
  // And no message goes out that would show where it comes from.
  expect(room.handed.messenger).toHaveLength(0);
});

test("only a reviewer of the matter opens it, for a purpose; every opening and refusal is recorded", async () => {
  const taken = await secret();
  const values = await openInformer(room.desk, room.as("reviewer"), taken.id, "review-right");
  expect(values.map((one) => one.value.open("test")).sort()).toEqual([SECRET, "赵六"].sort());
  await expect(openInformer(room.desk, room.as("caseOfficer"), taken.id, "investigate")).rejects.toThrow(/reviewers/);
  await expect(openInformer(room.desk, room.as("reviewer"), taken.id, "curiosity")).rejects.toThrow(/purpose/);
  await expect(openInformer(room.desk, room.as("reviewer", "org_shibei"), taken.id, "review-right")).rejects.toThrow(/no .* in your scope/);
  expect(await events(room, taken.id)).toEqual(["open", "informer-opened", "informer-refused", "informer-refused"]);
  // The ordinary way of opening gives everything else, and not this.
  const ordinary = await openPersonal(room.desk, room.as("caseOfficer"), { matter: taken.id, purpose: "investigate" });
  expect(ordinary.map((one) => one.role).sort()).toEqual(["narrative", "reported"]);
});

test("a named report has nobody hidden, an anonymous one has nobody at all", async () => {
  const named = await reported(room, { traits: [{ type: "account", value: account(5) }] });
  expect(await openInformer(room.desk, room.as("reviewer"), named.id, "review-right")).toEqual([]);
  const nobody = await reported(room, { role: "informer", secrecy: "anonymous", reporter: undefined, traits: [{ type: "account", value: account(5) }] });
  expect(nobody.body).toMatchObject({ reporter: null, secrecy: "anonymous" });
  expect(await openInformer(room.desk, room.as("reviewer"), nobody.id, "review-right")).toEqual([]);
});

test("a victim who stays unknown still has their money stopped, and a receipt with a code over the counter", async () => {
  const taken = await reported(room, { secrecy: "secret", reporter: { number: SECRET }, payments: [paid(room)] });
  expect((await room.all(report))[0].subject).toBeNull();
  expect((await room.desk.list(room.system, { kind: "stop-payment", limit: 10 })).matters).toHaveLength(1);
  const receipt = await printReceipt(room.desk, room.as("intake"), taken.id);
  expect(receipt.text.zh).toContain(receipt.code);
  expect(receipt.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  expect((await printReceipt(room.desk, room.as("intake"), taken.id)).code).toBe(receipt.code);
});
