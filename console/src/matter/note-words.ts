/** What the program and those who looked left in the history of a matter besides commands, in words: a history has no lines that only a programmer reads. */
import type { Bilingual } from "@duanliu/client";

export const NOTE_WORDS: Readonly<Record<string, Bilingual>> = {
  "data-opened": { zh: "查看了个人信息", en: "Personal data looked at" },
  "data-opened-for-delivery": { zh: "为送达取用个人信息", en: "Personal data used for a delivery" },
  "money-viewed": { zh: "查看了资金去向", en: "The money looked at" },
  "ring-viewed": { zh: "查看了团伙", en: "A ring looked at" },
  send: { zh: "已送达机构", en: "Handed to the institution" },
  reminded: { zh: "已提醒时限", en: "Reminded of the time limit" },
  "clock-moot": { zh: "时限到期，已无须处理", en: "A time limit ran out; there was nothing left to do" },
  "clock-settled": { zh: "节假日公布后，时限已确定", en: "A time limit became certain with the holidays" },
  "not-delivered-yet": { zh: "尚未送达，继续尝试", en: "Not delivered yet, tried again" },
  undeliverable: { zh: "无法送达", en: "Could not be delivered" },
  "acknowledged-late": { zh: "机构的签收迟到，已无影响", en: "An institution's receipt came too late to matter" },
  refused: { zh: "未予执行", en: "Refused" },
  "no-desk-for-stop": { zh: "收款机构没有受理席位，未能提出止付", en: "No desk takes orders for the institution: no stop was proposed" },
  "payment-not-held": { zh: "未暂缓该笔付款", en: "The payment was not held" },
  "path-too-long": { zh: "资金已转过多层，不再自动提出止付", en: "The money went on too far for a stop to be proposed by itself" },
  "appeal-upheld-late": { zh: "申诉成立，但措施已结束", en: "An appeal was upheld after the restriction had ended" },
  "returned-after-the-freeze": { zh: "资金已返还，冻结此前已结束", en: "The money went back after the freeze had ended" },
  "receipt-printed": { zh: "已打印回执", en: "A receipt was printed" },
};
