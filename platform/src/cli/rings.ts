/**
 * `duanliu rings FILE|-`: scores every account of a file of transfers and groups those that belong together, without a
 * server and a log. It prints a table for people, or with --json one object: accounts with score and ring, and the rings.
 * A score is a reason to look; it says nothing about a person.
 */
import path from "node:path";
import type { Config } from "../app/config.ts";
import { readBytes } from "../app/load.ts";
import { maskAccount } from "../domain/account.ts";
import { describeRing, transfersInside, type RingDescription } from "../rings/describe-ring.ts";
import { findRings, type FoundRing, type RingFindings } from "../rings/find-rings.ts";
import { MOTIF_WORDS, type Motif } from "../rings/motif.ts";
import { explainLink, LINKS_COUNTED, loadRingModel, strongestLinks, type RingModel } from "../rings/ring-model.ts";
import { writeAll } from "./screen.ts";
import type { Terminal } from "./terminal.ts";
import { readTransferFile, type TransferFile } from "./transfer-file.ts";

const SOME_REFUSED = 2;
const REASONS_MAX = 5;
/** Accounts below this score are not explained: nothing was found about them. */
const EXPLAINED_FROM = 0.1;
/** Rings shown in the table; all of them are in the JSON. */
const RINGS_SHOWN = 30;
const WRITE_CHARACTERS = 1 << 20;

export interface RingsOptions {
  readonly json?: true;
  readonly explain?: true;
}

export async function rings(config: Config, file: string, options: RingsOptions, terminal: Terminal): Promise<number> {
  const model = loadRingModel(readBytes(path.join(config.modelsDir, "rings.txt")));
  const read = await readTransferFile(file, (refusal) => terminal.refusal(refusal));
  const findings = findRings(read.transfers, model);
  const inside = transfersInside(read.transfers, findings.ringOf, findings.rings.length);
  const described = findings.rings.map((ring, r) => describeRing(read.transfers, read.currencies, ring, inside[r]));
  const out = new Output();
  if (options.json === true) writeJson(out, model, read, findings, described, options.explain === true);
  else writeTable(out, model, read, findings, described, options.explain === true, terminal);
  out.end();
  terminal.say({
    zh: `${read.transfers.from.length} 笔转账，${read.accounts.length} 个账户，${findings.rings.length} 个疑似团伙；未接收 ${read.refused} 行${read.passedOver > 0 ? `，略过其他事件 ${read.passedOver} 行` : ""}${findings.leftOut.length > 0 ? `；往来过多而不参与成团的账户 ${findings.leftOut.length} 个` : ""}`,
    en: `${read.transfers.from.length} transfers, ${read.accounts.length} accounts, ${findings.rings.length} possible rings; ${read.refused} lines refused${read.passedOver > 0 ? `, ${read.passedOver} events of other kinds passed over` : ""}${findings.leftOut.length > 0 ? `; ${findings.leftOut.length} accounts with too many partners were left out of every ring` : ""}`,
  });
  return read.refused > 0 ? SOME_REFUSED : 0;
}

/** Text to standard output in large pieces. */
class Output {
  #text = "";

