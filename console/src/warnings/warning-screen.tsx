/**
 * One warning, worked: who and how long, why, what to say, one press for what came of it, who else is on it. The middle of
 * the screen carries one decision at a time; everything that was seen and done stands beside it in its order.
 */
import type { Me, MatterInFull } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys } from "../keys.ts";
import { MatterClock } from "../matter/history.tsx";
import { LevelMark, StateTag } from "../matter/marks.tsx";
import { nameOf, useKind, useOrganisations } from "../matter/names.ts";
import { OpenPersonal, Personal, PersonalProvider, useOpenedValues } from "../matter/personal.tsx";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { useMatter } from "../matter/use-matters.ts";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { fieldWords, known, outcomeForm } from "./fields.ts";
import { Outcomes } from "./outcomes.tsx";
import { Say } from "./say.tsx";
import { Timeline } from "./timeline.tsx";
import { isPossible, UNIT_ACTS, Units } from "./units.tsx";
import { channelOf, openAttempt, OUTCOMES, recordedOutcome, stepsToContact, stepsToResult, type Channel, type OutcomeKey, type WarningBody } from "./warning.ts";
import { Why } from "./why.tsx";
import { words } from "./words.ts";

// Forms are heavy, and the first screen needs none.
const CommandForm = lazy(async () => ({ default: (await import("../matter/command-form.tsx")).CommandForm }));

interface Props {
  readonly id: string;
  readonly me: Me;
  readonly onNext: () => void;
  readonly onBack: () => void;
}

export function WarningScreen({ id, me, onNext, onBack }: Props): ReactNode {
  const [matter, again] = useMatter<WarningBody>("warning", id);
  if (matter.kind === "loading") return <Loading rows={14} />;
  if (matter.kind === "failed") {
    return (
      <div className="warning-failed">
        <Failed detail={matter.detail} onAgain={again} />
      </div>
    );
  }
  return (
    <PersonalProvider matter={id} purposes={["warn-and-dissuade", "investigate", "audit"]}>
      <Worked matter={matter.value} me={me} onAgain={again} onNext={onNext} onBack={onBack} />
    </PersonalProvider>
  );
}

/** What is being filled in, if anything: a command, or an outcome that needs more words. */
type Filling = { readonly kind: "command"; readonly name: string } | { readonly kind: "outcome"; readonly outcome: OutcomeKey } | null;

/** Commands that are pressed in their own places; the rest is under "more". */
const PLACED: ReadonlySet<string> = new Set(["contact", "result", "escalate", "sign", ...UNIT_ACTS.map(([name]) => name)]);
/** Those to whom the texts are given. */
const SPEAKERS: ReadonlySet<string> = new Set(["dissuader", "dutyLead", "analyst"]);
const HURTS: ReadonlySet<string> = new Set(["cancel", "not-a-target"]);

interface WorkedProps extends Omit<Props, "id"> {
  readonly matter: MatterInFull<WarningBody>;
  readonly onAgain: () => void;
}

