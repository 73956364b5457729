/**
 * One change of the rules, from the draft to the roll-back: what it says, what it would cost, what it does in shadow, who has
 * signed, and the one thing to do next. What may be done comes from the platform; whoever wrote it finds no "approve".
 */
import { ROLE_WORDS, RulebookClient, type Change, type HistoryLine, type MatterInFull, type Me, type Role, type RuleChangeBody } from "@duanliu/client";
import { Button, Tabs } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys } from "../keys.ts";
import { History } from "../matter/history.tsx";
import { StateTag } from "../matter/marks.tsx";
import { nameOf, useKind, useOrganisations } from "../matter/names.ts";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { useKept, useMatter } from "../matter/use-matters.ts";
import { goTo } from "../place.ts";
import { useSession } from "../session.tsx";
import { instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { Bill } from "./bill.tsx";
import { Differences } from "./differences.tsx";
import { Draft } from "./draft.tsx";
import { Shadow } from "./shadow.tsx";
import { words } from "./words.ts";

const CommandForm = lazy(async () => ({ default: (await import("../matter/command-form.tsx")).CommandForm }));

const TABS = ["draft", "bill", "shadow", "history"] as const;
type TabName = (typeof TABS)[number];

export function ChangeScreen({ id, tab, me }: { readonly id: string; readonly tab: string | null; readonly me: Me }): ReactNode {
  const [matter, again] = useMatter<RuleChangeBody>("rule-change", id);
  if (matter.kind === "loading") return <Loading rows={14} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return <Worked matter={matter.value} me={me} tab={TABS.find((one) => one === tab) ?? "draft"} onAgain={again} />;
}

/** Acts that take something back. */
const HURTS: ReadonlySet<string> = new Set(["roll-back"]);
const ORDER = ["approve", "publish", "propose", "start-shadow", "roll-back", "stop-shadow", "return", "withdraw"] as const;
type Act = (typeof ORDER)[number];

interface WorkedProps {
  readonly matter: MatterInFull<RuleChangeBody>;
  readonly me: Me;
  readonly tab: TabName;
  readonly onAgain: () => void;
}

function Worked({ matter, me, tab, onAgain }: WorkedProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const kind = useKind("rule-change");
  const [filling, setFilling] = useState<Act | null>(null);
  const [dirty, setDirty] = useState(false);
  const { give, busy, error, clear } = useCommand<RuleChangeBody>(
    "rule-change",
    useCallback(() => onAgain(), [onAgain]),
  );
  const { body, id } = matter;
  const may = (command: string): boolean => matter.commands.some((one) => one.name === command);
  const show = useCallback((name: TabName) => goTo("rules", id, name), [id]);
  useKeys(
    useMemo(
      () => ({
        ...Object.fromEntries(TABS.map((name, i) => [String(i + 1), () => show(name)])),
        Escape: () => (filling === null ? goTo("rules", "changes") : setFilling(null)),
      }),
      [show, filling],
    ),
  );
  const acts = ORDER.filter((name) => may(name));
  const first = nextAct(matter, acts);
  const command = filling === null ? null : (kind?.commands[filling] ?? null);
  const mayReplay = me.roles.some(({ id: role }) => role === "analyst" || role === "dutyLead");
  return (
    <article className="page rule-change">
      <header className="rule-change-head">
        <div>
          <Button size="small" onClick={() => goTo("rules", "changes")}>
            ‹ {t("changes")}
          </Button>{" "}
          <StateTag matter={matter} /> <span className="quiet">{matter.serial}</span>
        </div>
        <h1>
          {body.title[language]} <code>{body.pack}</code>
        </h1>
        <p>{body.why}</p>
      </header>
      <div className="next-line">
        <span>{t(`next.${nextWords(matter)}`)}</span>
        <span className="grow" />
        {acts.map((name) => (
          <Button
            key={name}
            type={name === first ? "primary" : "default"}
            danger={HURTS.has(name)}
            disabled={busy || (dirty && name !== "withdraw")}
            onClick={() => setFilling(name)}
          >
            {kind?.commands[name]?.words[language] ?? name}
          </Button>
        ))}
      </div>
      {error !== null && filling === null && <ProblemNote error={error} onClose={clear} />}
      {command !== null && filling !== null && (
        <Suspense fallback={<Loading rows={3} />}>
          <CommandForm
            key={filling}
            command={command}
            fields={{ label: (field) => (field === "despite" ? t("despiteField") : null), choice: () => null }}
            warning={t(`help.${filling}`)}
            danger={HURTS.has(filling)}
            busy={busy}
            error={error}
            onCancel={() => {
              clear();
              setFilling(null);
            }}
            onGive={(input) => void give({ id, command: filling, input, version: matter.version }).then((done) => (done ? setFilling(null) : undefined))}
          />
        </Suspense>
      )}
      <Signatures matter={matter} />
      <Differences differences={body.differences} />
      <Tabs
        activeKey={tab}
        onChange={(key) => show(TABS.find((one) => one === key) ?? "draft")}
        items={[
          {
            key: "draft",
            label: body.errors > 0 ? `${t("tabs.draft")} · ${t("errors", { count: body.errors })}` : t("tabs.draft"),
            children: (
              <DraftTab
                matter={matter}
                writable={may("revise")}
                busy={busy}
                error={error}
                onDirty={setDirty}
                onSave={(texts, why) => void give({ id, command: "revise", input: { ...texts, why }, version: matter.version })}
              />
            ),
          },
          { key: "bill", label: t("tabs.bill"), children: <Bill matter={matter} mayReplay={mayReplay && body.errors === 0 && !matter.ended} /> },
          { key: "shadow", label: t("tabs.shadow"), children: <Shadow id={id} /> },
          { key: "history", label: t("tabs.history"), children: <History title={t("tabs.history")} matter={matter} kind={kind} tell={tellLine} /> },
        ]}
      />
    </article>
  );
}

function nextAct(matter: MatterInFull<RuleChangeBody>, acts: readonly Act[]): Act | null {
  if (matter.state === "drafted") return acts.find((name) => name === "start-shadow") ?? null;
  return acts.find((name) => name === "approve" || name === "publish" || name === "propose") ?? null;
}

function nextWords({ state, body }: MatterInFull<RuleChangeBody>): keyof (typeof words.en)["next"] {
  switch (state) {
    case "drafted":
      return body.errors > 0 ? "fix" : "drafted";
    case "shadow":
    case "proposed":
    case "approved":
    case "live":
    case "replaced":
      return state;
    default:
      return "ended";
  }
}

function tellLine(line: HistoryLine): ReactNode {
  const { why, despite } = line.detail;
  const said = [why, despite].filter((one): one is string => typeof one === "string");
  return said.length === 0 ? null : said.join(" · ");
}

/** Who wrote and who approved: two hands, always both shown. */
function Signatures({ matter }: { readonly matter: MatterInFull<RuleChangeBody> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const organisations = useOrganisations();
  const who = (line: HistoryLine | undefined): string | null =>
    line === undefined
      ? null
      : `${t("who", { role: Object.hasOwn(ROLE_WORDS, line.role) ? ROLE_WORDS[line.role as Role][language] : line.role, unit: nameOf(organisations, line.unit) })} · ${instantText(line.occurredAtMs, language)}`;
  const newest = (events: readonly string[]): HistoryLine | undefined => matter.history.filter(({ event }) => events.includes(event)).toSorted((a, b) => b.seq - a.seq)[0];
  const { approval } = matter.body;
  const hours = (ms: number): string => numberText(ms / 3_600_000, language, 1);
  return (
    <section className="signatures" aria-label={t("signatures")}>
      <div>
        <b>1 {t("written")}</b> <span>{who(newest(["open", "redraft"]))}</span>
      </div>
      <div>
        <b>2 {t("approved")}</b>{" "}
        {approval === null ? (
          <span className="quiet">{t("notYet")}</span>
        ) : (
          <span>
            {who(newest(["approve"]))}{" "}
            <span className="quiet">
              {approval.replay === null
                ? t("stoodOnNoReplay", { hours: hours(approval.shadowMs) })
                : t("stoodOn", { hours: hours(approval.shadowMs), events: numberText(approval.shadowEvents, language) })}
              {approval.despite !== null && <> · {t("despite", { why: approval.despite })}</>}
            </span>
          </span>
        )}
      </div>
    </section>
  );
}

interface DraftTabProps {
  readonly matter: MatterInFull<RuleChangeBody>;
  readonly writable: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onDirty: (dirty: boolean) => void;
  readonly onSave: (texts: { readonly text: string; readonly examples: string }, why: string) => void;
}

function DraftTab({ matter, writable, busy, error, onDirty, onSave }: DraftTabProps): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const book = useMemo(() => new RulebookClient(client), [client]);
  const { id, body } = matter;
  const [draft, again] = useKept(
    useCallback((signal: AbortSignal) => book.draft(id, signal), [book, id]),
    useCallback((change: Change) => change.id === id, [id]),
  );
  const [saved, setSaved] = useState(body.revision);
  useEffect(() => {
    if (saved === body.revision) return undefined;
    const timer = setTimeout(() => setSaved(body.revision), 4_000);
    return () => clearTimeout(timer);
  }, [saved, body.revision]);
  if (draft.kind === "loading") return <Loading rows={12} />;
  if (draft.kind === "failed") return <Failed detail={draft.detail} onAgain={again} />;
  return (
    <>
      {saved !== body.revision && (
        <p role="status" className="logged">
          ✓ {t("saved")}
        </p>
      )}
      <Draft
        // Another text than the one that was begun with: the editor begins anew.
        key={`${draft.value.draft.text.length} ${body.draft.text} ${draft.value.version}`}
        pack={body.pack}
        initial={draft.value.draft}
        why={body.why}
        readOnly={!writable}
        saving={busy}
        error={error}
        saveWords={t("saveAgain")}
        onSave={onSave}
        onDirty={onDirty}
      />
    </>
  );
}
