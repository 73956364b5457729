/**
 * Fields of a form, made from the description of a command's input: one for each property, in its order. Words come from the
 * place first, then from the common ones; a field that nobody has named is shown by its name, so that it is noticed.
 */
import type { InputSchema, Organisation } from "@duanliu/client";
import { AutoComplete, Button, Checkbox, Form, Input, InputNumber, Radio, Select } from "antd";
import { createContext, useContext, type ReactNode } from "react";
import { minorOf } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { isMoney, typed, variantsOf } from "./input-values.ts";
import { useOrganisations } from "./names.ts";
import { words } from "./words.ts";

export interface FieldWords {
  /** Label of a field, by its name; null for the common word. */
  readonly label: (field: string) => string | null;
  /** What one of a field's fixed values is called; null for the value itself. */
  readonly choice: (field: string, value: string) => string | null;
  /** Fields that name an organisation, with those that are offered. */
  readonly organisations?: Readonly<Record<string, (one: Organisation) => boolean>>;
  /** Fields in which something known is offered as one types; anything else can be typed. */
  readonly offers?: Readonly<Record<string, readonly Offer[]>>;
}

export interface Offer {
  readonly value: string;
  readonly label: string;
}

export const FieldWordsContext = createContext<FieldWords>({ label: () => null, choice: () => null });

const ORGANISATIONS: NonNullable<FieldWords["organisations"]> = { unit: (one) => one.kind === "police", desk: (one) => one.kind === "telco" };
/** Up to here choices stand side by side. */
const SIDE_BY_SIDE_MAX = 6;
/** From here on a text is more than a line. */
const LINE_MAX = 200;

type Path = readonly (string | number)[];

function useWords(): { readonly label: (field: string) => string; readonly choice: (field: string, value: string) => string } {
  const t = words.useWords();
  const own = useContext(FieldWordsContext);
  return {
    label: (field) => own.label(field) ?? (Object.hasOwn(words.en.field, field) ? t(`field.${field as keyof typeof words.en.field}`) : field),
    choice: (field, value) => own.choice(field, value) ?? value,
  };
}

/** The properties of an object, or the variants that it has. */
export function Fields({ schema, path = [] }: { readonly schema: InputSchema; readonly path?: Path }): ReactNode {
  const variants = variantsOf(schema);
  if (variants !== null) return <Variants schema={schema} path={path} />;
  const shape = typed(schema);
  return (
    <>
      {Object.entries(shape.properties ?? {}).map(([name, field]) => (
        <Field key={name} name={name} schema={field} path={[...path, name]} required={shape.required?.includes(name) === true && field.default === undefined} />
      ))}
    </>
  );
}

function Variants({ schema, path }: { readonly schema: InputSchema; readonly path: Path }): ReactNode {
  const { label, choice } = useWords();
  const t = words.useWords();
  const form = Form.useFormInstance();
  const variants = variantsOf(schema);
  const field = variants?.field ?? "";
  const chosen = Form.useWatch<string | undefined>([...path, field], form);
  if (variants === null) return null;
  const way = chosen === undefined ? null : variants.of(chosen);
  const rest: InputSchema | null = way === null ? null : { ...way, properties: Object.fromEntries(Object.entries(way.properties ?? {}).filter(([name]) => name !== field)) };
  return (
    <>
      <Form.Item name={[...path, field]} label={label(field)} rules={[{ required: true, message: t("form.needed") }]}>
        <Radio.Group vertical={variants.values.length > SIDE_BY_SIDE_MAX} options={variants.values.map((value) => ({ value, label: choice(field, value) }))} />
      </Form.Item>
      {rest !== null && <Fields schema={rest} path={path} />}
    </>
  );
}

interface FieldProps {
  readonly name: string;
  readonly schema: InputSchema;
  readonly path: Path;
  readonly required: boolean;
}

