/**
 * Keeping the installation and checking it: organisations, people, programs, the law as data, the audit chain, health. Each
 * part is asked for when it is opened; what somebody may not open is not there.
 */
import type { Me } from "@duanliu/client";
import { useCallback, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKept } from "../matter/use-matters.ts";
import { hashOf } from "../place.ts";
import { PLACES, type PlaceProps } from "../places.tsx";
import { useMe, useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { Audit } from "./audit.tsx";
import { Law } from "./law.tsx";
import { Organisations } from "./organisations.tsx";
import { People } from "./people.tsx";
import { System } from "./system.tsx";
import { Tokens } from "./tokens.tsx";
import { words } from "./words.ts";
import "./administration.css";

const PARTS = {
  organisations: ["admin"],
  people: ["admin"],
  tokens: ["admin"],
  law: ["admin", "auditor", "dpo"],
  audit: ["admin", "auditor", "dpo"],
  system: ["admin", "auditor"],
} as const satisfies Record<string, readonly string[]>;
type PartName = keyof typeof PARTS;

/** Nothing that happens to matters concerns these parts. */
const NOTHING = (): boolean => false;

function partsOf(me: Pick<Me, "roles">): readonly PartName[] {
  return (Object.keys(PARTS) as PartName[]).filter((part) => me.roles.some(({ id }) => (PARTS[part] as readonly string[]).includes(id)));
}

export function AdministrationPlace({ path }: PlaceProps): ReactNode {
  const t = words.useWords();
  const me = useMe();
  if (me.kind === "failed") return <Failed detail={me.detail} />;
  if (me.kind === "loading" || me.value === null) return <Loading rows={8} />;
  const parts = partsOf(me.value);
  const open = parts.find((part) => part === path.at(0)) ?? parts[0];
  if (open === undefined) return null;
  return (
    <div className="administration-place">
      <h1>{PLACES.administration.title[languageNow()]}</h1>
      <nav className="admin-parts" aria-label={t("parts")}>
        {parts.map((part) => (
          <a key={part} href={hashOf("administration", part)} aria-current={part === open ? "page" : undefined}>
            {t(`part.${part}`)}
          </a>
        ))}
      </nav>
      <PartOf part={open} />
    </div>
  );
}

function PartOf({ part }: { readonly part: PartName }): ReactNode {
  switch (part) {
    case "organisations":
      return <OrganisationsPart />;
    case "people":
      return <PeoplePart />;
    case "tokens":
      return <TokensPart />;
    case "law":
      return <LawPart />;
    case "audit":
      return <AuditPart />;
    case "system":
      return <SystemPart />;
  }
}

interface AskedProps<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
  readonly children: (value: T, again: () => void) => ReactNode;
}

/** What was there stays while it is asked for again: a link that is shown once must not go with the table behind it. */
function Asked<T>({ ask, children }: AskedProps<T>): ReactNode {
  const [state, again] = useKept(ask, NOTHING);
  if (state.kind === "loading") return <Loading rows={10} />;
  if (state.kind === "failed") return <Failed detail={state.detail} onAgain={again} />;
  return (
    <>
      {state.stale !== null && <Failed detail={state.stale} onAgain={again} />}
      {children(state.value, again)}
    </>
  );
}

function OrganisationsPart(): ReactNode {
  const { keeping } = useSession();
  const ask = useCallback((signal: AbortSignal) => Promise.all([keeping.organisations(signal), keeping.roles(signal)]), [keeping]);
  return <Asked ask={ask}>{([organisations, table], again) => <Organisations organisations={organisations} table={table} onChange={again} />}</Asked>;
}

function PeoplePart(): ReactNode {
  const { keeping } = useSession();
  const ask = useCallback((signal: AbortSignal) => Promise.all([keeping.users(signal), keeping.organisations(signal), keeping.roles(signal)]), [keeping]);
  return <Asked ask={ask}>{([people, organisations, table], again) => <People people={people} organisations={organisations} table={table} onChange={again} />}</Asked>;
}

function TokensPart(): ReactNode {
  const { keeping } = useSession();
  const ask = useCallback((signal: AbortSignal) => Promise.all([keeping.tokens(signal), keeping.organisations(signal), keeping.roles(signal)]), [keeping]);
  return <Asked ask={ask}>{([tokens, organisations, table], again) => <Tokens tokens={tokens} organisations={organisations} table={table} onChange={again} />}</Asked>;
}

function LawPart(): ReactNode {
  const { keeping } = useSession();
  const ask = useCallback((signal: AbortSignal) => keeping.law(signal), [keeping]);
  return <Asked ask={ask}>{(view) => <Law view={view} />}</Asked>;
}

function AuditPart(): ReactNode {
  const { keeping } = useSession();
  const ask = useCallback((signal: AbortSignal) => keeping.auditRuns(signal), [keeping]);
  return <Asked ask={ask}>{(runs, again) => <Audit runs={runs} onChange={again} />}</Asked>;
}

function SystemPart(): ReactNode {
  const { keeping } = useSession();
  const ask = useCallback((signal: AbortSignal) => Promise.all([keeping.health(signal), keeping.organisations(signal)]), [keeping]);
  return <Asked ask={ask}>{([health, organisations], again) => <System health={health} organisations={organisations} onAgain={again} />}</Asked>;
}
