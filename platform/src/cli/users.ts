/**
 * `duanliu users link LOGIN`: a link by which somebody sets a new password, for whoever runs this machine when nobody is
 * left who could give one. It is recorded as the command line's doing.
 */
import { openSecrets } from "../adapters/system/secrets.ts";
import { openVault } from "../adapters/system/vault.ts";
import { systemWorld } from "../adapters/system/world.ts";
import { ACCESS_SETTINGS } from "../access/parts.ts";
import { recoveryLink } from "../access/set-up.ts";
import type { Config } from "../app/config.ts";
import { joinCaseworkStore } from "../app/joined-store.ts";
import { lawOf, loadProfiles } from "../app/profiles.ts";
import { appendAccessLines } from "../matters/access-ledger.ts";
import type { Terminal } from "./terminal.ts";

export async function usersLink(config: Config, login: string, terminal: Terminal): Promise<number> {
  const profiles = await loadProfiles(config.jurisdictionsDir);
  const { store, close } = await joinCaseworkStore(config);
  try {
    const link = await recoveryLink(
      {
        store,
        world: systemWorld,
        secrets: openSecrets(),
        vault: await openVault(config.dataDir, "never"),
        append: appendAccessLines,
        places: profiles.tree(config.profile),
        profile: () => lawOf(profiles, config.profile).current(systemWorld.nowMs()),
        provider: null,
        sample: false,
        settings: ACCESS_SETTINGS,
      },
      login,
    );
    const base = config.publicUrl ?? `http://${config.host}:${config.port}`;
    terminal.say({ zh: "一次有效，24 小时内：", en: "Works once, within 24 hours:" });
    process.stdout.write(`${base}${link.path}\n`);
    return 0;
  } finally {
    await close();
  }
}
