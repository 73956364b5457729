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

/** Somebody whose money is held and who was told so. */
export async function codeOfSomebody(desk: Desk): Promise<string | null> {
  const answer = await desk.page.request.post(`${desk.address}/v1/sign-in/sample`, { data: { login: "county-a.dutylead.1" } });
  if (!answer.ok()) throw new Error(await answer.text());
  const { items } = await askAt<{ readonly items: readonly Stop[] }>(desk, "/v1/stop-payments?open=true&limit=100");
  const vault = await openVault(path.join(desk.dataDir, "sample"), "never");
  // Several are tried, because not every holder was told yet; few, because wrong codes are counted.
  for (const { id, body } of items.filter(({ state }) => state === "stopped").slice(0, 5)) {
    const code = trackingCode(vault, id, body.account.token);
    // oxlint-disable-next-line no-await-in-loop
    const seen = await desk.page.request.post(`${desk.address}/v1/public/matter`, { data: { code } });
    if (seen.ok()) return `my#${code}`;
  }
  return null;
}
