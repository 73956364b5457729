/** Names of organisations by their ids, and what a kind of matter is called in its states and commands; each loaded once. */
import { loadKind, type Bilingual, type DeskClient, type KindDescription, type MatterKind, type Organisation } from "@duanliu/client";
import { useEffect, useState } from "react";
import { useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";

const asked = new WeakMap<DeskClient, Promise<readonly Organisation[]>>();

function organisationsOf(desk: DeskClient): Promise<readonly Organisation[]> {
  const known = asked.get(desk);
  if (known !== undefined) return known;
  const made = desk.organisations();
  asked.set(desk, made);
  // Asked again by the next who needs it.
  made.catch(() => asked.delete(desk));
  return made;
}

/** Empty until they are there, and when they cannot be had: ids are shown then. */
export function useOrganisations(): readonly Organisation[] {
  const { desk } = useSession();
  const [all, setAll] = useState<readonly Organisation[]>([]);
  useEffect(() => {
    let gone = false;
    organisationsOf(desk).then(
      (value) => {
        if (!gone) setAll(value);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [desk]);
  return all;
}

/** Institutions are told their own name and no other. */
const OTHER: Bilingual = { zh: "其他单位", en: "another unit" };

export function nameOf(organisations: readonly Organisation[], id: string | null): string {
  if (id === null) return "–";
  const found = organisations.find((one) => one.id === id);
  if (found === undefined) return organisations.length === 0 ? id : OTHER[languageNow()];
  return found.name[languageNow()];
}

/** Null until it is loaded. */
export function useKind(kind: MatterKind): KindDescription | null {
  const [description, setDescription] = useState<KindDescription | null>(null);
  useEffect(() => {
    let gone = false;
    loadKind(kind).then(
      (value) => {
        if (!gone) setDescription(value);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [kind]);
  return description;
}

/** What a command, an event of the history or a state is called; as it is where it has no name. */
export function wordOf(names: Readonly<Record<string, Bilingual | { readonly words: Bilingual }>> | undefined, key: string): string {
  const found = names !== undefined && Object.hasOwn(names, key) ? names[key] : undefined;
  if (found === undefined) return key;
  return ("words" in found ? found.words : found)[languageNow()];
}
