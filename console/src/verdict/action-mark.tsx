/**
 * An action as colour, word and shape, so that none of the three has to be seen alone. Red is only for a hold: there a
 * person must act.
 */
import type { Action } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

const SHAPES: Readonly<Record<Action, ReactNode>> = {
  allow: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  flag: <path d="M6 1.8 10.9 10.4H1.1Z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />,
  warn: (
    <>
      <path d="M6 .9 11.1 6 6 11.1.9 6Z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      <path d="M6 .9V11.1L.9 6Z" fill="currentColor" />
    </>
  ),
  block: (
    <>
      <rect x=".8" y=".8" width="10.4" height="10.4" rx="1" fill="currentColor" />
      <path d="M3 6H9" stroke="#fff" strokeWidth="1.8" />
    </>
  ),
  hold: (
    <>
      <circle cx="6" cy="6" r="5.6" fill="currentColor" />
      <path d="M4.5 3.6V8.4M7.5 3.6V8.4" stroke="#fff" strokeWidth="1.5" />
    </>
  ),
};

export function ActionShape({ action }: { readonly action: Action }): ReactNode {
  return (
    <svg className={`shape ${action}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {SHAPES[action]}
    </svg>
  );
}

export function ActionMark({ action }: { readonly action: Action }): ReactNode {
  const { t } = useTranslation();
  return (
    <span className={`action ${action}`}>
      <ActionShape action={action} />
      {t(`action.${action}`)}
    </span>
  );
}
