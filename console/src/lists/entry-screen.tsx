/**
 * One entry: what it names and does, on which grounds, who proposed and who decided, until when, who has it and how far it is
 * taken back, what may be done with it and what then happens, and what happened so far.
 */
import { KINDS, type Change, type ListEntryBody, type ListingsClient, type MatterInFull, type Me } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys } from "../keys.ts";
import { Clock } from "../matter/clock.tsx";
import { History, MatterClock } from "../matter/history.tsx";
import { LevelMark, StateTag } from "../matter/marks.tsx";
import { nameOf, useKind, useOrganisations } from "../matter/names.ts";
import { OpenPersonal, Personal, PersonalProvider } from "../matter/personal.tsx";
import { useKept, useMatter, useMatters } from "../matter/use-matters.ts";
import { Signatures } from "../orders/signatures.tsx";
import { goTo, hashOf } from "../place.ts";
import { detailOf } from "../session.tsx";
import { EntryActs } from "./entry-acts.tsx";
import { EntryFacts } from "./entry-facts.tsx";
import { Grounds } from "./grounds.tsx";
import { Does } from "./parts.tsx";
import { Receipts, usePolled } from "./receipts.tsx";
import { words } from "./words.ts";

interface Props {
  readonly id: string;
  readonly listings: ListingsClient;
  readonly me: Me;
}

export function EntryScreen({ id, listings, me }: Props): ReactNode {
  const [matter, again] = useMatter<ListEntryBody>("list-entry", id);
  if (matter.kind === "loading") return <Loading rows={12} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return (
    <PersonalProvider matter={id} purposes={["execute-order", "investigate", "review-right", "audit"]}>
      <Worked entry={matter.value} stale={matter.stale} listings={listings} me={me} onAgain={again} />
    </PersonalProvider>
  );
}

interface WorkedProps {
  readonly entry: MatterInFull<ListEntryBody>;
  readonly stale: string | null;
  readonly listings: ListingsClient;
  readonly me: Me;
  readonly onAgain: () => void;
}

const back = (): void => goTo("lists");
const KEYS = { Escape: back };

function Worked({ entry, stale, listings, me, onAgain }: WorkedProps): ReactNode {
  const t = words.useWords();
  const kind = useKind("list-entry");
  const organisations = useOrganisations();
  const { id, body } = entry;
  const [receipts, askReceipts] = useKept(
    useCallback((signal: AbortSignal) => listings.receipts(id, signal), [listings, id]),
    useCallback((change: Change) => change.id === id, [id]),
  );
  usePolled(receipts, askReceipts);
  useKeys(KEYS);
  const told = receipts.kind === "here" ? receipts.value : null;
  const done = useCallback((): void => {
    onAgain();
    askReceipts();
  }, [onAgain, askReceipts]);
  return (
    <article className="lists-part entry-screen">
      <header className="order-head">
        <div className="order-line">
          <Button onClick={back}>‹ {t("back")}</Button>
          <h2 className="entry-title">{body.ref === null ? body.about : <Personal of={body.ref} />}</h2>
          <Does strength={body.strength} />
          <StateTag matter={entry} />
          <LevelMark level={entry.level} />
          <MatterClock matter={entry} />
        </div>
        <div className="order-line">
          <span className="quiet">
            {t(`type.${body.type}`)} · {entry.serial} · {nameOf(organisations, entry.org)}
          </span>
          {body.ref !== null && <OpenPersonal />}
        </div>
      </header>
      {stale !== null && (
        <p role="status" className="stale">
          {t("stale", { detail: stale })}
        </p>
      )}
      <div className="order-two">
        <div>
          <Signatures matter={entry} />
          <EntryActs entry={entry} kind={kind} receipts={told} mine={entry.state === "proposed" && entry.hands?.["open"] === me.user.id} onDone={done} />
          {(told === null || told.items.length > 0 || entry.state !== "proposed") && (
            <Receipts entry={entry} receipts={receipts.kind === "here" ? { kind: "here", value: receipts.value } : receipts} onAgain={askReceipts} />
          )}
          <EntryFacts entry={entry} receipts={told} />
          <Grounds entry={entry} kind={kind} onDone={done} />
          <Appeals id={id} me={me} />
        </div>
        <History matter={entry} kind={kind} tell={tellLine} />
      </div>
    </article>
  );
}

function tellLine({ detail }: { readonly detail: Readonly<Record<string, unknown>> }): ReactNode {
  const said = [detail["note"], detail["why"], detail["problem"]].filter((one): one is string => typeof one === "string");
  return said.length === 0 ? null : said.join(" · ");
}

/** Only for whoever may read appeals. */
function Appeals({ id, me }: { readonly id: string; readonly me: Me }): ReactNode {
  return me.roles.some((role) => (KINDS.appeal.readers as readonly string[]).includes(role.id)) ? <AppealsOf id={id} /> : null;
}

function AppealsOf({ id }: { readonly id: string }): ReactNode {
  const t = words.useWords();
  const [page, again] = useMatters("appeal", { parent: id, limit: 20 });
  if (page.kind === "failed") return <Failed detail={detailOf(page.detail)} onAgain={again} />;
  const items = page.kind === "here" ? page.value.items : [];
  return (
    <section aria-label={t("appeals.title")}>
      <h2>{t("appeals.title")}</h2>
      {items.length === 0 && <p className="quiet">{t("appeals.none")}</p>}
      <ul className="entry-appeals">
        {items.map((appeal) => (
          <li key={appeal.id}>
            <a href={hashOf("appeals", appeal.id)}>{appeal.serial}</a> <StateTag matter={appeal} />{" "}
            {appeal.closedAtMs === null && (
              <>
                <b>{t("appeals.open")}</b> <Clock dueAtMs={appeal.dueAtMs} startedAtMs={appeal.openedAtMs} />
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
