/**
 * What the accounts of a ring did with money, from the transfers around them: shapes among them, and a score for each with
 * the dealings that made it. Only transfers that touch the ring are seen, so a figure about a counterparty's other dealings
 * is smaller than it would be with everything. Pure.
 */
import { maskAccount } from "../domain/account.ts";
import { describeRing } from "./describe-ring.ts";
import { findRings } from "./find-rings.ts";
import { MOTIF_WORDS, type Motif } from "./motif.ts";
import { explainLink, LINKS_COUNTED, strongestLinks, type RingModel } from "./ring-model.ts";
import type { Transfers } from "./transfers.ts";

export interface AroundPayment {
  readonly id: string;
  /** `INSTITUTION:number`. */
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
  readonly amountMinor: bigint;
  readonly currency: string;
}

export interface PaymentsAround {
  readonly payments: readonly AroundPayment[];
  /** There were more than are given. */
  readonly cut: boolean;
}

interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface RingMoney {
  readonly motifs: readonly (Pick<Motif, "kind" | "firstMs" | "lastMs"> & {
    readonly words: Words;
    readonly innocent: Words;
    readonly accounts: readonly string[];
    readonly transfers: readonly string[];
  })[];
  readonly scores: {
    readonly model: string;
    readonly accounts: readonly {
      readonly account: string;
      readonly score: number;
      readonly because: readonly {
        readonly with: string;
        readonly masked: string;
        readonly score: number;
        readonly weighed: readonly { readonly zh: string; readonly en: string; readonly value: number | null; readonly contribution: number }[];
      }[];
    }[];
  } | null;
}

const REASONS_MAX = 5;
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

export function moneyOfRing(around: PaymentsAround, members: readonly string[], model: RingModel | null): RingMoney {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const numberOf = (name: string): number => {
    let number = numbers.get(name);
    if (number === undefined) {
      numbers.set(name, (number = names.length));
      names.push(name);
    }
    return number;
  };
  for (const name of [...members].sort()) numberOf(name);
  // In the order of time and id, so that the order of arrival tells nothing.
  const payments = around.payments.filter(({ from, to }) => from !== to).sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
  const transfers: Transfers = {
    from: Int32Array.from(payments, (one) => numberOf(one.from)),
    to: Int32Array.from(payments, (one) => numberOf(one.to)),
    atMs: Float64Array.from(payments, (one) => one.atMs),
    amountMinor: Float64Array.from(payments, (one) => Number(one.amountMinor)),
    accounts: 0,
  };
  const all = { ...transfers, accounts: names.length };
  const inside = payments.flatMap((_, i) => (all.from[i] < members.length && all.to[i] < members.length ? [i] : []));
  const described =
    inside.length === 0
      ? { motifs: [] }
      : describeRing(
          all,
          payments.map((one) => one.currency),
          { accounts: Array.from({ length: members.length }, (_, v) => v), links: [], score: 0 },
          inside,
        );
  return {
    motifs: described.motifs.map(({ kind, accounts, transfers: which, firstMs, lastMs }) => {
      const { zh, en, innocentZh, innocentEn } = MOTIF_WORDS[kind];
      return {
        kind,
        firstMs,
        lastMs,
        words: { zh, en },
        innocent: { zh: innocentZh, en: innocentEn },
        accounts: accounts.map((v) => names[v]),
        transfers: which.map((i) => payments[i].id),
      };
    }),
    scores: model === null || payments.length === 0 ? null : scoresOf(all, names, members.length, model),
  };
}

function scoresOf(transfers: Transfers, names: readonly string[], members: number, model: RingModel): RingMoney["scores"] {
  const findings = findRings(transfers, model);
  const { pairs } = findings;
  return {
    model: String(model.version),
    accounts: Array.from({ length: members }, (_, v) => ({
      account: names[v],
      score: rounded(findings.accountScores[v]),
      because: strongestLinks(pairs, findings.linkScores, v, LINKS_COUNTED).map((p) => {
        const other = names[pairs.low[p] === v ? pairs.high[p] : pairs.low[p]];
        const colon = other.indexOf(":");
        return {
          with: other,
          masked: `${other.slice(0, colon)} ${maskAccount(other.slice(colon + 1))}`,
          score: rounded(findings.linkScores[p]),
          weighed: explainLink(model, findings.features, p, REASONS_MAX).map(({ zh, en, value, contribution }) => ({
            zh,
            en,
            value: Number.isNaN(value) ? null : rounded(value),
            contribution: rounded(contribution),
          })),
        };
      }),
    })).sort((a, b) => b.score - a.score || (a.account < b.account ? -1 : 1)),
  };
}
