/**
 * Figures of places as a map and as a table that says the same: a press on either goes one tier down. Steps of the map differ
 * by figures in them as well as by colour; places outside one's own are left blank and called so.
 */
import type { Figure, PlaceFigures, Situation } from "@duanliu/client";
import { Button, Select, Table } from "antd";
import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { hashOf } from "../place.ts";
import { useSession, type Loaded, detailOf } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { listPath } from "./address.ts";
import { Chart, registerMap } from "./chart.tsx";
import { readOf, stepsOf } from "./measure-value.ts";
import { loadOutline, type Outline } from "./outlines.ts";
import { useUnchanged } from "./unchanged.ts";
import { words } from "./words.ts";

interface Props {
  readonly situation: Situation;
  readonly placeName: string;
  readonly onPlace: (place: string) => void;
}

type Measure = Situation["map"]["measures"][number];

export function PlaceMap({ situation, placeName, onPlace }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { measures, places, here } = situation.map;
  const [key, setKey] = useState("now.warnings");
  const measure = measures.find((one) => one.key === key) ?? measures[0];
  if (measure === undefined) return null;
  return (
    <section className="situation-map" aria-labelledby="situation-map">
      <header>
        <h2 id="situation-map">{t("map")}</h2>
        <Select
          aria-label={t("mapMeasure")}
          value={measure.key}
          onChange={setKey}
          popupMatchSelectWidth={false}
          options={measures.map((one) => ({ value: one.key, label: one.title[language] }))}
        />
      </header>
      <div className="map-and-table">
        <MapSide situation={situation} measure={measure} placeName={placeName} onPlace={onPlace} />
        <PlaceTable measure={measure} places={places} here={here[measure.key]} hasHere={measure.key in here} onPlace={onPlace} />
      </div>
    </section>
  );
}

/** The map without its table, where what it shows is said elsewhere on the page. */
export function MapSide({ situation, measure, placeName, textPx = 11, onPlace }: Props & { readonly measure: Measure; readonly textPx?: number }): ReactNode {
  const t = words.useWords();
  const outline = useOutline(situation.place.path);
  return (
    <div className="map-side">
      {outline.kind === "here" && outline.value !== null && (
        <Drawn outline={outline.value} measure={measure} places={situation.map.places} placeName={placeName} textPx={textPx} onPlace={onPlace} />
      )}
      {outline.kind === "loading" && <div className="map-box" aria-busy="true" />}
      {outline.kind === "failed" && <p className="quiet">{t("mapFailed")}</p>}
      {outline.kind === "here" && outline.value === null && <p className="quiet">{t("mapNone", { place: placeName })}</p>}
      {outline.kind === "here" && outline.value !== null && <Caveat outline={outline.value} />}
    </div>
  );
}

function useOutline(place: string): Loaded<Outline | null> {
  const { situation } = useSession();
  const [state, setState] = useState<Loaded<Outline | null>>({ kind: "loading" });
  useEffect(() => {
    const controller = new AbortController();
    setState({ kind: "loading" });
    loadOutline(situation, place, controller.signal).then(
      (value) => {
        if (controller.signal.aborted) return;
        if (value !== null) registerMap(value.name, value.geoJson as never);
        setState({ kind: "here", value });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setState({ kind: "failed", detail: detailOf(error) });
      },
    );
    return () => controller.abort();
  }, [situation, place]);
  return state;
}

function Caveat({ outline: { source } }: { readonly outline: Outline }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  if (source.source === "bundled") return <p className="map-caveat">{t("mapCaveat")}</p>;
  return (
    <p className="map-caveat">
      {t("mapOperator", { title: source.title[language] })}
      {source.approval !== null && ` · ${t("mapApproval", { number: source.approval })}`}
      {source.note !== null && ` · ${source.note[language]}`}
    </p>
  );
}

const codeOfPlace = (place: string): string => place.slice(place.lastIndexOf("/") + 1);

interface DrawnProps {
  readonly outline: Outline;
  readonly measure: Measure;
  readonly places: readonly PlaceFigures[];
  readonly placeName: string;
  readonly textPx: number;
  readonly onPlace: (place: string) => void;
}

/** From pale to strong, on either look: the least that differs from the ground, and the accent. */
const STEPS = ["26%", "48%", "72%", "100%"] as const;

