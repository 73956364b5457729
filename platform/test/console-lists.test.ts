/**
 * The lists at the console, in a real browser against the real server and the sample town: an entry is proposed in one form,
 * signed by somebody else in the other language, hit, withdrawn, and every institution's confirmation arrives while one looks.
 * The people here are of a unit and operators of their own, so that the sample's own people do not work for them.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { NOTHING_YET, openBrowser, startConsoleServer, type ConsoleBrowser, type ConsoleServer, type Screen } from "./console-browser.ts";
import { ask, openAs, seriousFaults, tooWide, until } from "./console-desk.ts";

const PASSWORD = "seven herons over the weir";
const CHINESE: Screen = { locale: "zh-CN", width: 1280 };
const PHONE: Screen = { width: 390, height: 800 };
const NUMBER = "+8617012345678";

interface Entry {
  readonly id: string;
  readonly state: string;
}
interface Receipts {
  readonly items: readonly { readonly receiver: string; readonly appliedAtMs: number | null }[];
}

let server: ConsoleServer;
let browser: ConsoleBrowser;
/** What the first test proposes and the others go on with. */
let entry = "";

beforeAll(async () => {
  server = await startConsoleServer(["--sample"]);
  // The browser reports answers that refuse; what the page says of them is what is tested.
  browser = await openBrowser((text) => /status of (?:401|403|404|409|422|503)/.test(text));
  const admin = await openAs(browser, server.address, "ministry.admin.1");
  const settle = async (kind: string, en: string, territory: string, people: Readonly<Record<string, readonly string[]>>): Promise<void> => {
    const org = await ask<{ readonly id: string }>(admin, "/v1/organisations", { kind, name: { zh: `${en}（测试）`, en }, territory });
    for (const [login, roles] of Object.entries(people)) {
      const { link } = await ask<{ readonly link: { readonly path: string } }>(admin, "/v1/users", { login, name: login, org: org.id, roles });
      await ask(admin, "/v1/password-link", { secret: link.path.split("#").at(-1), password: PASSWORD });
    }
  };
  await settle("police", "Coast district", "37/3702/370211", { "coast.analyst": ["analyst"], "coast.lead": ["dutyLead"] });
  await settle("telco", "Gull telecom", "", { "gull.desk": ["telcoOps"] });
  await settle("telco", "Heron telecom", "", { "heron.desk": ["telcoOps"] });
  await browser.endTest();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => expect(await browser.endTest()).toEqual([]));

/** Somebody at their page, signed in with their password. */
async function at(login: string, hash: string, screen: Screen = {}): Promise<Page> {
  const page = await browser.open(server.address, NOTHING_YET, screen);
  await ask(page, "/v1/sign-in", { login, password: PASSWORD });
  await page.goto(`${server.address}/${hash}`);
  return page;
}

async function sound(page: Page): Promise<void> {
  expect(await seriousFaults(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
}

const entryOf = (page: Page): Promise<Entry> => ask<Entry>(page, `/v1/list-entries/${entry}`);
/** Two Chinese characters on a button stand apart. */
const spaced = (name: string): RegExp => new RegExp(`^${[...name].join("\\s?")}$`);

test("an analyst proposes a number in one form, and finds no way to approve it", async () => {
  const page = await at("coast.analyst", "#/lists");
  await page.getByText("There is no entry yet.").waitFor();
  await page.keyboard.press("p");
  await page.getByLabel("Identifier").fill("110");
  await page.getByLabel("Authority").fill("Communications administration");
  await page.getByLabel("Where the instruction is kept").fill("letter 7");
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  // What nobody may list is refused before anybody is asked.
  await page.getByText("The law does not allow this").waitFor();
  await page.getByLabel("Identifier").fill(NUMBER);
  await sound(page);
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await page.waitForURL(/#\/lists\/lst_/, { timeout: 120_000 });
  entry = new URL(page.url()).hash.split("/").at(-1) ?? "";
  await page.getByText("You proposed this: somebody else has to decide.").waitFor();
  await page.locator(".entry-grounds").getByText("Communications administration").waitFor();
  await page.getByText("What happened").waitFor();
  expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);
  // Masked until a purpose is given.
  expect(await page.locator("main").innerText()).not.toContain("17012345678");
});

test("值班长按键找到待签批条目，看清后果后批准；核查命中即计数；撤销后各机构的确认逐家到达", async () => {
  const lead = await at("coast.lead", "#/lists/sign", CHINESE);
  await lead.locator(".register-table tbody tr[data-row-key]").first().waitFor();
  await lead.keyboard.press("j");
  await lead.keyboard.press("Enter");
  await lead.waitForURL(`**/#/lists/${entry}`);
  await lead.getByRole("button", { name: spaced("批准") }).click();
  const approve = lead.getByRole("group", { name: "批准", exact: true });
  await approve.getByText("告知持有人理由和申诉途径").waitFor();
  await approve.getByRole("button", { name: spaced("批准") }).click();
  await lead.locator(".order-head .state-tag").getByText("生效：提示").waitFor();
  const receipts = await until(
    () => ask<Receipts>(lead, `/v1/list-entries/${entry}/receipts`),
    ({ items }) => items.length === 3,
  );
  expect(receipts.items.filter(({ appliedAtMs }) => appliedAtMs !== null).length).toBeLessThan(3);
  await ask(lead, "/v1/events", { id: "lists-1", kind: "call", occurredAt: new Date().toISOString(), from: NUMBER, to: "+8613800138000", answered: true, durationMs: 1_000 });
  await lead.locator(".order-facts").getByText("最近", { exact: false }).waitFor();
  await sound(lead);

  await lead.getByRole("button", { name: spaced("撤销") }).click();
  const revoke = lead.getByRole("group", { name: "撤销", exact: true });
  await revoke.getByText("通知 3 家机构撤下").waitFor();
  await revoke.getByLabel("列入有误").check();
  await revoke.getByRole("button", { name: spaced("撤销") }).click();
  const row = (name: string): ReturnType<Page["locator"]> => lead.locator(".entry-receipts tr", { hasText: name });
  await row("Gull telecom").getByText("尚未确认").waitFor();
  await row("Heron telecom").getByText("尚未确认").waitFor();
  const gull = await at("gull.desk", "#/partner");
  await ask(gull, "/v1/shared-list/applied", { upTo: 1_000_000 });
  // Nobody touched the lead's page, and the other has not confirmed.
  await row("Gull telecom").getByText("已撤下").waitFor();
  await row("Heron telecom").getByText("尚未确认").waitFor();
  expect((await entryOf(lead)).state).toBe("recalling");
  await sound(lead);
  const heron = await at("heron.desk", "#/partner/reassigned");
  await ask(heron, "/v1/shared-list/applied", { upTo: 1_000_000 });
  const sample = await openAs(browser, server.address, "telco-a.telcoops.1");
  await ask(sample, "/v1/shared-list/applied", { upTo: 1_000_000 });
  await lead.locator(".order-head .state-tag").getByText("已撤销").waitFor();
  await lead.getByText("3 家中 3 家已确认").waitFor();

  // An operator's word about numbers with new holders, which tells nothing of entries.
  await heron.getByLabel("Numbers, one a line").fill(`${NUMBER}\n13700137000`);
  await heron.getByRole("button", { name: "Tell" }).click();
  await heron.getByText("Told: 2 numbers.").waitFor();
  await sound(heron);
});

test("an import says what became of every line, and gives the refused ones back", async () => {
  const page = await at("coast.analyst", "#/lists/import");
  await page.getByLabel("Name of the list").fill("coast-daily");
  await page.getByLabel("Who says so").fill("daily sheet");
  await page.getByRole("textbox", { name: "Lines", exact: true }).fill("refund-centre.example\n# said today\nicbc.com.cn\nrefund-centre.example\nnot a host\n");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { name: "What came of it" }).waitFor();
  const refused = page.locator(".import-report tbody tr[data-row-key]");
  expect(await refused.count()).toBe(2);
  expect(await refused.first().innerText()).toMatch(/3[\s\S]*icbc\.com\.cn[\s\S]*nobody can block it/);
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the refused lines" }).click()]);
  expect(saved.suggestedFilename()).toBe("coast-daily-refused.txt");
  await page.locator(".import-tools").getByText("all", { exact: true }).click();
  expect(await refused.locator("td:nth-child(2)").allInnerTexts()).toEqual(["✓ new", "× refused", "= there already", "× refused"]);
  await sound(page);
  await page.getByRole("button", { name: "Look at the list" }).click();
  await page.locator("tr[data-row-key]", { hasText: "refund-centre.example" }).getByText("daily sheet").waitFor();
});

test("on a phone nothing is wider than the screen; without signing in, on the machine itself, the lists are summed up", async () => {
  const page = await at("coast.lead", "#/lists/ended", PHONE);
  await page.locator(".register-table tbody tr[data-row-key] a").first().click();
  await page.getByText("All have taken it back").waitFor();
  await sound(page);
  await page.getByRole("button", { name: "Back to the entries" }).click();
  await page.locator(".register-table tbody tr[data-row-key]").first().waitFor();
  await sound(page);
  const nobody = await browser.open(server.address, "/#/lists", {});
  await nobody.getByText("coast-daily").waitFor();
  expect(await nobody.getByRole("button", { name: "Propose an entry" }).count()).toBe(0);
});
