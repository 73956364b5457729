/**
 * The whole operations centre: screening, casework, and the door. It joins what the slices need of one another's outside:
 * verdicts that become warnings, list changes that reach screening, the people and units that routing asks for.
 */
import { readFile } from "node:fs/promises";
import { openIdentityProvider } from "../adapters/oidc/identity-provider.ts";
import { openSecrets } from "../adapters/system/secrets.ts";
import { unitsFor } from "../access/organisation.ts";
import { ACCESS_SETTINGS, type AccessParts } from "../access/parts.ts";
import { setUpLink } from "../access/set-up.ts";
import { sweepAccess } from "../access/sweep.ts";
import type { ShownLink } from "../access/user.ts";
import type { World } from "../base/world.ts";
import { CheckDesk } from "../cards/opening/check-desk.ts";
import { takeSignals, type Locator } from "../dissuasion/take-signals.ts";
import type { Territory } from "../domain/territory.ts";
import { appendAccessLines } from "../matters/access-ledger.ts";
import type { ListImports } from "../listings/imports.ts";
import type { ListLooks } from "../listings/looks.ts";
import { CASEWORK_LIST } from "../listings/list-entry/outward.ts";
import type { IdentityProvider } from "../ports/identity-provider.ts";
import { openCarriers } from "./carriers.ts";
import type { Carriers } from "../matters/outbox.ts";
import { openCasework, type Casework } from "./casework.ts";
import { composeApp, type App, type Tell } from "./compose.ts";
import type { Config, OidcConfig } from "./config.ts";
import { Intake } from "./intake.ts";
import { ListChanges, type Reconciled } from "./list-changes.ts";
import { ListFiles } from "./list-files.ts";
import { Looks } from "./list-looks.ts";
import { locatorOf } from "./locator.ts";
import { Loop } from "./loop.ts";
import { openMoney, type Money } from "./money.ts";
import { loadNumberPlaces } from "./number-places.ts";
import { openingScreen } from "./opening-screen.ts";
import { RunningRules } from "./running-rules.ts";

export interface Centre {
  readonly config: Config;
  readonly app: App;
  readonly casework: Casework;
  readonly access: AccessParts;
  /** Answers counters before they open a card or an account. */
  readonly checks: CheckDesk;
  /** The lists of screening, for who imports into them. */
  readonly lists: ListImports;
  /** What the lists of screening say to people: hits, and entries of imported lists. */
  readonly looks: ListLooks;
  /** The money graph, the rings, and who looks at them. */
  readonly money: Money;
  /** The rules that judge, drafts beside them, and replays. */
  readonly rulebook: RunningRules;
  /** A link for the first person, while nobody has an account; null afterwards. */
  setUpLink(): Promise<ShownLink | null>;
  close(): Promise<void>;
}

/** Signals wait at most this long behind their verdicts. */
const INTAKE_IDLE_MS = 250;
/** What another process published judges here within this time; shadow figures are kept as often. */
const RULES_IDLE_MS = 5_000;
const SWEEP_MS = 5 * 60_000;
/** A list that the command line changed is read within this time. */
const LIST_FILES_MS = 1_000;

/** What the sample town puts in place of the world outside. */
export interface TownParts {
  /** Where its people live, whom no directory knows. */
  readonly locate: Locator;
  /** Lets its institutions and phones read what they are handed. */
  readonly overhear: (carriers: Carriers) => Carriers;
}

