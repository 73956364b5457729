/** All keys of the frame and of the place that is open, in the browser's own dialog: it keeps the focus inside and closes on Escape. */
import { Button } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAllKeyWords } from "../keys.ts";

export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const ofPlace = useAllKeyWords();
  const rows = [...ofPlace, { keys: ["/"], words: t("keys.search") }, { keys: ["?"], words: t("keys.help") }];
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="keys-dialog" aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">{t("keys.title")}</h2>
      <dl>
        {rows.map(({ keys, words }) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={() => dialog.current?.close()}>{t("keys.close")}</Button>
    </dialog>
  );
}
