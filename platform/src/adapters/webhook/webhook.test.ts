import { readFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { WebhookReceiver, type Trouble } from "../../../test/webhook-receiver.ts";
import { institutionConformance } from "../../ports/institution.conformance.ts";
import type { InstitutionMessage } from "../../ports/institution.ts";
import { messengerConformance, type CarrierFault } from "../../ports/messenger.conformance.ts";
import type { OutgoingMessage } from "../../ports/messenger.ts";
import { systemWorld } from "../system/world.ts";
import { openWebhookInstitution, type WebhookInstitutionOptions } from "./institution.ts";
import { openWebhookMessenger, type WebhookMessengerOptions } from "./messenger.ts";
import { plainWhy } from "./post.ts";
import { parseTarget, type WebhookTarget } from "./target.ts";

const targetOf = (receiver: WebhookReceiver): WebhookTarget => parseTarget(receiver.url, WebhookReceiver.secret, "test");
const TROUBLES: Readonly<Record<CarrierFault, Trouble | undefined>> = { none: undefined, away: { kind: "drop-before" }, "answer-lost": { kind: "drop-after" } };

messengerConformance(async () => {
  const receiver = await WebhookReceiver.start();
  return {
    open: () => Promise.resolve(openWebhookMessenger({ target: targetOf(receiver), world: systemWorld })),
    reached: () => Promise.resolve(receiver.counted.map(({ kind: _kind, ...message }) => message as unknown as OutgoingMessage)),
    fault: (fault) => {
      receiver.trouble = () => TROUBLES[fault];
    },
    close: () => receiver.stop(),
  };
});

institutionConformance(
  async () => {
    const receiver = await WebhookReceiver.start();
    return {
      open: () => Promise.resolve(openWebhookInstitution({ target: targetOf(receiver), world: systemWorld })),
      counted: () => receiver.counted as unknown as readonly InstitutionMessage[],
      trouble: {
        fault: (fault) => {
          receiver.trouble = () => TROUBLES[fault];
        },
        refuse: (ids, retry) => {
          for (const id of ids) receiver.refusals.set(id, { retry, reason: "no such account" });
        },
      },
      close: () => receiver.stop(),
    };
  },
  { trouble: true },
);

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await WebhookReceiver.start();
});
afterEach(() => {
  receiver.trouble = () => undefined;
  receiver.requests.length = 0;
});
afterAll(() => receiver.stop());

/** Short enough that a receiver which never answers does not hold up the tests. */
const QUICK = { requestMsMax: 300, answerBytesMax: 2_000 };
let count = 0;
const message = (): OutgoingMessage => ({ id: `eff_w${++count}`, channel: "sms", sender: "96110", to: "+447700900123", text: { zh: "勿转账", en: "do not pay" } });
const order = (): InstitutionMessage => ({ id: `eff_o${++count}`, what: "freeze.request", matter: "frz_00000001", to: "org_bank", fields: { account: "ICBC:6222000000000000" } });
const messenger = (more: Partial<WebhookMessengerOptions> = {}) => openWebhookMessenger({ target: targetOf(receiver), world: systemWorld, ...QUICK, ...more });
const link = (more: Partial<WebhookInstitutionOptions> = {}) => openWebhookInstitution({ target: targetOf(receiver), world: systemWorld, ...QUICK, ...more });
const refused = (code: string, detail: RegExp) => expect.objectContaining({ problem: expect.objectContaining({ code, detail: expect.stringMatching(detail) }) });

