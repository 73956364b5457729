/** A place of the country's tree, tier by tier; each is asked for when it is opened. Gives the path, empty for the whole country. */
import type { DoorClient } from "@duanliu/client";
import { Cascader } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

interface Option {
  readonly value: string;
  readonly label: string;
  readonly isLeaf: boolean;
  children?: Option[];
}

const COUNTRY = "*";

interface Props {
  readonly id?: string;
  readonly onChange?: (territory: string | undefined) => void;
}

/** For a form's item, which gives `id` and `onChange`. */
export function PlaceField({ id, onChange }: Props): ReactNode {
  const t = words.useWords();
  const { door } = useSession();
  const [options, setOptions] = useState<Option[]>([]);
  const country = t("country");
  useEffect(() => {
    const whole: Option = { value: COUNTRY, label: country, isLeaf: true };
    below(door, "").then(
      (places) => setOptions([whole, ...places]),
      () => setOptions([whole]),
    );
  }, [door, country]);
  return (
    <Cascader
      {...(id === undefined ? {} : { id })}
      options={options}
      changeOnSelect
      onChange={(chosen) => {
        const last = (chosen as readonly string[] | undefined)?.at(-1);
        onChange?.(last === undefined ? undefined : last === COUNTRY ? "" : last);
      }}
      loadData={(chosen) => {
        const last = chosen.at(-1);
        if (last === undefined) return;
        void below(door, last.value).then(
          (children) => {
            last.children = children;
            setOptions((old) => [...old]);
          },
          () => undefined,
        );
      }}
    />
  );
}

async function below(door: DoorClient, under: string): Promise<Option[]> {
  const { places, tiers } = await door.placesUnder(under);
  const depth = under === "" ? 1 : under.split("/").length + 1;
  return places.map((place) => ({ value: place.territory, label: place.name[languageNow()], isLeaf: depth >= tiers.length - 2 }));
}
