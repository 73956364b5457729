/**
 * The queue of appeals, complaints or compensations: what is the reader's own by time left, what waits for papers, what is
 * free, what colleagues have. The fast lane is marked with a word and a sign, never by colour alone.
 */
import { KINDS, type Matter, type Me } from "@duanliu/client";
import { useCallback, useMemo, type ReactNode } from "react";
import { Clock } from "../matter/clock.tsx";
import { LevelMark } from "../matter/marks.tsx";
import { Money } from "../matter/money.tsx";
import { Queue } from "../matter/queue.tsx";
import { useMatters } from "../matter/use-matters.ts";
import { goTo, hashOf } from "../place.ts";
import { languageNow } from "../words/language.ts";
import { inOrder, isFastLane, PARTS, partOf, waitsForPapers, type Seen } from "./appeal.ts";
import { words } from "./words.ts";

export type QueueKind = "appeal" | "complaint" | "compensation";

/** One page of the server; more open ones than anybody looks down. */
const ROWS = 200;

interface Props {
  readonly kind: QueueKind;
  readonly me: Me;
  readonly openId: string | null;
}

export function AppealsQueue({ kind, me, openId }: Props): ReactNode {
  const t = words.useWords();
  const [page, again] = useMatters<Seen>(kind, { open: true, order: "due", limit: ROWS });
  const all = useMemo(() => (page.kind === "here" ? page.value.items : []), [page]);
  const user = me.user.id;
  // Whoever decides nothing here has no parts of their own.
  const own = all.some((one) => one.assignee === user) || me.roles.some(({ id }) => id === "reviewer");
  const split = own && kind !== "compensation";
  const rows = useMemo(() => (split ? inOrder(all, user) : all), [all, split, user]);
  const begins = useMemo(() => {
    if (!split) return new Map<string, string>();
    const parts = PARTS.map((part) => ({ part, of: rows.filter((one) => partOf(one, user) === part) }));
    return new Map(parts.flatMap(({ part, of }) => (of[0] === undefined ? [] : [[of[0].id, `${t(`part.${part}`)} · ${of.length}`] as const])));
  }, [rows, split, user, t]);
  return (
    <Queue<Seen>
      label={t(`tab.${KINDS[kind].plural as "appeals" | "complaints" | "compensations"}`)}
      page={page}
      rows={rows}
      openId={openId}
      hrefOf={(matter) => hashOf("appeals", matter.id)}
      onOpen={useCallback((matter: Matter<Seen>) => goTo("appeals", matter.id), [])}
      heading={(matter) => begins.get(matter.id) ?? null}
      row={(matter) => <Row matter={matter} />}
      empty={t("noneOpen")}
      onAgain={again}
    />
  );
}

function Row({ matter }: { readonly matter: Matter<Seen> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { body } = matter;
  const late = "overdue" in body ? body.overdue > 0 : body.late;
  const marks = [isFastLane(body) ? `» ${t("lane")}` : null, waitsForPapers(body) ? `… ${t("waits")}` : null, late ? `▲ ${t("late")}` : null].filter((one) => one !== null);
  return (
    <span className="orders-queue-row">
      <span>
        <LevelMark level={matter.level} wordless /> <What body={body} />
      </span>
      <Clock dueAtMs={matter.dueAtMs} bare />
      <span className="quiet">
        {matter.stateWords[language]} · {whyOf(body, language)}
      </span>
      <span />
      {marks.length > 0 && <span className="standings">{marks.join(" · ")}</span>}
    </span>
  );
}

/** What it is about, masked; a claim by its sum. */
function What({ body }: { readonly body: Seen }): ReactNode {
  const t = words.useWords();
  if ("cost" in body) {
    const sum = body.claimedMinor ?? body.cost.interestMinor;
    return sum === null ? <>{body.about}</> : <Money amountMinor={sum} currency={body.currency} />;
  }
  if ("subject" in body) return <>{body.subject[languageNow()]}</>;
  return <>{body.about === "" ? t("tab.appeals") : body.about}</>;
}

function whyOf(body: Seen, language: "zh" | "en"): string {
  if ("cost" in body) return body.about;
  if ("subject" in body) return body.unit[language];
  return body.grounds.map((one) => one[language]).join(language === "zh" ? "；" : "; ");
}