const HUGE = JSON.stringify({ reference: "R", filler: "x".repeat(5_000) });
const RETRY: readonly (readonly [string, Trouble, RegExp])[] = [
  ["500", { kind: "status", status: 500, counted: false }, /HTTP 500/],
  ["503 after it was counted", { kind: "status", status: 503, counted: true }, /HTTP 503/],
  ["429", { kind: "status", status: 429, counted: false }, /HTTP 429/],
  ["408", { kind: "status", status: 408, counted: false }, /HTTP 408/],
  ["a connection that breaks", { kind: "drop-before" }, /no answer/],
  ["a connection that breaks within the answer", { kind: "drop-in-answer" }, /no answer/],
  ["no answer", { kind: "slow-after" }, /no answer in time/],
  ["an answer that does not end", { kind: "slow-body" }, /no answer in time/],
  ["an answer that is no JSON", { kind: "answer", body: "<html>" }, /no JSON/],
  ["an answer that is too large", { kind: "answer", body: HUGE }, /larger than the limit/],
];
const FINAL: readonly (readonly [string, Trouble, RegExp])[] = [
  ["400", { kind: "status", status: 400, counted: false, body: "no such sender" }, /HTTP 400: no such sender/],
  ["401", { kind: "status", status: 401, counted: false }, /HTTP 401/],
  ["404", { kind: "status", status: 404, counted: false }, /HTTP 404/],
  ["422 with an answer that is too large", { kind: "status", status: 422, counted: false, body: HUGE }, /HTTP 422$/],
  ["a redirect", { kind: "status", status: 307, counted: false, headers: { location: "/elsewhere" } }, /redirects are not followed/],
];

test.each(RETRY)("a message: %s means try later", async (_what, trouble, why) => {
  receiver.trouble = () => trouble;
  const one = message();
  await expect(messenger().send(one)).rejects.toEqual(refused("overloaded", why));
  receiver.trouble = () => undefined;
  await messenger().send(one);
  expect(receiver.counted.filter(({ id }) => id === one.id)).toHaveLength(1);
});

test.each(FINAL)("a message: %s means never", async (_what, trouble, why) => {
  receiver.trouble = () => trouble;
  await expect(messenger().send(message())).rejects.toEqual(refused("malformed-input", why));
  expect(receiver.requests).toHaveLength(1);
});

test.each(RETRY)("orders: %s means try later", async (_what, trouble, why) => {
  receiver.trouble = () => trouble;
  const orders = [order(), order()];
  expect(await link().deliver(orders)).toEqual(orders.map(() => ({ refused: expect.stringMatching(why), retry: true })));
  receiver.trouble = () => undefined;
  await link().deliver(orders);
  for (const { id } of orders) expect(receiver.counted.filter((one) => one["id"] === id)).toHaveLength(1);
});

test.each(FINAL)("orders: %s means never", async (_what, trouble, why) => {
  receiver.trouble = () => trouble;
  const orders = [order(), order()];
  expect(await link().deliver(orders)).toEqual(orders.map(() => ({ refused: expect.stringMatching(why), retry: false })));
});

test("a whole request that is refused because of one order is divided until only that one is refused", async () => {
  const orders = Array.from({ length: 21 }, order);
  receiver.poison.add(orders[13].id);
  const results = await link().deliver(orders);
  expect(results.map((result) => "refused" in result)).toEqual(orders.map((_, i) => i === 13));
  expect(results[13]).toEqual({ refused: expect.stringMatching(/HTTP 422: one of the orders cannot be read/), retry: false });
  expect(receiver.requests.length).toBeLessThan(12);
});

test("orders go out in few requests, in their order, by number and by size", async () => {
  const orders = Array.from({ length: 25 }, order);
  await link({ messagesMax: 10 }).deliver(orders);
  const sent = receiver.requests.map(({ body }) => (JSON.parse(body) as { readonly messages: readonly InstitutionMessage[] }).messages);
  expect(sent.map((part) => part.length)).toEqual([10, 10, 5]);
  expect(sent.flat()).toEqual(orders);
  receiver.requests.length = 0;
  await link({ requestBytesMax: 500 }).deliver(Array.from({ length: 9 }, order));
  expect(receiver.requests.length).toBeGreaterThan(2);
  for (const { body } of receiver.requests) expect(body.length).toBeLessThan(600);
  receiver.requests.length = 0;
  await link({ requestBytesMax: 10 }).deliver([order(), order()]);
  expect(receiver.requests).toHaveLength(2);
});

