/**
 * Those who keep the lists in the sample town: analysts propose what warnings name on the other side, leads of the duty decide,
 * reviewers lower or withdraw some later, and every institution reads its feed and confirms after its own time. Some is left
 * to whoever is at the console. Runs of the town have no such party.
 */
import type { Role } from "../../access/role.ts";
import type { Warning } from "../../dissuasion/warning/warning.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { SignFamily } from "../../domain/signal.ts";
import type { Prng } from "../../base/prng.ts";
import { sharedChanges } from "../../listings/shared-list.ts";
import { confirmApplied } from "../../listings/sharing.ts";
import type { Matter } from "../../matters/matter.ts";
import { openPersonal } from "../../matters/personal-access.ts";
import type { Change } from "../../matters/work.ts";
import type { Officer } from "../country.ts";
import type { Received } from "../outside.ts";
import { MINUTE, type Party, type Scene } from "../scene.ts";

/** An analyst comes to it this often at the most, by the town's time as it is played. */
const PROPOSALS_APART_MS = 20_000;
/** More than that nobody has standing at once here: the sample is to be looked at, not to be filled. */
const PROPOSALS_MAX = 60;
/** Share of the program's own proposals on which nobody of the sample decides. */
const PROGRAMS_LEFT = 0.7;
/** Lists are kept beside everything that is more urgent. */
const SHARE = 0.5;
/** Somebody is as good as free within this, and is asked again so many times. */
const FREE_WITHIN_MS = 30_000;
const TRIES_MAX = 40;
const PARTNER_ROLES: readonly Role[] = ["bankOps", "telcoOps", "platformOps"];
/** Minutes that an institution takes to carry out what it reads; the slowest lets somebody watch receipts arrive. */
const PARTNER_MINUTES = [0.5, 1, 2, 4, 12] as const;
const CHANGES_AT_ONCE = 500;
const AUTHORITIES = ["省通信管理局", "市金融监管部门"] as const;

export class ListStaff implements Party {
  readonly name = "list-staff";
  readonly #scene: Scene;
  readonly #prng: Prng;
  readonly #leaves: number;
  #nextMs = 0;
  /** Proposed by the sample's own analysts. */
  readonly #own = new Set<MatterId>();
  readonly #listed = new Set<string>();
  /** States of entries in which something was begun. */
  readonly #seen = new Map<MatterId, string>();
  /** Of each institution: how far it has read, and whether somebody is about to. */
  readonly #feeds = new Map<string, { after: number; coming: boolean; readonly minutes: number }>();

