/** A bank by its code or name, with the known ones offered; what was typed stays as it is until it is sent as a code. */
import { Input } from "antd";
import { useId, type ReactNode } from "react";
import { BANK_CODES, bankIn } from "./columns.ts";

interface Props {
  // Given by the form.
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

export function BankInput({ id, value, onChange }: Props): ReactNode {
  const list = useId();
  return (
    <>
      <Input id={id} value={value} list={list} autoComplete="off" spellCheck={false} maxLength={40} onChange={({ target }) => onChange?.(target.value)} />
      <datalist id={list}>
        {BANK_CODES.map(({ code, title }) => (
          <option key={code} value={code}>
            {title}
          </option>
        ))}
      </datalist>
    </>
  );
}

/** A name that is known as its code; any other as it was typed, in capitals. */
export function bankCode(typed: string): string {
  return bankIn(typed) ?? typed.trim().toUpperCase();
}
