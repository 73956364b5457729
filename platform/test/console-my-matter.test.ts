/**
 * Somebody's own matter in a real browser, without an account: the code from a notice opens what limits them, they object with
 * a paper whose fingerprint the browser computes, an officer upholds it, and the page says that it is lifted. On a phone, in
 * both languages and looks; and what a wrong code, guessing and leaving get.
 */
import { createHash } from "node:crypto";
import fastify, { type FastifyInstance } from "fastify";
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ACCESS_SETTINGS, type AccessParts } from "../src/access/parts.ts";
import { SIGN_IN_ROUTES } from "../src/access/sign-in-routes.ts";
import { openSecrets } from "../src/adapters/system/secrets.ts";
import { APPEALS_ROUTES } from "../src/appeals/appeals-routes.ts";
import { appeal } from "../src/appeals/appeal/kind.ts";
import { compensation } from "../src/appeals/compensation/kind.ts";
import { complaint } from "../src/appeals/complaint/kind.ts";
import { mountRoutes } from "../src/http/mount.ts";
import { openDoor } from "../src/http/principal.ts";
import { problemDocument, problemOf } from "../src/http/problem-document.ts";
import { CONTENT_SECURITY, mountConsole } from "../src/http/server.ts";
import { appendAccessLines } from "../src/matters/access-ledger.ts";
import { smallCountry } from "./access-desk.ts";
import { codeFor, decided, reviewer, UPHELD } from "./appeal-desk.ts";
import { caseRoom, HOUR, type Room } from "./case-room.ts";
import { openBrowser, type ConsoleBrowser, type Screen } from "./console-browser.ts";
import { seriousFaults, tooWide } from "./console-desk.ts";
import { activeFreeze, filedCase } from "./freeze-desk.ts";
import { stopped } from "./order-desk.ts";

const CONSOLE = path.resolve(import.meta.dirname, "../../console/dist");
const PHONE: Screen = { width: 390, height: 800 };
const PHONE_ZH: Screen = { ...PHONE, locale: "zh-CN" };

let room: Room;
let server: FastifyInstance;
let address: string;
let browser: ConsoleBrowser;
const bugs: unknown[] = [];
/** Everything the server was asked for, as an access log would have it. */
const asked: string[] = [];

beforeAll(async () => {
  room = await caseRoom();
  const { store, parts } = room.desk;
  const access: AccessParts = {
    store,
    world: room.world,
    secrets: openSecrets({ ln: 4, r: 8, p: 1 }),
    vault: parts.vault,
    append: appendAccessLines,
    places: smallCountry,
    profile: () => parts.law.current(room.world.nowMs()),
    provider: null,
    sample: false,
    settings: ACCESS_SETTINGS,
  };
  server = fastify();
  server.addHook("onRequest", async ({ url }, reply) => {
    asked.push(url);
    reply.header("content-security-policy", CONTENT_SECURITY);
  });
  server.setErrorHandler((error, request, reply) => {
    const { problem, status, bug } = problemOf(error);
    if (bug) bugs.push(error);
    void reply
      .status(status)
      .type("application/problem+json")
      .send(JSON.stringify(problemDocument(problem, request.headers["accept-language"])));
  });
  const door = await openDoor(server, { access, secureCookies: false, onBug: (error) => bugs.push(error) });
  mountRoutes(server, SIGN_IN_ROUTES, { access }, door);
  mountRoutes(server, APPEALS_ROUTES, { access, desk: room.desk }, door);
  await mountConsole(server, CONSOLE);
  address = await server.listen({ host: "127.0.0.1", port: 0 });
  // The browser reports answers that refuse; what the page says of them is what is tested.
  browser = await openBrowser((text) => /status of (?:400|404|409|422|429)/.test(text));
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await room?.close();
});

afterEach(async () => {
  expect(await browser.endTest()).toEqual([]);
  expect(bugs).toEqual([]);
});