export async function openCentre(config: Config, world: World, tell: Tell, town?: TownParts): Promise<Centre> {
  const app = await composeApp(config, world, tell);
  try {
    const casework = await openCasework(config, world, tell);
    try {
      return await join(config, world, tell, app, casework, town);
    } catch (error) {
      await casework.close();
      throw error;
    }
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function join(config: Config, world: World, tell: Tell, app: App, casework: Casework, town: TownParts | undefined): Promise<Centre> {
  const { desk, vault, profiles } = casework;
  const tree = profiles.tree(config.profile);
  const access: AccessParts = {
    store: desk.store,
    world,
    secrets: openSecrets(),
    vault,
    append: appendAccessLines,
    places: tree,
    profile: () => desk.parts.law.current(world.nowMs()),
    provider: config.oidc === null ? null : await providerOf(config, config.oidc),
    sample: config.sample,
    settings: ACCESS_SETTINGS,
  };
  const numberPlaces = await loadNumberPlaces(tree);
  const locate = town?.locate ?? locatorOf(tree, numberPlaces);
  const { service } = app;
  const intake = new Intake({
    desk,
    log: service.log,
    signals: { links: app.engine.screener.features.links, rulesOf: (version) => service.rulesOf(version), explain: app.engine.explainEntry },
    take: async (work, signals) => {
      await takeSignals(work, signals, { locate, unitsFor: (sql, territories) => unitsFor(sql, "police", territories as readonly Territory[]) });
    },
  });
  const failed = (what: { readonly zh: string; readonly en: string }) => (error: unknown) =>
    tell("error", { zh: `${what.zh}：${String(error)}`, en: `${what.en}: ${String(error)}` });
  const files = new ListFiles(app.listsDir, app.engine.lists, CASEWORK_LIST, tell);
  const lists = new ListChanges(desk, app.engine.lists, files);
  tellReconciled(await lists.reconcile(), tell);
  const rulebook = new RunningRules({ desk, service, config, tell, locate });
  await rulebook.start();
  const rules = new Loop({
    world,
    idleMs: RULES_IDLE_MS,
    failed: failed({ zh: "规则库核对失败", en: "Keeping to the book of rules failed" }),
    step: async () => {
      await rulebook.look();
      await rulebook.flush();
      return null;
    },
  });
  const unwatch = desk.watch((changes) => {
    if (changes.some(({ kind }) => kind === "rule-change")) rules.wake();
  });
  const money = await openMoney({ config, world, tell, desk, log: service.log, numberPlaces });
  let staffed = false;
  const loops = [
    rules,
    new Loop({
      world,
      idleMs: INTAKE_IDLE_MS,
      failed: failed({ zh: "预警接收失败", en: "Taking verdicts into warnings failed" }),
      step: async () => {
        // Verdicts wait in the log until there is somebody to warn people.
        staffed ||= (await desk.store.snapshot((sql) => sql.query("select 1 from organisation where kind = 'police' limit 1"))).length > 0;
        if (staffed) await intake.step();
        return null;
      },
    }),
    ...money.loops,
    new Loop({
      world,
      idleMs: LIST_FILES_MS,
      failed: failed({ zh: "读取名单文件失败", en: "Reading changed list files failed" }),
      step: async () => {
        await files.poll();
        return null;
      },
    }),
    new Loop({
      world,
      idleMs: SWEEP_MS,
      failed: failed({ zh: "清理登录数据失败", en: "Sweeping sign-in data failed" }),
      step: async () => {
        await sweepAccess(access);
        return null;
      },
    }),
  ];
  const carriers = await openCarriers(config.webhooksFile, desk, lists.apply);
  casework.start(town === undefined ? carriers : town.overhear(carriers));
  for (const loop of loops) loop.start();
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    unwatch();
    for (const loop of loops) await loop.stop();
    await rulebook.close().catch(failed({ zh: "保存影子运行数字失败", en: "Keeping the figures of shadow runs failed" }));
    await money.close();
    await casework.close();
    await app.close();
  };
  return {
    config,
    app,
    casework,
    access,
    checks: new CheckDesk(desk, openingScreen(service)),
    lists,
    looks: new Looks(app.engine.lists, service.listHits, () => world.nowMs()),
    money,
    rulebook,
    setUpLink: () => setUpLink(access),
    close: () => (closing ??= close()),
  };
}

/** After a crash, or a restored backup: what stands in the matters stands in the lists again. */
function tellReconciled({ put, removed, refused }: Reconciled, tell: Tell): void {
  if (put + removed > 0)
    tell("info", {
      zh: `名单已按业务数据核对：补入 ${put} 条，移除 ${removed} 条。`,
      en: `The lists were compared with the matters: ${put} entries put in, ${removed} taken out.`,
    });
  if (refused > 0) tell("warn", { zh: `${refused} 个名单条目未被名单接受。`, en: `${refused} list entries are not taken by the lists.` });
}

async function providerOf(config: Config, oidc: OidcConfig): Promise<IdentityProvider> {
  const base = config.publicUrl ?? `http://${config.host}:${config.port}`;
  return openIdentityProvider({
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    clientSecret: oidc.secretFile === null ? null : (await readFile(oidc.secretFile, "utf8")).trim(),
    redirectUri: `${base}/v1/sign-in/provider/callback`,
    title: { zh: oidc.title, en: oidc.title },
    claim: oidc.claim,
  });
}
