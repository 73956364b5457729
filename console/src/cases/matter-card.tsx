/**
 * One of two matters that are looked at side by side: what it is, how far it is, what was lost, and what was told of the
 * other side. People are masked until a purpose is given for this very matter.
 */
import { KINDS, SCAM_CATEGORY_NAMES, type MatterInFull } from "@duanliu/client";
import type { ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { StateTag } from "../matter/marks.tsx";
import { Money, sumMinor } from "../matter/money.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { OpenPersonal, Personal, PersonalProvider } from "../matter/personal.tsx";
import { useMatter, useMatters } from "../matter/use-matters.ts";
import { nowMs } from "../now.ts";
import { hashOf } from "../place.ts";
import { sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { kindOf, type Axes, type CaseBody, type ReportBody, type Trait } from "./case.ts";
import { useSums } from "./use-casework.ts";
import { words } from "./words.ts";

/** As many as one looks at before deciding. */
const TRAITS_MAX = 8;
/** Reports of a case whose traits are looked at here. */
const REPORTS_MAX = 20;

export function MatterCard({ id, side }: { readonly id: string; readonly side: "left" | "right" }): ReactNode {
  const [matter, again] = useMatter<CaseBody & ReportBody>(kindOf(id), id);
  return (
    <article className={`matter-card ${side}`}>
      {matter.kind === "loading" && <Loading rows={6} />}
      {matter.kind === "failed" && <Failed detail={matter.detail} onAgain={again} />}
      {matter.kind === "here" && (
        <PersonalProvider key={id} matter={id} purposes={["investigate", "audit"]}>
          <Said matter={matter.value} />
        </PersonalProvider>
      )}
    </article>
  );
}

function Said({ matter }: { readonly matter: MatterInFull<CaseBody & ReportBody> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const organisations = useOrganisations();
  const { body } = matter;
  const isCase = matter.kind === "case";
  return (
    <>
      <h3>
        <a href={isCase ? hashOf("cases", matter.id) : hashOf("stop", matter.id)}>{matter.serial}</a>
      </h3>
      <p>
        <span className="mark">{KINDS[matter.kind][language]}</span> <StateTag matter={matter} />
      </p>
      {isCase && <p>{body.summary}</p>}
      <dl className="pairs">
        <div>
          <dt>{t("facts.lure")}</dt>
          <dd>
            <Lure axes={body.axes} />
          </dd>
        </div>
        <div>
          <dt>{isCase ? t("sums.lost") : t("matter.ownSum")}</dt>
          <dd>{isCase ? <CaseLoss id={matter.id} /> : <ReportLoss body={body} />}</dd>
        </div>
        {isCase && (
          <div>
            <dt>{KINDS.report[language]}</dt>
            <dd>{t("reports", { count: body.reports.length })}</dd>
          </div>
        )}
        <div>
          <dt>{t("list.opened")}</dt>
          <dd>
            {sinceText(isCase ? body.firstReportAtMs : matter.openedAtMs, nowMs(), language)} · {nameOf(organisations, matter.org)}
          </dd>
        </div>
        <div>
          <dt>{t("matter.traits")}</dt>
          <dd>{isCase ? <CaseTraits id={matter.id} own={body.traits} /> : <Traits traits={onceEach([...paidTo(body), ...body.traits])} />}</dd>
        </div>
      </dl>
      <OpenPersonal />
    </>
  );
}

/** Accounts that were paid are of the other side as well. */
const paidTo = (body: Pick<ReportBody, "payments">): readonly Trait[] => body.payments.map((payment): Trait => ({ type: "account", ref: payment.to }));

function onceEach(all: readonly Trait[]): readonly Trait[] {
  return [...new Map(all.map((trait) => ["ref" in trait ? trait.ref.token : `${trait.type} ${trait.value}`, trait])).values()];
}

/** What the case found itself, and what its first reports told. */
function CaseTraits({ id, own }: { readonly id: string; readonly own: readonly Trait[] }): ReactNode {
  const [page] = useMatters<ReportBody>("report", { parent: id, limit: REPORTS_MAX });
  const told = page.kind === "here" ? page.value.items.flatMap(({ body }) => [...paidTo(body), ...body.traits]) : [];
  return <Traits traits={onceEach([...own, ...told])} />;
}

export function Traits({ traits }: { readonly traits: readonly Trait[] }): ReactNode {
  const t = words.useWords();
  if (traits.length === 0) return <span className="quiet">{t("matter.noTraits")}</span>;
  return (
    <ul className="traits">
      {traits.slice(0, TRAITS_MAX).map((trait) => (
        <li key={"ref" in trait ? trait.ref.token : `${trait.type} ${trait.value}`}>
          <span className="quiet">{t(`trait.${trait.type}`)}</span> {"ref" in trait ? <Personal of={trait.ref} /> : <code>{trait.value}</code>}
        </li>
      ))}
      {traits.length > TRAITS_MAX && <li className="quiet">{t("moreThings", { n: traits.length - TRAITS_MAX })}</li>}
    </ul>
  );
}

export function Lure({ axes }: { readonly axes: Axes | undefined }): ReactNode {
  const t = words.useWords();
  const lure = axes?.lure ?? null;
  return lure !== null && Object.hasOwn(SCAM_CATEGORY_NAMES, lure) ? (
    SCAM_CATEGORY_NAMES[lure as keyof typeof SCAM_CATEGORY_NAMES][languageNow()]
  ) : (
    <span className="quiet">{t("facts.unknown")}</span>
  );
}

function CaseLoss({ id }: { readonly id: string }): ReactNode {
  const [sums] = useSums(id);
  if (sums.kind !== "here") return "–";
  return sums.value.money.length === 0 ? (
    "–"
  ) : (
    <>
      {sums.value.money.map((one) => (
        <span key={one.currency}>
          <Money amountMinor={one.lostMinor} currency={one.currency} />{" "}
        </span>
      ))}
    </>
  );
}

/** Of each currency. */
export function ReportLoss({ body }: { readonly body: Pick<ReportBody, "payments" | "otherLosses"> }): ReactNode {
  const all = [...body.payments, ...body.otherLosses];
  const currencies = [...new Set(all.map((one) => one.currency))];
  if (currencies.length === 0) return "–";
  return (
    <>
      {currencies.map((currency) => (
        <span key={currency}>
          <Money amountMinor={sumMinor(all.filter((one) => one.currency === currency).map((one) => one.amountMinor))} currency={currency} />{" "}
        </span>
      ))}
    </>
  );
}