const sound = async (page: Page): Promise<void> => {
  expect(await seriousFaults(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
};
const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env["DUANLIU_TEST_PICTURES"];
  if (folder === undefined) return;
  const { height } = (await page.evaluate("({ height: document.documentElement.scrollHeight })")) as { readonly height: number };
  const part = 1300;
  for (let y = 0; y < height; y += part)
    await page.screenshot({ path: path.join(folder, `${name}-${y / part}.png`), fullPage: true, clip: { x: 0, y, width: 390, height: Math.min(part, height - y) } });
};
const CONTRACT = Buffer.from("%PDF-1.4 two tons of wheat");

test("by its code: what limits me and why, an objection with a paper that stays with me, upheld by somebody else, and lifted", async () => {
  const { stop } = await stopped(room);
  await room.settle();
  const code = await codeFor(room, stop.id);
  const page = await browser.open(address, "/my", PHONE);
  await sound(page);
  // For old phones: nothing of the desk, and little of anything.
  const scripts = asked.filter((url) => url.endsWith(".js"));
  expect(scripts.filter((url) => /i18next|antd|useToken|theme|session|app-/.test(url))).toEqual([]);
  const bytes = scripts.map((url) => gzipSync(readFileSync(path.join(CONSOLE, url))).length);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(100_000);
  await page.getByLabel("The code on your notice").fill(code.toLowerCase().replaceAll("-", " "));
  await page.keyboard.press("Enter");
  await page.getByText("Somebody reported having been deceived into paying into it", { exact: true }).waitFor();
  const limits = page.getByRole("region", { name: "What limits you" });
  for (const said of ["ICBC 6222 **** 0001", "50,000.00 CNY", "Shinan anti-fraud centre", "In force", /^(?:2 d|1 d 23 h) left$/]) await limits.getByText(said).first().waitFor();
  await page.getByText("It is answered within 24 hours").waitFor();
  await page.getByText(/Call 96110/).waitFor();
  expect(await page.getByRole("region", { name: "What you were told" }).locator("article").count()).toBe(1);
  // Whoever hears the page is led to what was opened.
  expect(await page.evaluate("document.activeElement.tagName")).toBe("H1");
  await sound(page);
  await picture(page, "my-en-light");

  const form = page.getByRole("region", { name: "Object", exact: true });
  await form.getByRole("button", { name: "Send the objection" }).click();
  await form.getByText("Please choose at least one.").waitFor();
  await form.getByLabel("I was paid in an ordinary deal, in good faith").check();
  await form.getByLabel("In your own words").fill("I sold two tons of wheat.");
  await form.getByText("The file stays with you").waitFor();
  await form.getByLabel("Choose files").setInputFiles([
    { name: "deal.pdf", mimeType: "application/pdf", buffer: CONTRACT },
    { name: "song.mp3", mimeType: "audio/mpeg", buffer: Buffer.from("la") },
  ]);
  await form.getByText("song.mp3 is of a kind that cannot be taken").waitFor();
  const sha256 = createHash("sha256").update(CONTRACT).digest("hex");
  await form.getByText(sha256).waitFor();
  await form.getByLabel("What deal.pdf is").selectOption({ label: "Contract" });
  await sound(page);
  await picture(page, "my-en-form");
  await form.getByRole("button", { name: "Send the objection" }).click();
  await page.getByText("Your objection has arrived.").waitFor();
  const mine = page.getByRole("region", { name: "What you asked for" });
  for (const said of ["Received", "Qingdao anti-fraud centre", "Answer by", `Contract ${sha256.slice(0, 16)}…`]) await mine.getByText(said).first().waitFor();
  const [made] = await room.all(appeal);
  expect(made?.body).toMatchObject({
    goodFaith: true,
    grounds: [{ key: "good-faith" }],
    papers: [{ kind: "contract", sha256, type: "application/pdf", bytes: CONTRACT.length, text: null }],
  });
  expect(made?.body.statements).toHaveLength(1);
  expect(await page.getByRole("button", { name: "Send the objection" }).count()).toBe(0);

  await decided(room, made!, UPHELD, reviewer(room));
  await page.getByRole("button", { name: "Look again" }).click();
  await mine.getByText("Upheld: the measure is lifted").waitFor();
  await limits.getByText("Ended", { exact: true }).first().waitFor();
  expect(await limits.getByText("In force").count()).toBe(0);
  expect(await page.getByText(/has arrived|If you disagree with the answer/).count()).toBe(0);
  await mine.getByText("On review it has nothing to do with the case").waitFor();
  await sound(page);
  await picture(page, "my-en-lifted");

  // Nothing stays but the language, and the code was in no address of a page.
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("heading", { name: "我的事项" }).waitFor();
  expect(await page.evaluate("JSON.stringify([Object.entries(localStorage), sessionStorage.length, document.cookie])")).toBe('[[["duanliu.language","zh"]],0,""]');
  expect(asked.filter((url) => url.includes(code) && !url.startsWith("/v1/"))).toEqual([]);
  await page.getByRole("button", { name: "关闭此事项" }).click();
  await page.getByLabel("通知上的编号").waitFor();
  expect(await page.content()).not.toContain("ICBC");
});

test("通知中的链接直接打开本人事项：冻结、申诉、撤回、再次申诉、成立后申请赔偿，另可投诉；手机、深色", async () => {
  const frozen = await activeFreeze(room, await filedCase(room));
  await room.settle();
  const code = await codeFor(room, frozen.id);
  const page = await browser.open(address, `/my#${code}`, PHONE_ZH);
  const limits = page.getByRole("region", { name: "对您的限制" });
  await limits.getByText("生效中").first().waitFor();
  expect(new URL(page.url()).hash).toBe("");
  await page.getByRole("button", { name: "深色" }).click();
  await limits.getByText("到期自动解除，您无需办理任何手续。").first().waitFor();
  await sound(page);
  await picture(page, "my-zh-dark");

  const object = async (): Promise<void> => {
    const form = page.getByRole("region", { name: "申诉", exact: true });
    await form.getByLabel("我与此事无关").check();
    await form.getByRole("button", { name: "提交申诉" }).click();
    await page.getByText("您的申诉已收到。").waitFor();
  };
  const mine = page.getByRole("region", { name: "您提出的事项" });
  await object();
  await mine.getByText("补充材料或说明").click();
  await mine.getByLabel("情况说明").fill("我没有参与。");
  await mine.getByRole("button", { name: "提交" }).click();
  await page.getByText("已收到。", { exact: true }).waitFor();
  await mine.getByRole("button", { name: "撤回" }).click();
  await mine.getByText("对您的限制保持不变").waitFor();
  await mine.getByRole("button", { name: "确认撤回" }).click();
  await page.getByText("已撤回。", { exact: true }).waitFor();
  await limits.getByText("生效中").first().waitFor();
  await object();
  const open = (await room.all(appeal)).find(({ state, body }) => state === "received" && body.against === frozen.id);
  await room.pass(HOUR);
  await decided(room, open!, UPHELD, room.as("reviewer", "org_shinan", 2));

  await page.getByRole("button", { name: "刷新" }).click();
  await mine.getByText("成立，措施已解除").waitFor();
  const claim = page.getByRole("region", { name: "申请赔偿", exact: true });
  await claim.getByLabel("金额（CNY）").fill("ten");
  await claim.getByRole("button", { name: "提交申请" }).click();
  await claim.getByText("金额请用数字填写").waitFor();
  await claim.getByLabel("金额（CNY）").fill("10.5");
  await claim.getByRole("button", { name: "提交申请" }).click();
  await page.getByText("您的赔偿申请已收到。").waitFor();
  expect((await room.all(compensation)).map(({ state, body }) => [state, body.losses.map(({ amountMinor }) => amountMinor)])).toContainEqual(["claimed", ["1050"]]);

  // What is asked for is not offered again.
  expect(await claim.count()).toBe(0);
  const complain = page.getByRole("region", { name: "投诉", exact: true });
  await page.getByRole("link", { name: "投诉" }).click();
  await complain.getByLabel("关于什么？").selectOption({ label: "办理拖延" });
  await complain.getByLabel("接收答复的电话").fill("12");
  await complain.getByRole("button", { name: "提交投诉" }).click();
  await page.getByText("未能识别这个号码").waitFor();
  await complain.getByLabel("接收答复的电话").fill("+8613800138077");
  await complain.getByRole("button", { name: "提交投诉" }).click();
  await page.getByText("您的投诉已收到。").waitFor();
  expect((await room.all(complaint)).map(({ body }) => body.subject.key)).toEqual(["delay"]);
  await sound(page);
  await picture(page, "my-zh-lifted");
  // On paper: what is known, without forms and buttons.
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("button:visible, input:visible, textarea:visible").count()).toBe(0);
  await limits.getByText("已结束").first().waitFor();
});

