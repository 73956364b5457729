/**
 * A code as somebody in the sample town holds it. It stands nowhere but on their notice; whoever runs the server and hands notices
 * over makes it again from the keys in its data folder, and so does this, for a folder that is thrown away afterwards.
 */
import path from "node:path";
import { openVault } from "../../platform/src/adapters/system/vault.ts";
import { trackingCode } from "../../platform/src/matters/tracking.ts";
import { askAt, type Desk } from "./desk.ts";

interface Stop {
  readonly id: string;
  readonly state: string;
  readonly openedAtMs: number;
  readonly body: { readonly account: { readonly token: string }; readonly stoppedAtMs: number | null };
}

/** The page of somebody whose money is held and who was told so. */
export async function codeOfSomebody(desk: Desk): Promise<string | null> {
  const code = await heldCode(desk);
  return code === null ? null : `my#${code}`;
}

let appealed = false;

/** Somebody of them objects, once, where nobody in the town has yet. */
export async function objectOnce(desk: Desk): Promise<void> {
  const code = appealed ? null : await heldCode(desk);
  if (code === null) return;
  await askAt(desk, "/v1/public/matter/appeals", {
    code,
    grounds: ["not-involved"],
    contact: "+8613800138077",
    statement: "这是我卖两吨小麦的货款，有合同。 This is what two tons of my wheat were sold for; I have the contract.",
  });
  appealed = true;
}

async function heldCode(desk: Desk): Promise<string | null> {
  const answer = await desk.page.request.post(`${desk.address}/v1/sign-in/sample`, { data: { login: "county-a.dutylead.1" } });
  if (!answer.ok()) throw new Error(await answer.text());
  const { items } = await askAt<{ readonly items: readonly Stop[] }>(desk, "/v1/stop-payments?open=true&limit=100");
  const vault = await openVault(path.join(desk.dataDir, "sample"), "never");
  // Several are tried, because not every holder was told yet; few, because wrong codes are counted.
  for (const { id, body } of items.filter(({ state }) => state === "stopped").slice(0, 5)) {
    const code = trackingCode(vault, id, body.account.token);
    // oxlint-disable-next-line no-await-in-loop
    const seen = await desk.page.request.post(`${desk.address}/v1/public/matter`, { data: { code } });
    if (seen.ok()) return code;
  }
  return null;
}