function Drawn({ outline, measure, places, placeName, textPx, onPlace }: DrawnProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  // Only what is drawn: a map is drawn anew when its figures are others, not whenever an answer comes.
  const drawn = useUnchanged(places.map(({ place, name, seen, figures }) => ({ place, name, seen, figure: figures[measure.key] })));
  const { unit } = measure;
  // A part of an outline that has no code is found by its name.
  const byCode = useMemo(() => new Map(drawn.flatMap((one) => [[one.name.zh, one] as const, [codeOfPlace(one.place), one] as const])), [drawn]);
  const option = useCallback(
    (colour: (name: string) => string) => {
      const shown = outline.codes.flatMap((code) => {
        const one = byCode.get(code);
        return one === undefined || !one.seen ? [] : [{ one, code, read: readOf(one.figure, unit, language) }];
      });
      const steps = stepsOf(shown.map(({ read }) => read.value));
      const text = (at: number): string => shown.find(({ read }) => read.value === at)?.read.text ?? String(at);
      const pieces = [
        { value: 0, label: t("none"), color: colour("sheet") },
        ...steps.map((gte, i) => {
          const next = steps.at(i + 1);
          const until = next === undefined ? Infinity : next;
          return {
            gte,
            lt: until,
            label: next === undefined ? t("scaleFrom", { from: text(gte) }) : text(gte),
            color: mixed(colour("accent"), colour("sheet"), STEPS[steps.length === 1 ? 3 : Math.round((i * 3) / (steps.length - 1))] ?? "100%"),
          };
        }),
      ].reverse();
      return {
        tooltip: {
          trigger: "item",
          backgroundColor: colour("sheet"),
          borderColor: colour("line-strong"),
          textStyle: { color: colour("ink"), fontSize: 12 },
          formatter: ({ name }: { readonly name: string }) => {
            const one = byCode.get(name);
            if (one === undefined) return "";
            return one.seen ? `${escaped(one.name[language])}: ${escaped(readOf(one.figure, unit, language).text)}` : `${escaped(one.name[language])}: ${t("outside")}`;
          },
        },
        visualMap: {
          type: "piecewise",
          pieces,
          left: 4,
          bottom: 4,
          itemWidth: 12,
          itemHeight: 12,
          itemGap: 5,
          textStyle: { color: colour("ink"), fontSize: textPx + 1 },
          selectedMode: false,
        },
        series: [
          {
            type: "map",
            map: outline.name,
            selectedMode: false,
            layoutCenter: ["52%", "52%"],
            layoutSize: "104%",
            itemStyle: { areaColor: colour("ground"), borderColor: colour("line-strong"), borderWidth: 0.8 },
            emphasis: { itemStyle: { areaColor: undefined, borderColor: colour("accent"), borderWidth: 2 }, label: { color: colour("ink") } },
            label: {
              show: true,
              fontSize: textPx,
              color: colour("ink"),
              textBorderColor: colour("sheet"),
              textBorderWidth: 2,
              formatter: ({ name, value }: { readonly name: string; readonly value: number }) => (value > 0 ? (shown.find(({ code }) => code === name)?.read.text ?? "") : ""),
            },
            data: shown.map(({ code, read }) => ({ name: code, value: read.value })),
          },
        ],
      };
    },
    [outline, byCode, unit, textPx, language, t],
  );
  const pick = (code: string): void => {
    const one = byCode.get(code);
    if (one?.seen === true) onPlace(one.place);
  };
  return <Chart className="map-box" option={option} label={t("mapLabel", { place: placeName, measure: measure.title[language] })} onPick={pick} />;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** `#rrggbb` of two colours: charts know no `color-mix`. */
function mixed(strong: string, ground: string, share: string): string {
  const part = Number.parseFloat(share) / 100;
  const channel = (colour: string, at: number): number => {
    const hex = colour.length === 4 ? colour.slice(1).replace(/./g, "$&$&") : colour.slice(1);
    return Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  };
  return `#${[0, 1, 2]
    .map((at) =>
      Math.round(channel(strong, at) * part + channel(ground, at) * (1 - part))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

interface TableProps {
  readonly measure: Measure;
  readonly places: readonly PlaceFigures[];
  readonly here: PlaceFigures["figures"][string] | undefined;
  readonly hasHere: boolean;
  readonly onPlace: (place: string) => void;
}

function PlaceTable({ measure, places, here, hasHere, onPlace }: TableProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const rows = useMemo(
    () => [...places].filter(({ seen }) => seen).sort((a, b) => read(b, measure, language).value - read(a, measure, language).value || (a.place < b.place ? -1 : 1)),
    [places, measure, language],
  );
  const outside = places.length - rows.length;
  return (
    <div className="place-table">
      <Table<PlaceFigures>
        size="small"
        pagination={rows.length > 16 ? { pageSize: 16, size: "small", showSizeChanger: false } : false}
        rowKey="place"
        dataSource={rows}
        columns={[
          {
            title: t("place"),
            dataIndex: "name",
            render: (_name, one) => (
              <Button type="link" aria-label={t("drill", { name: one.name[language] })} onClick={() => onPlace(one.place)}>
                {one.name[language]}
              </Button>
            ),
          },
          {
            title: measure.title[language],
            align: "right",
            render: (_none, one) => <ToList measure={measure} one={one} text={read(one, measure, language).text} empty={one.figures[measure.key] === undefined} />,
          },
        ]}
        locale={{ emptyText: t("none") }}
      />
      {hasHere && (
        <p className="quiet">
          {t("here")}: {readOf(here, measure.unit, language).text}
        </p>
      )}
      {outside > 0 && (
        <p className="quiet">
          {outside} · {t("outside")}
        </p>
      )}
    </div>
  );
}

function read(one: PlaceFigures, measure: Measure, language: "zh" | "en"): ReturnType<typeof readOf> {
  return readOf(one.figures[measure.key], measure.unit as Figure["unit"], language);
}

function ToList({ measure, one, text, empty }: { readonly measure: Measure; readonly one: PlaceFigures; readonly text: string; readonly empty: boolean }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  if (empty) return <span className="quiet">{text}</span>;
  const title = `${one.name[language]} · ${measure.title[language]}`;
  return (
    <a
      href={hashOf("situation", ...listPath({ title, query: { ...measure.query, parameters: { ...measure.query.parameters, place: one.place } } }))}
      aria-label={`${text} · ${t("openList", { title })}`}
    >
      {text}
    </a>
  );
}