function Field({ name, schema, path, required }: FieldProps): ReactNode {
  const { label, choice } = useWords();
  const t = words.useWords();
  const own = useContext(FieldWordsContext);
  const shape = typed(schema);
  const item = { name: [...path], label: label(name) };
  const needed = required ? [{ required: true, message: t("form.needed") }] : [];
  const organisation = own.organisations?.[name] ?? ORGANISATIONS[name];
  const offered = own.offers?.[name];
  if (shape.type === "object" || shape.oneOf !== undefined) {
    return (
      <fieldset className="fields">
        <legend>{label(name)}</legend>
        <Fields schema={shape} path={path} />
      </fieldset>
    );
  }
  if (shape.type === "array" && shape.items !== undefined) {
    const { items } = shape;
    if (items.enum !== undefined) {
      return (
        <Form.Item {...item} rules={required ? [atLeastOne(t("form.needed"))] : []}>
          <Checkbox.Group options={items.enum.map((value) => ({ value: String(value), label: choice(name, String(value)) }))} />
        </Form.Item>
      );
    }
    if (typed(items).type === "object" || items.oneOf !== undefined)
      return <Rows name={name} items={items} path={path} least={required ? Math.max(1, shape.minItems ?? 1) : 0} most={shape.maxItems} />;
    return (
      <Form.Item {...item} rules={needed}>
        {offered === undefined ? (
          <Select mode="tags" open={false} suffixIcon={null} />
        ) : (
          <Select mode="tags" options={[...offered]} showSearch={{ optionFilterProp: "label" }} placeholder={t("form.choose")} />
        )}
      </Form.Item>
    );
  }
  // Something that has to be so: it is ticked, or the command is not given.
  if (shape.const === true) {
    return (
      <Form.Item name={[...path]} valuePropName="checked" rules={[{ validator: (_, value) => (value === true ? Promise.resolve() : Promise.reject(new Error(t("form.needed")))) }]}>
        <Checkbox>{label(name)}</Checkbox>
      </Form.Item>
    );
  }
  if (shape.type === "boolean") {
    return required ? (
      <Form.Item {...item} rules={needed}>
        <Radio.Group
          options={[
            { value: true, label: t("form.yes") },
            { value: false, label: t("form.no") },
          ]}
        />
      </Form.Item>
    ) : (
      <Form.Item name={[...path]} valuePropName="checked">
        <Checkbox>{label(name)}</Checkbox>
      </Form.Item>
    );
  }
  if (shape.type === "integer" || shape.type === "number") {
    return (
      <Form.Item {...item} rules={needed}>
        <InputNumber min={shape.minimum} max={shape.maximum} precision={shape.type === "integer" ? 0 : undefined} />
      </Form.Item>
    );
  }
  if (shape.enum !== undefined) {
    const options = shape.enum.filter((value) => value !== null).map((value) => ({ value: String(value), label: choice(name, String(value)) }));
    return (
      <Form.Item {...item} rules={needed}>
        {options.length <= SIDE_BY_SIDE_MAX ? (
          <Radio.Group options={options} />
        ) : (
          <Select options={options} allowClear={!required} showSearch={{ optionFilterProp: "label" }} placeholder={t("form.choose")} />
        )}
      </Form.Item>
    );
  }
  if (organisation !== undefined) {
    return (
      <Form.Item {...item} rules={needed}>
        <OrganisationSelect offers={organisation} />
      </Form.Item>
    );
  }
  if (offered !== undefined && shape.type === "string") {
    return (
      <Form.Item {...item} rules={needed}>
        <AutoComplete options={[...offered]} showSearch={{ filterOption: (typed, one) => one === undefined || `${one.value} ${one.label}`.includes(typed) }} allowClear />
      </Form.Item>
    );
  }
  if (isMoney(name)) {
    return (
      <Form.Item
        {...item}
        rules={[
          ...needed,
          {
            validator: (_, value: unknown) =>
              typeof value !== "string" || value === "" || minorOf(value, "CNY") !== null ? Promise.resolve() : Promise.reject(new Error(t("badAmount"))),
          },
        ]}
      >
        <Input inputMode="decimal" autoComplete="off" />
      </Form.Item>
    );
  }
  if (name === "currency") {
    return (
      <Form.Item {...item} initialValue="CNY" rules={needed}>
        <Input maxLength={3} autoComplete="off" />
      </Form.Item>
    );
  }
  if (shape.format === "date-time") {
    return (
      <Form.Item {...item} rules={needed}>
        <Input type="datetime-local" />
      </Form.Item>
    );
  }
  return (
    <Form.Item {...item} rules={needed}>
      {(shape.maxLength ?? 0) > LINE_MAX ? (
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={shape.maxLength} />
      ) : (
        <Input maxLength={shape.maxLength} autoComplete="off" spellCheck={false} />
      )}
    </Form.Item>
  );
}

/** For groups of boxes, which may not be called required: readers of screens know that of fields only. */
export function atLeastOne(message: string): { readonly validator: (rule: unknown, value: unknown) => Promise<void> } {
  return { validator: (_, value) => (Array.isArray(value) && value.length > 0 ? Promise.resolve() : Promise.reject(new Error(message))) };
}

interface SelectProps {
  readonly offers: (one: Organisation) => boolean;
  // Given by the form.
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

/** An organisation by its name; the id is what is sent. */
export function OrganisationSelect({ offers, id, value, onChange }: SelectProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const options = useOrganisations()
    .filter(offers)
    .map((one) => ({ value: one.id, label: one.name[language] }));
  return <Select id={id} value={value} onChange={onChange} options={options} showSearch={{ optionFilterProp: "label" }} placeholder={t("form.choose")} />;
}

interface RowsProps {
  readonly name: string;
  readonly items: InputSchema;
  readonly path: Path;
  readonly least: number;
  readonly most: number | undefined;
}

function Rows({ name, items, path, least, most }: RowsProps): ReactNode {
  const t = words.useWords();
  const { label } = useWords();
  return (
    <fieldset className="fields">
      <legend>{label(name)}</legend>
      <Form.List name={[...path]} initialValue={Array.from({ length: least }, () => ({}))}>
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <div key={row.key} className="fields-row">
                {/* Names inside a list are relative to it. */}
                <Fields schema={items} path={[row.name]} />
                {rows.length > least && (
                  <Button size="small" onClick={() => remove(row.name)}>
                    {t("form.remove")}
                  </Button>
                )}
              </div>
            ))}
            {(most === undefined || rows.length < most) && (
              <Button size="small" onClick={() => add({})}>
                {t("form.add")}
              </Button>
            )}
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
