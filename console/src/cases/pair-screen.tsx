/**
 * A case and what may belong together with it, side by side, with what they share between them. Where a series holds both, it
 * is decided there; else a series is proposed, an accepted report is taken in, or a case goes on in the other, each with what
 * it will mean.
 */
import type { CaseLink, Me, SharedSeries } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useRef, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKind, wordOf } from "../matter/names.ts";
import { useCommand } from "../matter/problem.tsx";
import { useMatter } from "../matter/use-matters.ts";
import { goTo, hashOf } from "../place.ts";
import { useSession } from "../session.tsx";
import { useActWords } from "./act-words.ts";
import { kindOf, type CaseBody, type SeriesBody } from "./case.ts";
import { Decide, without, type Answer } from "./decide.tsx";
import { SharedEvidence } from "./evidence.tsx";
import { MatterCard } from "./matter-card.tsx";
import { useLinks } from "./use-casework.ts";
import { words } from "./words.ts";

interface Props {
  readonly id: string;
  readonly other: string;
  readonly me: Me;
  readonly onBack: () => void;
}

export function PairScreen({ id, other, me, onBack }: Props): ReactNode {
  const t = words.useWords();
  const [links, again] = useLinks(kindOf(id), id);
  const link = links.kind === "here" ? links.value.links.find((one) => one.id === other) : undefined;
  // A report that belongs to a case is looked at as that case.
  const home = links.kind === "here" ? links.value.home : id;
  const held = link?.series.at(0);
  return (
    <>
      <div className="order-line">
        <Button onClick={onBack}>‹ {t("back")}</Button>
        <h1>{t("links.look")}</h1>
      </div>
      {links.kind === "loading" && <Loading rows={8} />}
      {links.kind === "failed" && <Failed detail={links.detail} onAgain={again} />}
      {links.kind === "here" && (
        <>
          {link !== undefined && held !== undefined ? (
            <InSeries link={link} series={held} onDone={again} />
          ) : (
            <Loose id={home} other={other} refused={link?.refused === true} me={me} />
          )}
          {kindOf(home) === "case" && <WithCase id={home} other={other} link={link} onDone={again} />}
          <div className="side-by-side">
            <MatterCard key={home} id={home} side="left" />
            <SharedEvidence evidence={link?.evidence ?? []} more={link?.moreEvidence ?? 0} strengthPermille={link?.strengthPermille ?? 0} />
            <MatterCard key={other} id={other} side="right" />
          </div>
        </>
      )}
    </>
  );
}

/** A series holds both: what is proposed in it is decided here as well. */
function InSeries({ link, series, onDone }: { readonly link: CaseLink; readonly series: SharedSeries; readonly onDone: () => void }): ReactNode {
  const t = words.useWords();
  const kind = useKind("series");
  const [matter, again] = useMatter<SeriesBody>("series", series.id);
  const command = useCommand<SeriesBody>(
    "series",
    useCallback(() => {
      again();
      onDone();
    }, [again, onDone]),
  );
  if (matter.kind === "loading") return <Loading rows={3} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  const now = matter.value;
  const may = (name: string): boolean => now.commands.some((one) => one.name === name);
  const give = (name: string, input: object): Promise<boolean> => command.give({ id: now.id, command: name, input, version: now.version });
  const yes: Answer | null =
    series.as === "candidate" && link.confirmable && may("accept")
      ? { label: t("decide.candidateYes"), will: t("decide.candidateWill"), form: null, give: () => give("accept", { id: link.id }) }
      : null;
  const no: Answer | null = may("refuse")
    ? {
        label: t("decide.no"),
        will: t("decide.refuseWill"),
        form: without(kind?.commands["refuse"], "id"),
        danger: true,
        give: (input) => give("refuse", { id: link.id, ...input }),
      }
    : null;
  const state = wordOf(kind?.states, now.state);
  return (
    <Decide
      question={series.as === "candidate" ? t("decide.candidate") : t("decide.tie")}
      yes={yes}
      no={no}
      onLater={null}
      busy={command.busy}
      error={command.error}
      onClearError={command.clear}
      note={
        <p>
          {t("decide.inSeries", { serial: now.serial, state })} <a href={hashOf("cases", now.id)}>{t("decide.there")}</a>
        </p>
      }
    />
  );
}

interface LooseProps {
  readonly id: string;
  readonly other: string;
  readonly refused: boolean;
  readonly me: Me;
}

/** No series holds both: one is proposed, or nothing is done. */
function Loose({ id, other, refused, me }: LooseProps): ReactNode {
  const t = words.useWords();
  const { desk } = useSession();
  const series = useKind("series");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const onItsWay = useRef(false);
  const suppose = async (input: object): Promise<boolean> => {
    if (onItsWay.current) return false;
    onItsWay.current = true;
    setBusy(true);
    setError(null);
    try {
      goTo("cases", (await desk.open("series", { members: [id, other], ...input })).id);
      return true;
    } catch (caught) {
      setError(caught);
      return false;
    } finally {
      onItsWay.current = false;
      setBusy(false);
    }
  };
  const supposes = series?.opening.who.some((role) => me.roles.some((mine) => mine.id === role)) === true;
  const yes: Answer | null = supposes ? { label: t("decide.suppose"), will: t("decide.supposeWill"), form: without(series.opening, "members"), give: suppose } : null;
  return (
    <Decide
      question={t("decide.tie")}
      yes={yes}
      no={null}
      onLater={null}
      busy={busy}
      error={error}
      onClearError={() => setError(null)}
      note={<p className="quiet">{t(refused ? "decide.wasRefused" : "decide.noRefusal")}</p>}
    />
  );
}

interface WithCaseProps {
  readonly id: string;
  readonly other: string;
  readonly link: CaseLink | undefined;
  readonly onDone: () => void;
}

/** What the case itself may do with the other: take an accepted report in, or go on in another case, which heads decide. */
function WithCase({ id, other, link, onDone }: WithCaseProps): ReactNode {
  const t = words.useWords();
  const say = useActWords();
  const kind = useKind("case");
  const [matter, again] = useMatter<CaseBody>("case", id);
  const { give, busy, error, clear } = useCommand<CaseBody>(
    "case",
    useCallback(() => {
      again();
      onDone();
    }, [again, onDone]),
  );
  const which = kindOf(other) === "case" ? "merge" : link?.state === "accepted" ? "add-reports" : null;
  if (matter.kind !== "here" || which === null || !matter.value.commands.some(({ name }) => name === which)) return null;
  const { version } = matter.value;
  const command = kind?.commands[which];
  const yes: Answer =
    which === "merge"
      ? {
          label: wordOf(kind?.commands, which),
          will: t("decide.mergeWill"),
          form: without(command, "into"),
          danger: say.hurts.has(which),
          give: (input) => give({ id, command: which, input: { into: other, ...input }, version }),
        }
      : { label: t("decide.joinYes"), will: t("decide.joinWill"), form: null, give: () => give({ id, command: which, input: { reports: [other] }, version }) };
  return <Decide question={t(which === "merge" ? "decide.merge" : "decide.join")} yes={yes} no={null} onLater={null} busy={busy} error={error} onClearError={clear} keyless />;
}