test("a wrong code gets one sentence, guessing a wait; whoever signs in finds the way here", async () => {
  const page = await browser.open(address, "/sign-in", PHONE);
  // Addresses stand in the logs of whatever lies between: no code is in one.
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByRole("link", { name: "You received a notice?" }).click();
  await page.getByLabel("The code on your notice").fill("AB12-CD34-EF56");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("No matter was found with this code").waitFor();
  await sound(page);
  const tryAgain = async (): Promise<boolean> => {
    const answered = page.waitForResponse(/\/v1\/public\/matter$/);
    await page.getByRole("button", { name: "Show" }).click();
    return (await answered).status() === 429;
  };
  let tries = 0;
  // A link that is torn gets the same sentence and breaks nothing.
  await page.goto(`${address}/my#%E0%A4%`);
  await page.getByText("No matter was found with this code").waitFor();
  await page.getByLabel("The code on your notice").fill("AB12-CD34-EF56");
  while (tries < 40 && !(await tryAgain())) tries += 1;
  await page.getByText(/There were too many tries from here\. You can try again in [1-9]/).waitFor();
  await sound(page);
  expect(asked.filter((url) => url.includes("AB12"))).toEqual([]);
  expect(await page.content()).not.toMatch(/suspect|offender|fraudster/i);
});
