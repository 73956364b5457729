/**
 * A case and what may belong together with it, side by side, with what they share between them. Where a series holds both, it
 * is decided there; else a series is proposed, an accepted report is taken in, or a case goes on in the other, each with what
 * it will mean.
 */
import type { CaseLink, Matter, Me } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useRef, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKind, wordOf } from "../matter/names.ts";
import { PersonalProvider } from "../matter/personal.tsx";
import { useCommand } from "../matter/problem.tsx";
import { useMatter } from "../matter/use-matters.ts";
import { Acts } from "../orders/acts.tsx";
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
  const [matter, againMatter] = useMatter<CaseBody>("case", id);
  const link = links.kind === "here" ? links.value.links.find((one) => one.id === other) : undefined;
  return (
    <PersonalProvider matter={id} purposes={["investigate", "audit"]}>
      <div className="order-line">
        <Button onClick={onBack}>‹ {t("back")}</Button>
        <h1>{t("links.look")}</h1>
      </div>
      {links.kind === "loading" && <Loading rows={8} />}
      {links.kind === "failed" && <Failed detail={links.detail} onAgain={again} />}
      {links.kind === "here" && (
        <>
          <div className="side-by-side">
            <MatterCard key={id} id={id} side="left" />
            <SharedEvidence evidence={link?.evidence ?? []} more={link?.moreEvidence ?? 0} strengthPermille={link?.strengthPermille ?? 0} />
            <MatterCard key={other} id={other} side="right" />
          </div>
          {link?.series.at(0) !== undefined ? (
            <InSeries link={link} series={link.series[0]} onDone={again} />
          ) : (
            <Loose id={id} other={other} link={link} me={me} matter={matter.kind === "here" ? matter.value : null} onDone={again} />
          )}
          {matter.kind === "here" && kindOf(other) === "case" && (
            <Merge
              matter={matter.value}
              into={other}
              onDone={() => {
                againMatter();
                again();
              }}
            />
          )}
        </>
      )}
    </PersonalProvider>
  );
}

/** A series holds both: what is proposed in it is decided here as well. */
function InSeries({ link, series, onDone }: { readonly link: CaseLink; readonly series: CaseLink["series"][number] | undefined; readonly onDone: () => void }): ReactNode {
  const t = words.useWords();
  const kind = useKind("series");
  const [matter, again] = useMatter<SeriesBody>("series", series?.id ?? "");
  const command = useCommand<SeriesBody>(
    "series",
    useCallback(() => {
      again();
      onDone();
    }, [again, onDone]),
  );
  if (series === undefined || matter.kind !== "here") return <Loading rows={3} />;
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
  readonly link: CaseLink | undefined;
  readonly me: Me;
  readonly matter: Matter<CaseBody> | null;
  readonly onDone: () => void;
}

/** No series holds both: an accepted report is taken into the case, else a series of the two is proposed. */
function Loose({ id, other, link, me, matter, onDone }: LooseProps): ReactNode {
  const t = words.useWords();
  const { desk } = useSession();
  const series = useKind("series");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const onItsWay = useRef(false);
  const once = async (task: () => Promise<void>): Promise<boolean> => {
    if (onItsWay.current) return false;
    onItsWay.current = true;
    setBusy(true);
    setError(null);
    try {
      await task();
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
  const yes: Answer | null = supposes
    ? {
        label: t("decide.suppose"),
        will: t("decide.supposeWill"),
        form: without(series === null ? undefined : series.opening, "members"),
        give: (input) => once(async () => goTo("cases", (await desk.open("series", { members: [id, other], ...input })).id)),
      }
    : null;
  const joins = matter !== null && link?.kind === "report" && link.state === "accepted" && matter.commands.some((one) => one.name === "add-reports");
  return (
    <>
      <Decide
        question={t("decide.tie")}
        yes={yes}
        no={null}
        onLater={null}
        busy={busy}
        error={error}
        onClearError={() => setError(null)}
        note={<p className="quiet">{t(link?.refused === true ? "decide.wasRefused" : "decide.noRefusal")}</p>}
      />
      {joins && (
        <div className="decide-also">
          <Button
            loading={busy}
            onClick={() =>
              void once(async () => {
                await desk.act("case", { id, command: "add-reports", input: { reports: [other] }, version: matter.version });
                onDone();
                goTo("cases", id);
              })
            }
          >
            {t("decide.join")}
          </Button>
          <p className="quiet">{t("decide.joinWill")}</p>
        </div>
      )}
    </>
  );
}

/** Heads alone merge; the form begins with the case that is looked at. */
function Merge({ matter, into, onDone }: { readonly matter: Matter<CaseBody>; readonly into: string; readonly onDone: () => void }): ReactNode {
  const kind = useKind("case");
  const say = useActWords({ into: [{ value: into, label: into }] });
  const mergers = { ...matter, commands: matter.commands.filter((one) => one.name === "merge") };
  return <Acts matter={mergers} kind={kind} say={say} initial={(command) => (command === "merge" ? { into } : undefined)} onDone={onDone} />;
}
