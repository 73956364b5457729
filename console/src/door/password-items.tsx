/** A new password, typed twice, with what it must be said beforehand. */
import { Form, Input } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function PasswordItems({ bounds }: { readonly bounds: { readonly min: number; readonly max: number } }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="password"
        label={t("door.newPassword")}
        extra={t("door.passwordRule", { min: bounds.min })}
        rules={[{ required: true, min: bounds.min, message: t("door.passwordRule", { min: bounds.min }) }]}
      >
        <Input.Password autoComplete="new-password" maxLength={bounds.max} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t("door.again")}
        dependencies={["password"]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) => (value === getFieldValue("password") ? Promise.resolve() : Promise.reject(new Error(t("door.notSame")))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={bounds.max} />
      </Form.Item>
    </>
  );
}
