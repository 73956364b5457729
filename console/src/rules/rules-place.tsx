/**
 * The rules: read and searched by everybody who may look at screening; changed, tried, approved, published and rolled back by
 * those whose role it is. What nobody signed in may not see is simply not there.
 */
import { KINDS, RulebookClient, type Change, type Me, type Publication, type Rulebook, type RuleChangeBody } from "@duanliu/client";
import { Segmented } from "antd";
import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords } from "../keys.ts";
import { useKept } from "../matter/use-matters.ts";
import { goTo, hashOf } from "../place.ts";
import type { PlaceProps } from "../places.tsx";
import { useBook, useLoaded, useMe, useSession } from "../session.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { Book } from "./book.tsx";
import { words } from "./words.ts";
import "./rules.css";

// Forms, editor and figures come when somebody works on a change.
const Changes = lazy(async () => ({ default: (await import("./changes.tsx")).Changes }));
const ChangeScreen = lazy(async () => ({ default: (await import("./change-screen.tsx")).ChangeScreen }));
const Draft = lazy(async () => ({ default: (await import("./draft.tsx")).Draft }));

export function RulesPlace({ path }: PlaceProps): ReactNode {
  const me = useMe();
  if (me.kind === "loading") return <Loading rows={12} />;
  // Somebody whose sign-in cannot be asked about still sees what everybody sees.
  const who = me.kind === "here" ? me.value : null;
  const reads = who?.roles.some(({ id }) => (KINDS["rule-change"].readers as readonly string[]).includes(id)) === true;
  return who === null || !reads ? <OnlyBook /> : <Inside me={who} path={path} />;
}

function OnlyBook(): ReactNode {
  return <WithBook more={null} writes={false} />;
}

function WithBook({ more, writes }: { readonly more: Rulebook | null; readonly writes: boolean }): ReactNode {
  const session = useSession();
  const book = useBook();
  switch (book.kind) {
    case "loading":
      return <Loading rows={12} />;
    case "failed":
      return <Failed detail={book.detail} onAgain={() => void session.loadBook()} />;
    case "here":
      return <Book book={book.value} more={more} writes={writes} />;
  }
}

const TABS = ["rules", "changes", "published"] as const;
type TabName = (typeof TABS)[number];

function Inside({ me, path }: { readonly me: Me; readonly path: readonly string[] }): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const book = useMemo(() => new RulebookClient(client), [client]);
  const [more] = useKept<Rulebook>(
    useCallback((signal: AbortSignal) => book.now(signal), [book]),
    useCallback((change: Change) => change.kind === "rule-change", []),
  );
  const [first, second, third] = path;
  const writes = me.roles.some(({ id }) => id === "analyst" || id === "dutyLead");
  const show = useCallback((tab: TabName) => (tab === "rules" ? goTo("rules") : goTo("rules", tab)), []);
  useKeys(useMemo(() => ({ r: () => show("rules"), g: () => show("changes") }), [show]));
  useKeyWords([
    { keys: ["r", "g"], words: `${t("rules")}, ${t("changes")}` },
    { keys: ["1", "…", "4"], words: t("keys.tabs") },
    { keys: ["Ctrl S"], words: t("keys.save") },
  ]);
  const tab: TabName = first === "published" ? "published" : first === "changes" || first?.startsWith("rlc_") === true ? "changes" : "rules";
  return (
    <div className="rules-place">
      <nav className="rules-tabs" aria-label={t("rules")}>
        <Segmented<TabName> value={tab} onChange={show} options={TABS.map((one) => ({ value: one, label: t(one) }))} />
      </nav>
      <Suspense fallback={<Loading rows={12} />}>
        {first === "changes" ? (
          <Changes />
        ) : first === "published" ? (
          <Published />
        ) : first === "new" && second !== undefined ? (
          <NewChange key={`${second} ${third ?? ""}`} pack={second} {...(third === undefined ? {} : { rule: third })} />
        ) : first?.startsWith("rlc_") === true ? (
          <ChangeScreen key={first} id={first} tab={second ?? null} me={me} />
        ) : (
          <WithBook more={more.kind === "here" ? more.value : null} writes={writes} />
        )}
      </Suspense>
    </div>
  );
}

/** A change that is not a matter yet: it becomes one when it is saved for the first time. */
function NewChange({ pack, rule }: { readonly pack: string; readonly rule?: string }): ReactNode {
  const t = words.useWords();
  const { client, desk } = useSession();
  const book = useMemo(() => new RulebookClient(client), [client]);
  const [text, again] = useLoaded(useCallback((signal: AbortSignal) => book.pack(pack, signal), [book, pack]));
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (text.kind === "loading") return <Loading rows={12} />;
  if (text.kind === "failed") return <Failed detail={text.detail} onAgain={again} />;
  const { digests } = text.value;
  const save = async (texts: { readonly text: string; readonly examples: string }, why: string): Promise<void> => {
    setSaving(true);
    setError(null);
    try {
      const matter = await desk.open<RuleChangeBody>("rule-change", { pack, ...texts, base: digests.text, why });
      goTo("rules", matter.id);
    } catch (caught) {
      setError(caught);
      setSaving(false);
    }
  };
  return (
    <article className="page rule-change">
      <h1>
        {t("newTitle", { pack: "" })}
        <code>{pack}</code>
      </h1>
      <Draft
        pack={pack}
        initial={text.value}
        why=""
        readOnly={false}
        saving={saving}
        error={error}
        saveWords={t("save")}
        onSave={(texts, why) => void save(texts, why)}
        {...(rule === undefined ? {} : { rule })}
      />
    </article>
  );
}

/** What was in force when: every publication and roll-back there ever was. */
function Published(): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const language = languageNow();
  const book = useMemo(() => new RulebookClient(client), [client]);
  const [list, again] = useKept<readonly Publication[]>(
    useCallback((signal: AbortSignal) => book.publications(signal), [book]),
    useCallback((change: Change) => change.kind === "rule-change", []),
  );
  if (list.kind === "loading") return <Loading rows={8} />;
  if (list.kind === "failed") return <Failed detail={list.detail} onAgain={again} />;
  return (
    <article className="page">
      <h1>{t("published")}</h1>
      <ol className="publications">
        {list.value.map((one) => (
          <li key={one.seq}>
            <time dateTime={new Date(one.atMs).toISOString()}>{instantText(one.atMs, language)}</time> <b>{one.pack}</b> {t(`how.${one.how}`)}{" "}
            {one.change !== null && <a href={hashOf("rules", one.change)}>{one.change}</a>} {!one.inForce && <span className="mark">{t("notInForce")}</span>}{" "}
            <code className="quiet">{one.text.slice(0, 12)}</code>
          </li>
        ))}
      </ol>
    </article>
  );
}