  constructor(scene: Scene, leaves: number) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("list-staff");
    this.#leaves = leaves;
  }

  changed(change: Change): void {
    if (change.kind === "warning" && change.level > 0) this.#warned(change);
    if (change.kind !== "list-entry" || this.#seen.get(change.id) === change.state) return;
    this.#seen.set(change.id, change.state);
    if (change.state === "proposed") this.#decide(change);
    if (change.state === "active-flag" || change.state === "active-block") this.#later(change);
  }

  received({ channel, to, what }: Received): void {
    if (channel === "institution" && (what === "list-entry.share" || what === "list-entry.withdraw")) this.#read(to);
  }

  // --- proposing ---------------------------------------------------------------------------------------------------------

  #warned({ org, id }: Change): void {
    const nowMs = this.#scene.nowMs();
    if (nowMs < this.#nextMs || this.#own.size >= PROPOSALS_MAX) return;
    this.#nextMs = nowMs + PROPOSALS_APART_MS;
    this.#scene.give(org, ["analyst"], 1 + this.#prng.exponential(2), (officer) => this.#propose(officer, id), SHARE);
  }

  async #propose(officer: Officer, id: MatterId): Promise<void> {
    const scene = this.#scene;
    const warning = (await scene.find(officer.scope, id)) as Matter<Warning> | null;
    if (warning === null || warning.body.families.length === 0) return;
    const { families, rules, sites, signs } = warning.body;
    const asked = await this.#named(officer, warning, sites);
    if (asked === null) return;
    const score = 400 + 50 * Math.min(8, signs.length);
    const ground = { kind: "signals", families: [...families], scorePermille: score, rules: rules.slice(0, 10), matter: id };
    // An authority's letter carries a block; signs of several channels a flag; one sign is watched and no more.
    const letter = asked.type !== "account" && this.#prng.chance(0.3);
    const strength = letter ? "block" : channels(families) >= 2 ? "flag" : "watch";
    const authority = { kind: "authority", authority: this.#prng.pick(AUTHORITIES), document: `示例函〔2026〕${1 + this.#prng.int(900)}号` };
    const opened = await scene.open(officer.scope, "list-entry", { ...asked, strength, grounds: letter ? [authority, ground] : [ground], sharing: "amber" });
    if (opened !== null) this.#own.add(opened.id);
  }

  /** Something on the other side that was not proposed here before: a site, or a number or account that is opened for it. */
  async #named(officer: Officer, warning: Matter<Warning>, sites: readonly string[]): Promise<{ readonly type: string; readonly identifier: string } | null> {
    const site = sites.find((one) => !this.#listed.has(one));
    if (site !== undefined && this.#prng.chance(0.5)) {
      this.#listed.add(site);
      return { type: "host", identifier: site };
    }
    const other = warning.body.others.find(({ type, token }) => (type === "number" || type === "account") && !this.#listed.has(token));
    if (other === undefined) return null;
    this.#listed.add(other.token);
    const values = await this.#scene.attempt(() => openPersonal(this.#scene.desk, officer.scope, { matter: warning.id, purpose: "investigate", tokens: [other.token] }));
    const [found] = values ?? [];
    return found === undefined ? null : { type: other.type, identifier: found.value.open("investigate") };
  }

  // --- deciding ----------------------------------------------------------------------------------------------------------

  #decide({ org, id }: Change): void {
    const scene = this.#scene;
    const rejects = this.#prng.chance(0.12);
    const left = this.#prng.next();
    scene.later((1 + this.#prng.exponential(4)) * MINUTE, () => {
      // Of what the program proposes by itself, which is much more, most waits for whoever is at the console.
      if (left < (this.#own.has(id) ? this.#leaves : PROGRAMS_LEFT)) return Promise.resolve();
      this.#hand(org, "dutyLead", 0, async ({ scope }) => {
        if (rejects) await scene.act(scope, "list-entry", id, "reject", { why: "现有迹象不足，继续观察" });
        else await scene.act(scope, "list-entry", id, "approve");
      });
      return Promise.resolve();
    });
  }

  /** To whoever of the unit, or of those above it, is free first; where all have more urgent things before them, later. */
  #hand(org: string, role: Role, tries: number, act: (officer: Officer) => Promise<void>): void {
    const scene = this.#scene;
    const { units, officers } = scene.country;
    const above: string[] = [];
    for (let at: string | null = org; at !== null; at = units.find((one) => one.id === at)?.parent ?? null) above.push(at);
    const [first] = officers.filter((one) => above.includes(one.org) && one.roles.includes(role)).toSorted((a, b) => a.freeAtMs - b.freeAtMs);
    if (first === undefined) return;
    if (first.freeAtMs - scene.nowMs() <= FREE_WITHIN_MS) return scene.giveTo(first, 1, act);
    if (tries < TRIES_MAX)
      scene.later(3 * MINUTE, () => {
        this.#hand(org, role, tries + 1, act);
        return Promise.resolve();
      });
  }

  /** Most stand to their end; some are lowered or withdrawn when somebody has looked again. */
  #later({ org, id, state }: Change): void {
    const scene = this.#scene;
    const dice = this.#prng.next();
    if (dice >= 0.45) return;
    scene.later((6 + this.#prng.exponential(25)) * MINUTE, () => {
      this.#hand(org, "reviewer", 0, async ({ scope }) => {
        if (dice < 0.15 && state === "active-block") await scene.act(scope, "list-entry", id, "lower", { to: "flag", why: "近期未再出现新的迹象" });
        else if (dice < 0.35) await scene.act(scope, "list-entry", id, "revoke", { reason: "no-longer-needed", note: "号码或网址已停用" });
        else await scene.act(scope, "list-entry", id, "revoke", { reason: "mistake", note: "核实为正常商户" });
      });
      return Promise.resolve();
    });
  }

  // --- institutions ------------------------------------------------------------------------------------------------------

  #read(org: string): void {
    const scene = this.#scene;
    const feed = this.#feeds.get(org) ?? { after: 0, coming: false, minutes: scene.chanceOf(`list-feed ${org}`).pick(PARTNER_MINUTES) };
    this.#feeds.set(org, feed);
    if (feed.coming) return;
    feed.coming = true;
    scene.later(feed.minutes * (0.5 + this.#prng.next()) * MINUTE, async () => {
      feed.coming = false;
      const officer = scene.officerFor(org, PARTNER_ROLES);
      if (officer === null) return;
      for (let more = true; more;) {
        const from = feed.after;
        // A page is carried out before the next is read.
        // oxlint-disable-next-line no-await-in-loop
        const page = await scene.attempt(() => sharedChanges(scene.desk, officer.scope, from, CHANGES_AT_ONCE));
        if (page === null || page.items.length === 0) return;
        // oxlint-disable-next-line no-await-in-loop
        if ((await scene.attempt(() => confirmApplied(scene.desk, officer.scope, { upTo: page.next }))) === null) return;
        feed.after = page.next;
        more = page.more;
      }
    });
  }
}

/** Channels that count apart: what people say is none, and sites and apps are one. */
function channels(families: readonly SignFamily[]): number {
  return new Set(families.filter((one) => one !== "report" && one !== "analyst").map((one) => (one === "app" ? "web" : one))).size;
}
