import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testStore } from "../../../test/test-store.ts";
import { ProblemError } from "../../base/problem.ts";
import { messengerConformance, type CarrierFault } from "../../ports/messenger.conformance.ts";
import type { OutgoingMessage } from "../../ports/messenger.ts";
import type { Store } from "../../ports/store.ts";
import type { Vault } from "../../ports/vault.ts";
import { systemWorld } from "../system/world.ts";
import { openVault } from "../system/vault.ts";
import { openLoopbackMessenger } from "./loopback-messenger.ts";

let keys: string;
let vault: Vault;
beforeAll(async () => {
  keys = await mkdtemp(path.join(tmpdir(), "duanliu-loopback-"));
  vault = await openVault(keys);
});
afterAll(() => rm(keys, { recursive: true, force: true }));

/** A store that is away, or whose answer to a commit is lost, while a fault is set. */
function troubled(store: Store, fault: () => CarrierFault): Store {
  return {
    close: () => store.close(),
    snapshot: (work) => store.snapshot(work),
    transaction: async (work) => {
      if (fault() === "away") throw new ProblemError({ code: "store-unreachable", detail: "away" });
      const value = await store.transaction(work);
      if (fault() === "answer-lost") throw new ProblemError({ code: "store-unreachable", detail: "away" });
      return value;
    },
  };
}

messengerConformance(async () => {
  const database = await testStore();
  const { store } = database;
  let fault: CarrierFault = "none";
  const open = () => openLoopbackMessenger({ store: troubled(store, () => fault), vault, world: systemWorld });
  return {
    open: () => Promise.resolve(open()),
    reached: async () =>
      (await open().carried()).map((one): OutgoingMessage => ({
        id: one.id,
        channel: one.channel as OutgoingMessage["channel"],
        sender: one.sender,
        to: one.to.open("test"),
        text: one.text.open("test"),
      })),
    fault: (next) => {
      fault = next;
    },
    close: () => database.close(),
  };
});

test("number and text stand nowhere in the store in clear, and what is read back hides them until opened", async () => {
  const database = await testStore();
  const { store } = database;
  const messenger = openLoopbackMessenger({ store, vault, world: systemWorld });
  await messenger.send({ id: "eff_1", channel: "sms", sender: "96110", to: "+447700900123", text: { zh: "请勿转账", en: "please keep your money" } });
  const [row] = await store.snapshot((sql) => sql.query<{ readonly whole: string }>("select carried_message::text || encode(sealed, 'escape') as whole from carried_message"));
  expect(row.whole).toContain("eff_1");
  for (const secret of ["7700900123", "请勿转账", "keep your money"]) expect(row.whole).not.toContain(secret);
  const carried = await messenger.carried(["eff_1"]);
  expect(JSON.stringify(carried)).not.toContain("7700900123");
  expect(JSON.stringify(carried)).not.toContain("money");
  expect(carried[0].to.open("test")).toBe("+447700900123");
  expect(await messenger.carried(["eff_2"])).toEqual([]);
  await database.close();
});

test("a sealed message that was moved to another id does not open", async () => {
  const database = await testStore();
  const { store } = database;
  const messenger = openLoopbackMessenger({ store, vault, world: systemWorld });
  for (const id of ["eff_1", "eff_2"]) await messenger.send({ id, channel: "app", sender: "s", to: id, text: { zh: "x", en: "x" } });
  await store.transaction((sql) => sql.query("update carried_message set sealed = (select sealed from carried_message where id = 'eff_1') where id = 'eff_2'"));
  await expect(messenger.carried(["eff_2"])).rejects.toThrow(/does not open/);
  await database.close();
});

test("messages that wait together are kept in few transactions", async () => {
  const database = await testStore();
  const { store } = database;
  let transactions = 0;
  const counting: Store = { transaction: (work) => (transactions++, store.transaction(work)), snapshot: (work) => store.snapshot(work), close: () => store.close() };
  const messenger = openLoopbackMessenger({ store: counting, vault, world: systemWorld });
  await Promise.all(Array.from({ length: 800 }, (_, i) => messenger.send({ id: `eff_${i}`, channel: "app", sender: "s", to: "a", text: { zh: "x", en: "x" } })));
  expect(await messenger.carried()).toHaveLength(800);
  expect(transactions).toBeLessThan(6);
  await database.close();
});