  write(text: string): void {
    this.#text += text;
    if (this.#text.length > WRITE_CHARACTERS) this.end();
  }

  end(): void {
    writeAll(1, Buffer.from(this.#text));
    this.#text = "";
  }
}

const ringId = (r: number): string | null => (r < 0 ? null : `ring-${r + 1}`);
const share = (score: number): number => Math.round(score * 1e6) / 1e6;
const instant = (ms: number): string | number => (ms >= 946_684_800_000 && ms < 4_102_444_800_000 ? new Date(ms).toISOString() : ms);

function writeJson(out: Output, model: RingModel, read: TransferFile, findings: RingFindings, described: readonly RingDescription[], explain: boolean): void {
  out.write('{"accounts":[');
  for (const [v, one] of read.accounts.entries()) {
    const because = explain && findings.accountScores[v] >= EXPLAINED_FROM ? { because: reasonsOf(model, read, findings, v) } : {};
    const row = { account: one.account, institution: one.institution, score: share(findings.accountScores[v]), ring: ringId(findings.ringOf[v]), ...because };
    out.write(`${v === 0 ? "\n" : ",\n"}${JSON.stringify(row)}`);
  }
  out.write('\n],"rings":[');
  for (const [r, ring] of findings.rings.entries()) out.write(`${r === 0 ? "\n" : ",\n"}${JSON.stringify(ringJson(r, ring, described[r], read))}`);
  const leftOut = findings.leftOut.map((one) => ({ ...read.accounts[one.account], reason: one.reason, partners: one.partners }));
  out.write(`\n],"leftOut":${JSON.stringify(leftOut)},"model":${JSON.stringify(model.version)}}\n`);
}

function ringJson(r: number, ring: FoundRing, what: RingDescription, read: TransferFile): unknown {
  const name = (v: number): string => read.accounts[v].account;
  return {
    id: ringId(r),
    score: share(ring.score),
    accounts: ring.accounts.map(name),
    links: ring.links.length,
    transfers: what.transfers.length,
    firstAt: instant(what.firstMs),
    lastAt: instant(what.lastMs),
    amountMinor: Object.fromEntries(Object.entries(what.amountMinor).map(([currency, sum]) => [currency, String(sum)])),
    amountsHidden: what.amountsHidden,
    motifs: what.motifs.map((m) => ({ kind: m.kind, accounts: m.accounts.map(name), firstAt: instant(m.firstMs), lastAt: instant(m.lastMs) })),
  };
}

/** The links that made an account's score, each with the figures that weighed. */
function reasonsOf(model: RingModel, read: TransferFile, findings: RingFindings, v: number): unknown {
  const { pairs } = findings;
  return strongestLinks(pairs, findings.linkScores, v, LINKS_COUNTED).map((p) => ({
    with: read.accounts[pairs.low[p] === v ? pairs.high[p] : pairs.low[p]].account,
    score: share(findings.linkScores[p]),
    weighed: explainLink(model, findings.features, p, REASONS_MAX).map(({ zh, en, value, contribution }) => ({
      zh,
      en,
      value: Number.isNaN(value) ? null : share(value),
      contribution: share(contribution),
    })),
  }));
}

function writeTable(out: Output, model: RingModel, read: TransferFile, findings: RingFindings, described: readonly RingDescription[], explain: boolean, terminal: Terminal): void {
  const { language } = terminal;
  const head = language === "zh" ? ["团伙", "得分", "账户", "转账", "形态"] : ["ring", "score", "accounts", "transfers", "shapes"];
  out.write(`${head[0].padEnd(10)}${head[1].padEnd(8)}${head[2].padEnd(10)}${head[3].padEnd(11)}${head[4]}\n`);
  for (const [r, ring] of findings.rings.slice(0, RINGS_SHOWN).entries()) {
    const what = described[r];
    const shapes = shapesOf(what.motifs, language);
    out.write(`${(ringId(r) ?? "").padEnd(10)}${ring.score.toFixed(3).padEnd(8)}${String(ring.accounts.length).padEnd(10)}${String(what.transfers.length).padEnd(11)}${shapes}\n`);
    for (const v of ring.accounts) {
      out.write(`          ${findings.accountScores[v].toFixed(3)}   ${read.accounts[v].institution} ${maskAccount(read.accounts[v].account)}\n`);
      if (!explain) continue;
      const [p] = strongestLinks(findings.pairs, findings.linkScores, v, 1);
      for (const reason of explainLink(model, findings.features, p, REASONS_MAX)) {
        const value = Number.isNaN(reason.value) ? (language === "zh" ? "未知" : "unknown") : String(share(reason.value));
        out.write(`                  ${reason.contribution > 0 ? "+" : "−"} ${reason[language]}: ${value}\n`);
      }
    }
  }
  if (findings.rings.length > RINGS_SHOWN)
    out.write(language === "zh" ? `……另有 ${findings.rings.length - RINGS_SHOWN} 个，见 --json\n` : `… and ${findings.rings.length - RINGS_SHOWN} more, see --json\n`);
}

function shapesOf(motifs: readonly Motif[], language: "zh" | "en"): string {
  const kinds = [...new Set(motifs.map((m) => m.kind))];
  return kinds.map((kind) => MOTIF_WORDS[kind][language]).join(language === "zh" ? "、" : ", ");
}
