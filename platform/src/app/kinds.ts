/** Every kind of matter that this program works on, in one table. A kind that is missing here does not exist. */
import { appeal } from "../appeals/appeal/kind.ts";
import { compensation } from "../appeals/compensation/kind.ts";
import { complaint } from "../appeals/complaint/kind.ts";
import { campaign } from "../campaigns/campaign/kind.ts";
import { lead } from "../campaigns/lead/kind.ts";
import { operation } from "../campaigns/operation/kind.ts";
import { numberAction } from "../cards/number-action/kind.ts";
import { opening } from "../cards/opening/kind.ts";
import { traceBack } from "../cards/trace-back/kind.ts";
import { policeCase } from "../cases/case/kind.ts";
import { report } from "../cases/report/kind.ts";
import { caseSeries } from "../cases/series/kind.ts";
import { lineBreak } from "../dissuasion/line-break/kind.ts";
import { warning } from "../dissuasion/warning/kind.ts";
import type { MatterKindName } from "../domain/matter.ts";
import { listEntry } from "../listings/list-entry/kind.ts";
import type { Kind } from "../matters/kind.ts";
import { freeze } from "../orders/freeze/kind.ts";
import { hold } from "../orders/hold/kind.ts";
import { protectiveStop } from "../orders/protective-stop/kind.ts";
import { refund } from "../orders/refund/kind.ts";
import { stopPayment } from "../orders/stop-payment/kind.ts";
import { ruleChange } from "../rulebook/rule-change/kind.ts";

const ALL: readonly Kind[] = [
  warning,
  lineBreak,
  report,
  policeCase,
  caseSeries,
  stopPayment,
  freeze,
  protectiveStop,
  hold,
  refund,
  opening,
  numberAction,
  traceBack,
  listEntry,
  appeal,
  complaint,
  compensation,
  campaign,
  lead,
  operation,
  ruleChange,
];

export const KINDS: ReadonlyMap<MatterKindName, Kind> = new Map(ALL.map((kind) => [kind.name, kind]));
