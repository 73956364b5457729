/** Who is signed in, in which role and for which organisation, and the way out; or the way in. Always in sight. */
import { Button, Popover } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";

export function WhoAmI(): ReactNode {
  const { t } = useTranslation();
  const session = useSession();
  const me = useMe();
  if (me.kind !== "here") return null;
  if (me.value === null) {
    return (
      <Button className="who" href="/sign-in">
        {t("door.enter")}
      </Button>
    );
  }
  const { user, org, roles, territory, sample } = me.value;
  const language = languageNow();
  const leave = async (): Promise<void> => {
    await session.door.signOut().catch(() => undefined);
    location.assign("/sign-in");
  };
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="who-panel">
          <p>
            <b>{user.name}</b> {user.login}
          </p>
          <p>{org.name[language]}</p>
          <p>{roles.map((role) => role[language]).join(language === "zh" ? "、" : ", ")}</p>
          <p className="quiet">{territory.name?.[language] ?? (territory.path === "" ? t("door.country") : territory.path)}</p>
          {sample !== null && <p className="quiet">{sample.words[language]}</p>}
          <Button onClick={() => void leave()} block>
            {t("door.leave")}
          </Button>
        </div>
      }
    >
      <Button className="who">
        {user.sample ? t("door.sampleMark") : ""}
        {roles.at(0)?.[language] ?? user.name}
      </Button>
    </Popover>
  );
}