test("an answer that leaves out an order, or has another form, says nothing about it: try later", async () => {
  const orders = [order(), order(), order()];
  const { id } = orders[1];
  for (const body of [
    "null",
    "{}",
    "[]",
    '{"results":{}}',
    '{"results":[null,1,{"id":7}]}',
    '{"results":[{"id":"eff_other","accepted":true}]}',
    `{"results":[{"id":"${id}","accepted":"yes"}]}`,
  ]) {
    receiver.trouble = () => ({ kind: "answer", body });
    expect(await link().deliver(orders), body).toEqual(orders.map(() => ({ refused: "the answer says nothing about this order", retry: true })));
  }
  receiver.trouble = () => ({ kind: "answer", body: JSON.stringify({ results: [{ id, accepted: true, reference: "" }] }) });
  expect((await link().deliver(orders))[1]).toEqual({ reference: id, acceptedAtMs: expect.any(Number) });
});

test("204 takes everything, under our own references", async () => {
  receiver.trouble = () => ({ kind: "answer-without-bodies" });
  const orders = [order(), order()];
  expect(await link().deliver(orders)).toEqual(orders.map(({ id }) => ({ reference: id, acceptedAtMs: expect.any(Number) })));
  const one = message();
  expect((await messenger().send(one)).reference).toBe(one.id);
});

test("a refusal says no number long enough to be somebody's", async () => {
  const [one, two] = [order(), order()];
  receiver.refusals.set(one.id, { retry: false, reason: "account 6222 0000 0000 0000 of 13800138000 closed\n2024\u0007" });
  expect(await link().deliver([one, two])).toEqual([{ refused: "account … of … closed 2024", retry: false }, expect.objectContaining({ reference: expect.any(String) })]);
  expect(plainWhy(`${"长".repeat(500)}`)).toHaveLength(160);
  expect(plainWhy("a\ud800b").isWellFormed()).toBe(true);
});

test("when the time for a hand-over is over the rest is left for later", async () => {
  receiver.trouble = () => ({ kind: "slow-after" });
  const orders = Array.from({ length: 6 }, order);
  const results = await link({ messagesMax: 1, requestMsMax: 100, deliverMsMax: 250 }).deliver(orders);
  expect(results.every((result) => "refused" in result && result.retry)).toBe(true);
  expect(results.at(-1)).toEqual({ refused: "not handed over in time", retry: true });
  expect(receiver.requests.length).toBeLessThan(orders.length);
});

test("no more messages are on the way at once than allowed, and who waits too long is told to come back", async () => {
  let onTheWay = 0;
  let most = 0;
  const release: (() => void)[] = [];
  const slow = await new Promise<{ url: string; close: () => void }>((resolve) => {
    const server = createServer((socket) => {
      most = Math.max(most, ++onTheWay);
      socket.on("error", () => undefined);
      socket.once("data", () => release.push(() => (onTheWay--, socket.end("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"))));
    });
    server.listen(0, "127.0.0.1", () => resolve({ url: `http://127.0.0.1:${(server.address() as { port: number }).port}/`, close: () => server.close() }));
  });
  const target = parseTarget(slow.url, WebhookReceiver.secret, "test");
  const limited = openWebhookMessenger({ target, world: systemWorld, requestsMax: 3, waitMsMax: 0 });
  const sending = Array.from({ length: 8 }, () => limited.send(message()));
  const settled = Promise.allSettled(sending);
  while (release.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const go of release) go();
  const results = await settled;
  expect(most).toBe(3);
  expect(results.map(({ status }) => status)).toEqual([...Array<string>(3).fill("fulfilled"), ...Array<string>(5).fill("rejected")]);
  expect((results.at(-1) as PromiseRejectedResult).reason).toEqual(refused("overloaded", /too many messages wait/));
  slow.close();
});

