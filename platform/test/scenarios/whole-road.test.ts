/**
 * One road from the first sign to the last fen: somebody is called, is warned and visited, has paid already, and the money is
 * stopped, followed, frozen and given back. Then what everybody was told, the sums, and a ledger that nothing is wrong with.
 */
import { expect, test } from "vitest";
import { verifyLedger } from "../../src/matters/audit.ts";
import { moneyFigures } from "../../src/orders/figures.ts";
import { onStage } from "../play-stage.ts";
import { tokens, type Stage } from "../play-words.ts";

const ROAD = `
    08:30  link          +8613800138000  holds ICBC:6222021234567890  person p-1
    08:40  call          from +8613900139000  to +8613800138000  talking 12m  sharing screen
           expect        warning dispatched · warning level high
    08:55  transfer      50 000.00 CNY  from ICBC:6222021234567890  to CCB:6217009876543210  usually 3 000.00 CNY
           expect        1 warnings · warning level urgent
    08:57  sign          warning by dissuader of station
    08:58  contact       warning by dissuader of station  with channel: call
           result        warning by dissuader of station  with outcome: no-answer
    09:10  contact       warning by dissuader of station  with channel: visit
    09:20  already-paid  warning by dissuader of station  lost 50 000.00 CNY  from ICBC:6222021234567890  to CCB:6217009876543210  ago 25m
           expect        warning closed-to-report · report received · stop drafted

    # The money first: four eyes, then the bank, then where the rest went.
    09:21  supply        stop by intake  with holderName: 张三
    09:22  approve       stop by duty lead
           expect        CCB has stop-payment.request · stop sent
    09:23  accept        report by intake
           expect        report told report.receipt
    09:27  bank          CCB  stops 31 200.00 CNY  moved 18 800.00 CNY  to ABC:6230001111222233  named 李四
           expect        stop on CCB:6217009876543210 stopped · stop on CCB:6217009876543210 told stop-payment.stopped
           expect        stop on ABC:6230001111222233 drafted · stop on ABC:6230001111222233 tier 2
    09:29  approve       stop on ABC:6230001111222233 by duty lead
    09:33  bank          ABC  stops 18 800.00 CNY
           expect        stop on ABC:6230001111222233 stopped · stop on ABC:6230001111222233 told stop-payment.extended

    # Filed within the 48 hours, and frozen without a gap.
    10:00  propose       case  by officer
    14:00  file          case by chief
           expect        case filed · report filed
    14:10  propose       freeze  by officer  on CCB:6217009876543210  named 张三  of 31 200.00 CNY  follows stop
           propose       freeze  by officer  on ABC:6230001111222233  named 李四  of 18 800.00 CNY  follows stop
           approve       freeze on CCB:6217009876543210 by chief
           approve       freeze on ABC:6230001111222233 by chief
    14:30  bank          CCB  froze 31 200.00 CNY  on CCB:6217009876543210
           bank          ABC  froze 18 800.00 CNY  on ABC:6230001111222233
           expect        freeze on CCB:6217009876543210 active · stop on CCB:6217009876543210 converted · freeze on CCB:6217009876543210 told freeze.frozen
           expect        freeze on ABC:6230001111222233 active · stop on ABC:6230001111222233 converted · freeze on ABC:6230001111222233 told freeze.frozen
    +10d   investigate   case by officer

    # Traced to one deposit at each bank: given back directly.
    +10d   propose       refund  by officer  of CCB:6217009876543210
           claims        refund  by officer  named 王某  lost 50 000.00 CNY  traced 31 200.00 CNY  into ICBC:6222021234567890
           plan          refund by officer
           cannot        approve refund by officer  because not-allowed
           approve       refund  by chief
           expect        refund ordered · CCB has refund.order
    +1d    bank          CCB  pays
           expect        refund executed · refund told refund.paid · freeze on CCB:6217009876543210 returned
           propose       refund  by officer  of ABC:6230001111222233
           claims        refund  by officer  named 王某  lost 50 000.00 CNY  traced 18 800.00 CNY  into ICBC:6222021234567890
           plan          refund by officer
           approve       refund  by chief
    +1d    bank          ABC  pays
           expect        refund executed · freeze on ABC:6230001111222233 returned · 2 refunds
           close         case by chief  with outcome: the money is back
           expect        case closed · report closed
`;

/** Templates of what people were told about one identifier, in their order, and whether all of it arrived. */
async function toldAbout(stage: Stage, identifier: string): Promise<readonly string[]> {
  const rows = await stage.query<{ readonly template: string; readonly arrived: boolean }>(
    "select template, delivered_at_ms is not null as arrived from notice where recipient = any($1) order by created_at_ms, id",
    [tokens(stage, identifier)],
  );
  expect(rows.filter(({ arrived }) => !arrived)).toEqual([]);
  return rows.map(({ template }) => template);
}

test("from the first sign to the last fen: warned, visited, already paid, stopped, followed, filed, frozen, returned, closed", () =>
  onStage(ROAD, {
    town: true,
    after: async (stage) => {
      const { room } = stage;
      expect(await toldAbout(stage, "CCB:6217009876543210")).toEqual(["stop-payment.stopped", "freeze.frozen", "freeze.returned"]);
      expect(await toldAbout(stage, "ABC:6230001111222233")).toEqual(["stop-payment.extended", "freeze.frozen", "freeze.returned"]);
      const victim = await toldAbout(stage, "+8613800138000");
      expect(victim.filter((one) => one.startsWith("warning.")).length).toBeGreaterThan(0);
      expect(victim.filter((one) => !one.startsWith("warning."))).toEqual(["report.receipt", "refund.paid", "refund.paid"]);

      const until = room.world.nowMs() + 1;
      const sums = await room.store.snapshot((sql) => moneyFigures(sql, room.system, { fromMs: 0, untilMs: until }));
      expect(sums).toEqual([{ currency: "CNY", requestedMinor: "5000000", heldMinor: "5000000", tracedMinor: "5000000", returnedMinor: "5000000" }]);

      // Nothing is left to do, and nobody is limited any more.
      expect(await stage.query("select kind, state from matter where closed_at_ms is null", [])).toEqual([]);
      expect(await stage.query("select 1 from deadline where state = 'armed' union all select 1 from effect where state <> 'delivered'", [])).toEqual([]);
      const audit = await room.store.snapshot((sql) => verifyLedger(sql, room.desk.parts.vault.publicKeyPem));
      expect(audit.faults).toEqual([]);
      expect(audit.lines).toBeGreaterThan(60);
    },
  }));
