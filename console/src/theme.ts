/** antd dressed as the desk: small, neutral greys, one ink blue for what can be pressed, nothing that moves. */
import type { ThemeConfig } from "antd";

export const deskTheme: ThemeConfig = {
  token: {
    colorPrimary: "#1f4e8c",
    colorLink: "#1f4e8c",
    colorText: "#1c2330",
    colorTextSecondary: "#4c566a",
    colorTextTertiary: "#5f6b7e",
    colorTextPlaceholder: "#6b7688",
    colorBorder: "#c3cad5",
    colorBorderSecondary: "#e3e7ed",
    colorBgLayout: "#f3f5f8",
    borderRadius: 3,
    fontSize: 13,
    fontFamily: "inherit",
    motion: false,
    boxShadow: "0 4px 16px rgba(28,35,48,0.14)",
    boxShadowSecondary: "0 4px 16px rgba(28,35,48,0.14)",
  },
  components: {
    Table: { headerBg: "#f3f5f8", headerColor: "#4c566a", cellPaddingBlockSM: 5, cellPaddingInlineSM: 8, rowHoverBg: "#f6f8fb" },
  },
};