test("every request was signed over its id, time and body, and a receiver with another secret refuses it", async () => {
  expect(receiver.forged).toEqual([]);
  const other = parseTarget(receiver.url, `whsec_${Buffer.alloc(32, 7).toString("base64")}`, "test");
  await expect(openWebhookMessenger({ target: other, world: systemWorld }).send(message())).rejects.toEqual(refused("malformed-input", /HTTP 401/));
  const late = { ...systemWorld, nowMs: () => Date.now() - 3_600_000 };
  await expect(openWebhookMessenger({ target: targetOf(receiver), world: late }).send(message())).rejects.toEqual(refused("malformed-input", /HTTP 401/));
  expect(receiver.forged).toHaveLength(2);
});

test("the same thing sent again has the same webhook id", async () => {
  const one = message();
  const orders = [order(), order()];
  for (let i = 0; i < 2; i++) {
    await messenger().send(one);
    await link().deliver(orders);
  }
  const [a, b, c, d] = receiver.requests.map(({ webhookId }) => webhookId);
  expect([a, b]).toEqual([c, d]);
  expect(a).toBe(one.id);
  expect(b).not.toBe(a);
});

test("a request is signed as the example in docs/webhooks.md", async () => {
  const page = readFileSync(new URL("../../../../docs/webhooks.md", import.meta.url), "utf8");
  const example = Object.fromEntries([...page.matchAll(/^(secret|id|timestamp|signature|body) +(.+)$/gm)].map(([, name, value]) => [name, value]));
  const { kind, ...said } = JSON.parse(example["body"]) as OutgoingMessage & { readonly kind: string };
  expect(kind).toBe("message");
  let seen: { readonly headers: NodeJS.Dict<string | string[]>; readonly body: string } | undefined;
  const server = createHttpServer((request, response) => {
    void text(request).then((body) => {
      seen = { headers: request.headers, body };
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as { readonly port: number }).port}/`;
  const world = { ...systemWorld, nowMs: () => Number(example["timestamp"]) * 1_000 + 999 };
  await openWebhookMessenger({ target: parseTarget(url, example["secret"], "test"), world }).send(said);
  server.closeAllConnections();
  server.close();
  expect(seen?.body).toBe(example["body"]);
  expect(seen?.headers).toMatchObject({
    "webhook-id": example["id"],
    "webhook-timestamp": example["timestamp"],
    "webhook-signature": example["signature"],
    "content-type": "application/json",
  });
});

test("a target is TLS or this machine, with a secret that is long enough, and no refusal repeats either", () => {
  const good = WebhookReceiver.secret;
  for (const url of ["https://bank.example/hook?key=1", "http://localhost:80/", "http://127.0.0.1/", "http://127.9.9.9:1/", "http://[::1]:7/x"]) {
    expect(parseTarget(url, good, "f").url.href).toBe(new URL(url).href);
  }
  const bad = [
    "",
    "bank.example",
    "http://bank.example/",
    "http://127.0.0.1.bank.example/",
    "http://localhost.example/",
    "ftp://127.0.0.1/",
    "https://user:pw@bank.example/",
    "https://bank.example/#x",
    "http://10.0.0.1/",
  ];
  for (const url of bad) expect(() => parseTarget(url, good, "f"), url).toThrow(refused("config-invalid", /^f: the address/));
  for (const secret of [
    "",
    "whsec_",
    "secret",
    `whsec_${Buffer.alloc(23).toString("base64")}`,
    `whsec_${Buffer.alloc(65).toString("base64")}`,
    `whsec_${"ä".repeat(40)}`,
    good.slice(6),
  ]) {
    expect(() => parseTarget("https://bank.example/", secret, "f"), secret).toThrow(refused("config-invalid", /^f: the secret/));
  }
  try {
    parseTarget("http://bank.example/?key=geheim", good, "f");
  } catch (error) {
    expect(JSON.stringify((error as { problem: unknown }).problem)).not.toMatch(/geheim|whsec_[A-Za-z0-9]/);
  }
});
