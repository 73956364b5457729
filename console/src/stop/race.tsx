/**
 * The race: for each account that still holds money of the report, how long there is to send an order, what it would save and
 * why it may be somebody honest's; one press proposes a stop over just that sum. Ordered as the server ranks: most lost by a
 * minute's delay first.
 */
import { Button } from "antd";
import { useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { useKeys, type KeyTable } from "../keys.ts";
import { Money } from "../matter/money.tsx";
import { ProblemNote } from "../matter/problem.tsx";
import { useNow } from "../now.ts";
import { hashOf } from "../place.ts";
import { useSession } from "../session.tsx";
import { exactMoneyText, moneyText, shareText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { figures, useDuration } from "./lasting.tsx";
import type { Branch, Race } from "./stop.ts";
import { words } from "./words.ts";

interface Props {
  readonly matter: string;
  readonly purpose: string;
  readonly race: Race;
  readonly mayPropose: boolean;
  readonly onDone: () => void;
}

export function RaceView({ matter, purpose, race, mayPropose, onDone }: Props): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [proposed, setProposed] = useState<string | null>(null);
  const onItsWay = useRef(false);
  const propose = useCallback(
    (branch: Branch): void => {
      if (onItsWay.current) return;
      onItsWay.current = true;
      setBusy(branch.account);
      setError(null);
      client
        .post<{ readonly proposed: readonly { readonly amountMinor: string; readonly currency: string }[] }>("/v1/money/stops", {
          matter,
          purpose,
          currency: race.currency,
          accounts: [branch.account],
        })
        .then((answer) => {
          const [one] = answer.proposed;
          setProposed(one === undefined ? null : exactMoneyText(one.amountMinor, one.currency, languageNow()));
        }, setError)
        .finally(() => {
          onItsWay.current = false;
          setBusy(null);
          onDone();
        });
    },
    [client, matter, purpose, race.currency, onDone],
  );
  const best = mayPropose ? race.branches.find((one) => one.notNow === null) : undefined;
  useKeys(useMemo((): KeyTable => (best === undefined ? {} : { p: () => propose(best) }), [best, propose]));
  return (
    <section className="race" aria-labelledby="race-title">
      <h2 id="race-title">{t("race.title")}</h2>
      {error !== null && <ProblemNote error={error} onClose={() => setError(null)} />}
      {proposed !== null && (
        <p role="status" className="done-note">
          ✓ {t("race.proposed", { sum: proposed })}
        </p>
      )}
      {race.branches.length === 0 ? (
        <p className="quiet">{t("race.none")}</p>
      ) : (
        <ol className="branches">
          {race.branches.map((branch) => (
            <BranchRow
              key={branch.account}
              branch={branch}
              asOfMs={new Date(race.asOf).getTime()}
              first={branch === best}
              busy={busy === branch.account}
              onPropose={mayPropose && branch.notNow === null ? () => propose(branch) : null}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

interface RowProps {
  readonly branch: Branch;
  readonly asOfMs: number;
  readonly first: boolean;
  readonly busy: boolean;
  readonly onPropose: (() => void) | null;
}

function BranchRow({ branch, asOfMs, first, busy, onPropose }: RowProps): ReactNode {
  const t = words.useWords();
  const duration = useDuration();
  const language = languageNow();
  const { currency } = branch.stop;
  // There is no race for what a bank holds in full.
  const held = BigInt(branch.heldMinor) >= BigInt(branch.taintedMinor);
  const sum = moneyText(Number(branch.stop.amountMinor), currency, language).short;
  return (
    <li className={first ? "branch first" : "branch"}>
      <div className="branch-head">
        <b>{branch.masked}</b>
        <span className="quiet">
          {branch.institution} · {t("race.tier", { n: branch.tier })}
        </span>
        {first && <span className="mark">▲ {t("race.first")}</span>}
        {branch.heldMinor !== "0" && (
          <span className="mark">
            ■ {t("race.holding")} <Money amountMinor={branch.heldMinor} currency={currency} />
          </span>
        )}
      </div>
      <dl className="branch-figures">
        <div>
          <dt>{t("race.still")}</dt>
          <dd>
            <Money amountMinor={branch.taintedMinor} currency={currency} />
          </dd>
        </div>
        {!held && (
          <div>
            <dt>{t("race.savable")}</dt>
            <dd>{branch.savableMinor === null ? "?" : <Money amountMinor={branch.savableMinor} currency={currency} />}</dd>
          </div>
        )}
        {!held && branch.lostPerMinuteMinor !== null && (
          <div>
            <dt>{t("race.perMinute")}</dt>
            <dd>
              <Money amountMinor={branch.lostPerMinuteMinor} currency={currency} />
            </dd>
          </div>
        )}
      </dl>
      {!held && (
        <p className="branch-time">
          <Left branch={branch} asOfMs={asOfMs} />
          <span className="quiet">
            {" · "}
            {t(branch.answer.assumed ? "race.usualAssumed" : "race.usual", { time: duration(branch.answer.ms) })}
            {branch.expected !== null && (
              <>
                {" · "}
                <span title={`${t(`race.basis.${branch.expected.basis}`)} (${branch.expected.n})`}>{t("race.moves", { time: duration(branch.expected.medianMs) })}</span>
              </>
            )}
            {branch.chancePpm !== null && <> · {t("race.chance", { share: shareText(branch.chancePpm, 1_000_000, language) })}</>}
          </span>
        </p>
      )}
      {branch.stop.goodFaith.length > 0 && (
        <div className="good-faith">
          <b>! {t("race.good")}</b>
          <ul>
            {branch.stop.goodFaith.map((one) => (
              <li key={one.id}>{one.words[language]}</li>
            ))}
          </ul>
        </div>
      )}
      {branch.notNow !== null && <NotNow said={branch.notNow[language]} />}
      {onPropose !== null && (
        <div className="branch-act">
          <Button type={first ? "primary" : "default"} loading={busy} onClick={onPropose}>
            {t("race.propose", { sum })} {first && <kbd aria-hidden="true">p</kbd>}
          </Button>
          <span className="quiet">{t("race.will")}</span>
        </div>
      )}
    </li>
  );
}

/** Why nothing can be proposed; an order that is named can be opened. */
function NotNow({ said }: { readonly said: string }): ReactNode {
  const order = /(?:stp|frz)_\w+/.exec(said);
  if (order === null) return <p className="quiet">{said}</p>;
  return (
    <p className="quiet">
      <a href={hashOf("stop", order[0])}>{said.replace(/\s?[（(](?:stp|frz)_\w+[）)]/, "")}</a>
    </p>
  );
}

/** Seconds until an order must be sent, counted on from when they were said. */
function Left({ branch, asOfMs }: { readonly branch: Branch; readonly asOfMs: number }): ReactNode {
  const t = words.useWords();
  const now = useNow();
  if (branch.secondsLeft === null) return <span>? {t("race.unknown")}</span>;
  const leftMs = branch.secondsLeft * 1_000 - (now - asOfMs);
  return leftMs >= 0 ? (
    <b className="branch-left">
      ● {t("race.left", { time: figures(leftMs) })} · {t("race.inTime")}
    </b>
  ) : (
    <b className="branch-left late">
      ○ {t("race.late", { time: figures(-leftMs) })} · {t("race.likelyLost")}
    </b>
  );
}
