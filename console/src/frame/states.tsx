/** How a part of the page looks while it loads and when it could not be loaded. A loading part keeps its shape. */
import { Alert, Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function Loading({ rows }: { readonly rows: number }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="loading" role="group" aria-busy="true" aria-label={t("live.loading")}>
      <Skeleton title={false} paragraph={{ rows, width: "100%" }} />
    </div>
  );
}

export function Failed({ detail, onAgain }: { readonly detail: string; readonly onAgain?: () => void }): ReactNode {
  const { t } = useTranslation();
  const again = onAgain === undefined ? undefined : <Button onClick={onAgain}>{t("broken.again")}</Button>;
  return <Alert type="warning" showIcon title={t("broken.title")} description={detail} action={again} />;
}
