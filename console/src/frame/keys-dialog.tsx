/** All keys, in the browser's own dialog: it keeps the focus inside and closes on Escape. */
import { Button } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

const ROWS = [
  [["j", "k"], "keys.move"],
  [["Enter"], "keys.enter"],
  [["Esc"], "keys.escape"],
  [["/"], "keys.search"],
  [["p"], "keys.pause"],
  [["?"], "keys.help"],
] as const;

export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="keys-dialog" aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">{t("keys.title")}</h2>
      <dl>
        {ROWS.map(([keys, word]) => (
          <div key={word}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={() => dialog.current?.close()}>{t("keys.close")}</Button>
    </dialog>
  );
}