function Worked({ matter, me, onAgain, onNext, onBack }: WorkedProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const kind = useKind("warning");
  const { body } = matter;
  const user = me.user.id;
  const [chosen, setChosen] = useState<Channel | null>(null);
  const [filling, setFilling] = useState<Filling>(null);
  const [logged, setLogged] = useState<string | null>(null);
  const { give, busy, error, clear } = useCommand<WarningBody>(
    "warning",
    useCallback(() => onAgain(), [onAgain]),
  );
  const channel = openAttempt(body, user)?.channel ?? chosen ?? channelOf(body, user);
  const may = useCallback((command: string) => isPossible(matter, command), [matter]);
  const contactable = may("contact") || may("result") || may("sign");

  const record = useCallback(
    async (outcome: string, input: object): Promise<void> => {
      const steps = stepsToResult(matter, user, channel, input);
      if (steps === null || !(await give(...steps))) return;
      setFilling(null);
      setChosen(null);
      setLogged(words[language].outcome[outcome as keyof typeof words.en.outcome]);
    },
    [matter, user, channel, give, language],
  );
  const press = useCallback(
    (outcome: OutcomeKey): void => {
      setLogged(null);
      clear();
      if (outcome.form) setFilling({ kind: "outcome", outcome });
      else void record(recordedOutcome(outcome.name, channel), { outcome: recordedOutcome(outcome.name, channel) });
    },
    [record, channel, clear],
  );
  const act = useCallback(
    (name: string): void => {
      clear();
      // What takes nothing is done at once.
      if (name === "arrive" || name === "sign") void give({ id: matter.id, command: name });
      else setFilling({ kind: "command", name });
    },
    [give, matter.id, clear],
  );
  const begin = useCallback((): void => {
    const steps = stepsToContact(matter, user, channel);
    if (steps !== null && steps.length > 0) void give(...steps);
  }, [matter, user, channel, give]);

  useKeys(
    useMemo(() => {
      const acts: readonly (readonly [string, string])[] = [["e", "escalate"], ["s", "sign"], ...UNIT_ACTS.flatMap(([name, key]) => (key === null ? [] : [[key, name] as const]))];
      return {
        ...Object.fromEntries(contactable ? OUTCOMES.map((one) => [one.key, () => press(one)]) : []),
        ...Object.fromEntries(acts.filter(([, name]) => may(name)).map(([key, name]) => [key, () => act(name)])),
        ...(contactable ? { c: begin, v: () => setChosen(channel === "call" ? "visit" : "call") } : {}),
        Escape: () => (filling === null ? onBack() : setFilling(null)),
      };
    }, [contactable, press, act, may, begin, channel, filling, onBack]),
  );
  // What was filled in for something that is over is put away.
  useEffect(() => {
    if (filling?.kind === "command" && !may(filling.name)) setFilling(null);
  }, [filling, may]);

  const speaks = me.roles.some(({ id }) => SPEAKERS.has(id));
  const opened = useOpenedValues();
  const fields = fieldWords(t, matter);
  const form = filling === null ? null : filling.kind === "command" ? (kind?.commands[filling.name] ?? null) : outcomeForm(kind, filling.outcome.name);
  const help = filling === null ? null : filling.kind === "command" ? filling.name : filling.outcome.name;
  const others = matter.commands.filter((one) => !PLACED.has(one.name));

  return (
    <>
      <article className="warning-work" aria-label={matter.serial}>
        <Head matter={matter} me={me} onBack={onBack} />
        {error !== null && filling === null && <ProblemNote error={error} onClose={clear} />}
        {logged !== null && (
          <p role="status" className="logged">
            ✓ {t("logged", { what: logged })}
          </p>
        )}
        {matter.commands.length + Number(matter.ended) > 0 && <NextLine matter={matter} user={user} onNext={onNext} onSign={may("sign") ? () => act("sign") : null} busy={busy} />}
        {form !== null && filling !== null && (
          <Suspense fallback={<Loading rows={3} />}>
            <CommandForm
              key={help}
              command={form}
              fields={fields}
              warning={help !== null && Object.hasOwn(words.en.help, help) ? t(`help.${help as keyof typeof words.en.help}`) : undefined}
              danger={help !== null && HURTS.has(help)}
              busy={busy}
              error={error}
              initial={filling.kind === "outcome" ? known(filling.outcome.name, channel, body, opened) : {}}
              onCancel={() => {
                clear();
                setFilling(null);
              }}
              onGive={(input) => {
                if (filling.kind === "outcome") void record(filling.outcome.name, { ...(input as object), outcome: filling.outcome.name });
                else void give({ id: matter.id, command: filling.name, input, version: matter.version }).then((done) => (done ? setFilling(null) : undefined));
              }}
            />
          </Suspense>
        )}
        <Why matter={matter} />
        {!matter.ended && speaks && <Say id={matter.id} about={`${body.category ?? "-"} ${body.stage ?? "-"} ${String(body.announcedCall)}`} />}
        {contactable && form === null && <Outcomes body={body} user={user} channel={channel} busy={busy} onChannel={setChosen} onBegin={begin} onOutcome={press} />}
        {!matter.ended && <Units matter={matter} org={me.org.id} busy={busy} onAct={act} />}
        {(may("escalate") || others.length > 0) && (
          <section className="other-acts" aria-label={t("otherActs")}>
            {may("escalate") && (
              <Button disabled={busy} onClick={() => act("escalate")}>
                {t("do.escalate")} <kbd aria-hidden="true">e</kbd>
              </Button>
            )}
            {others.map((one) => (
              <Button key={one.name} type="text" disabled={busy} onClick={() => act(one.name)}>
                {one.words[language]}
              </Button>
            ))}
          </section>
        )}
      </article>
      <Timeline matter={matter} kind={kind} />
    </>
  );
}

function Head({ matter, me, onBack }: { readonly matter: MatterInFull<WarningBody>; readonly me: Me; readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const { body } = matter;
  const whose = matter.assignee === me.user.id ? t("withMe") : matter.assignee === null ? t("unassigned") : t("with", { name: nameOf(organisations, matter.org) });
  // One person, by each name they are known by: the number first, because it is called.
  const known = [...(body.number === null ? [] : [body.number]), ...body.known.filter((one) => one.token !== body.number?.token)];
  return (
    <header className="warning-head">
      <div className="warning-line">
        <Button className="to-queue" size="small" onClick={onBack}>
          ‹ {t("back")}
        </Button>
        <LevelMark level={matter.level} />
        <MatterClock matter={matter} />
        <StateTag matter={matter} />
        <span className="quiet">{whose}</span>
      </div>
      <div className="warning-person">
        <h1>
          <Personal of={known[0] ?? body.victim} />
        </h1>
        {known.slice(1).map((one) => (
          <Personal key={one.token} of={one} />
        ))}
        <OpenPersonal />
      </div>
      <p className="quiet">
        {matter.serial}
        {body.attemptCount > 0 && <> · {t("attempts", { count: body.attemptCount })}</>}
        {body.escalationCount > 0 && <> · {t("escalated", { count: body.escalationCount })}</>}
      </p>
    </header>
  );
}

interface NextProps {
  readonly matter: MatterInFull<WarningBody>;
  readonly user: string;
  readonly busy: boolean;
  readonly onSign: (() => void) | null;
  readonly onNext: () => void;
}

/** The one thing to do now. */
function NextLine({ matter, user, busy, onSign, onNext }: NextProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { next } = matter.body;
  const said =
    openAttempt(matter.body, user) !== null
      ? t("nextStep.talking")
      : next.kind === "contact"
        ? t(`nextStep.${next.channel}`)
        : next.kind === "wait"
          ? t("nextStep.wait", { at: instantText(next.untilMs, language) })
          : next.kind === "follow-up"
            ? t("nextStep.follow-up", { at: instantText(next.dueAtMs, language) })
            : t(`nextStep.${next.kind}`);
  return (
    <div className="next-line">
      <b>{t("next")}</b> <span>{said}</span>
      <span className="grow" />
      {onSign !== null && next.kind === "sign" && (
        <Button type="primary" disabled={busy} onClick={onSign}>
          {matter.commands.find((one) => one.name === "sign")?.words[language]} <kbd aria-hidden="true">s</kbd>
        </Button>
      )}
      {matter.ended && (
        <Button type="primary" onClick={onNext}>
          {t("take")} <kbd aria-hidden="true">n</kbd>
        </Button>
      )}
    </div>
  );
}
