/**
 * The places that whoever looks may use, icon and word, in groups. On a narrow screen they are a bar at the bottom: the first
 * few, the one that is open, and a sheet with all of them.
 */
import { AppstoreOutlined } from "@ant-design/icons";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { hashOf, type PlaceName } from "../place.ts";
import { GROUPS, PLACES, type GroupName } from "../places.tsx";
import { languageNow } from "../words/language.ts";

/** As many fit under a thumb; with more, the last one opens the sheet. */
const BAR_MAX = 5;

interface Props {
  readonly places: readonly PlaceName[];
  readonly place: PlaceName | null;
}

export function Rail({ places, place }: Props): ReactNode {
  const { t } = useTranslation();
  const [sheet, setSheet] = useState(false);
  const first = places.slice(0, places.length > BAR_MAX ? BAR_MAX - 1 : BAR_MAX);
  // The open place is always in the bar.
  const bar = place === null || first.includes(place) ? first : [...first.slice(0, -1), place];
  return (
    <nav className="rail" aria-label={t("sections")}>
      {groupsOf(places).map(([group, names]) => (
        <div key={group} className="rail-group" role="group" aria-label={GROUPS[group][languageNow()]}>
          {names.map((name) => (
            <PlaceLink key={name} name={name} here={name === place} inBar={bar.includes(name)} />
          ))}
        </div>
      ))}
      {places.length > BAR_MAX && (
        <button type="button" className="rail-more" aria-haspopup="dialog" onClick={() => setSheet(true)}>
          <AppstoreOutlined aria-hidden="true" />
          {t("allPlaces")}
        </button>
      )}
      {sheet && <Sheet places={places} place={place} onClose={() => setSheet(false)} />}
    </nav>
  );
}

function groupsOf(places: readonly PlaceName[]): readonly (readonly [GroupName, readonly PlaceName[]])[] {
  return (Object.keys(GROUPS) as GroupName[]).map((group) => [group, places.filter((name) => PLACES[name].group === group)] as const).filter(([, names]) => names.length > 0);
}

function PlaceLink({ name, here, inBar = true }: { readonly name: PlaceName; readonly here: boolean; readonly inBar?: boolean }): ReactNode {
  return (
    <a href={hashOf(name)} className={inBar ? undefined : "not-in-bar"} aria-current={here ? "page" : undefined}>
      <span aria-hidden="true">{PLACES[name].icon}</span>
      <span className="rail-word">{PLACES[name].title[languageNow()]}</span>
    </a>
  );
}

function Sheet({ places, place, onClose }: Props & { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => dialog.current?.close();
  return (
    // A press on a place, or beside the sheet, closes it; Escape does by itself.
    <dialog ref={dialog} className="rail-sheet" aria-label={t("allPlaces")} onClose={onClose} onClick={close}>
      {groupsOf(places).map(([group, names]) => (
        <section key={group}>
          <h2>{GROUPS[group][languageNow()]}</h2>
          {names.map((name) => (
            <PlaceLink key={name} name={name} here={name === place} />
          ))}
        </section>
      ))}
    </dialog>
  );
}
