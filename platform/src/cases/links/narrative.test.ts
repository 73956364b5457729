/** Near-duplicates go under one head, unlike ones do not, two first ones at once agree, and no text is kept. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { testStore } from "../../../test/test-store.ts";
import { Prng } from "../../base/prng.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Store } from "../../ports/store.ts";
import { headOf, keepNarrative, nearest, signatureOf, wordsOf } from "./narrative.ts";

let store: Store;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ store, close } = await testStore());
  await store.transaction(async (sql) => {
    await sql.query("insert into organisation (id, kind, name_zh, name_en, territory, created_at_ms) values ('org_x', 'police', 'x', 'x', '', 0)");
    await sql.query(
      `insert into matter (id, kind, state, version, serial, profile, territory, org, opened_at_ms, changed_at_ms, opened_by, hands, body)
       select 'rep_' || lpad(n::text, 6, '0'), 'report', 'accepted', 1, n::text, 'CN', '', 'org_x', 0, 0, 'test', '{}', '{}' from generate_series(0, 99) as n`,
    );
  });
});
afterEach(async () => {
  await close();
});

const id = (n: number): MatterId => `rep_${String(n).padStart(6, "0")}` as MatterId;
const bytes = (text: string): Uint8Array => signatureOf(text) ?? new Uint8Array();
const keep = (n: number, text: string): Promise<string> => store.transaction((sql) => keepNarrative(sql, id(n), bytes(text)));

const REFUND = "对方自称是电商平台客服，说我购买的商品有质量问题要给我双倍理赔，让我下载会议软件共享屏幕，之后卡里的钱被转走。";
const CREDIT = "接到电话说我的校园贷账户影响征信，需要把名下贷款全部提现转到指定账户清零，我按要求操作后发现被骗。";

test("the same story with other numbers, other spacing and a few other words is the same; another story is not", async () => {
  expect(await keep(0, REFUND)).toBe(id(0));
  expect(await keep(1, `${REFUND}订单号 8837261，损失 3,500 元。`)).toBe(id(0));
  expect(await keep(2, REFUND.replace("电商平台客服", "快递公司客服").replace("双倍", "三倍"))).toBe(id(0));
  expect(await keep(3, CREDIT)).toBe(id(3));
  expect(await keep(4, CREDIT)).toBe(id(3));
  expect(await store.snapshot((sql) => headOf(sql, id(1)))).toBe(id(0));
  const [{ heads }] = await store.snapshot((sql) => sql.query<{ readonly heads: number }>("select count(*) as heads from narrative_head"));
  expect(heads).toBe(2);
});

test("what says too little is compared with nothing", () => {
  expect(signatureOf("被骗了")).toBeNull();
  expect(signatureOf("12345678901234567890")).toBeNull();
});

test("two first ones at one moment: one is the head of the other", async () => {
  const heads = await Promise.all(Array.from({ length: 8 }, (_, n) => keep(n, `${REFUND}${n}`)));
  expect(new Set(heads).size).toBe(1);
});

test("found by the bands is what comparing with every head gives", async () => {
  const chance = new Prng(11);
  const words = Array.from({ length: 400 }, () => String.fromCharCode(0x4e00 + chance.int(3_000)));
  const text = (): string => Array.from({ length: 40 }, () => words[chance.int(400)]).join("");
  const families = Array.from({ length: 12 }, text);
  const heads: { readonly entry: string; readonly words: Uint32Array }[] = [];
  for (let n = 0; n < 90; n++) {
    const base = [...families[chance.int(12)]];
    for (let edits = chance.int(5); edits > 0; edits--) base[chance.int(base.length)] = words[chance.int(400)];
    const given = wordsOf(bytes(base.join("")));
    const expected = nearest(given, heads)?.entry ?? id(n);
    expect(await keep(n, base.join(""))).toBe(expected);
    if (expected === id(n)) heads.push({ entry: id(n), words: given });
  }
  expect(heads.length).toBeGreaterThanOrEqual(12);
});
