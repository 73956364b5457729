/**
 * An appeal is heard: its clock runs from the first moment; one that nobody decides in time goes up or, where nobody is above,
 * says so, and the person is told; whoever decides had no hand in what it is about; and what was wrong is over at that moment.
 */
import { leapOver } from "../faults.ts";
import { auditor, type Found } from "./auditor.ts";
import { limits, SWEEP_MS } from "./measures.ts";

interface Row {
  readonly id: string;
  readonly state: string;
  readonly against: string;
  readonly closed: number | null;
  readonly decider: string | null;
  /** Clocks of the answer that ran or run. */
  readonly clocks: number;
  readonly told: number;
  readonly up: number;
}

export const appealsHeard = auditor(
  "appeals-heard",
  { zh: "申诉有期限、由他人决定，成立即解除", en: "appeals are decided in time, by somebody else, and with effect" },
  async ({ jumps, machineMs }, sql) => {
    const appeals = await sql.query<Row>(
      `select m.id, m.state, m.body->>'against' as against, m.closed_at_ms as closed,
       (select l.actor from ledger l where l.matter = m.id and l.event in ('uphold', 'uphold-part', 'reject') limit 1) as decider,
       (select count(*) from deadline d where d.matter = m.id and d.part = 'due') as clocks,
       (select count(*) from notice n where n.matter = m.id and n.template in ('appeal.escalated', 'appeal.overdue')) as told,
       (select count(*) from ledger l where l.matter = m.id and l.event = 'send-up') as up
     from matter m where m.kind = 'appeal' order by m.id`,
    );
    const late = await sql.query<{ readonly matter: string; readonly due: number; readonly state: string; readonly fired: number | null; readonly up: boolean }>(
      `select d.matter, d.due_at_ms as due, d.state, d.fired_at_ms as fired,
       exists (select 1 from ledger l where l.matter = d.matter and l.event = 'send-up' and l.recorded_at_ms = d.fired_at_ms) as up
     from deadline d join matter m on m.id = d.matter where m.kind = 'appeal' and d.part = 'due' and d.state <> 'disarmed' order by d.matter, d.due_at_ms`,
    );
    const hands = await sql.query<{ readonly appeal: string; readonly actor: string }>(
      `select distinct a.id as appeal, l.actor from matter a join ledger l on l.matter = a.body->>'against' and l.state_after is distinct from l.state_before and l.role not in ('system', 'public')
     where a.kind = 'appeal' and l.seq < (select min(d.seq) from ledger d where d.matter = a.id and d.event in ('uphold', 'uphold-part', 'reject')) order by 1, 2`,
    );
    const held = await sql.query<{ readonly appeal: string; readonly id: string; readonly kind: string; readonly state: string }>(
      `select a.id as appeal, t.id, t.kind, t.state from matter a join matter t on t.id = a.body->>'against' or t.body->>'previous' = a.body->>'against' or t.body->>'follows' = a.body->>'against'
     where a.kind = 'appeal' and a.state = 'upheld' and t.closed_at_ms is null and t.opened_at_ms <= a.closed_at_ms order by a.id, t.id`,
    );
    return [
      ...appeals.flatMap(({ id, state, closed, decider, clocks, told, up }): readonly Found[] => {
        if (clocks === 0) return [{ what: `${id} has no clock`, matter: id }];
        if (told < up) return [{ what: `${id} was not answered in time ${up} times, and that was told ${told} times`, matter: id }];
        if (closed !== null && state !== "withdrawn" && decider === null) return [{ what: `${id} is ${state} and nobody decided it`, matter: id }];
        return [];
      }),
      ...late.flatMap(({ matter, due, state, fired, up }): readonly Found[] => {
        const lateMs = (fired ?? machineMs) - due;
        if (lateMs > SWEEP_MS + leapOver(due, jumps)) return [{ what: `${matter} was due ${lateMs} ms before anything came of it`, matter }];
        return state === "fired" && !up ? [{ what: `${matter} was not decided in time and did not go up`, matter }] : [];
      }),
      ...appeals.flatMap(({ id, decider }) =>
        hands.some((one) => one.appeal === id && one.actor === decider) ? [{ what: `${id} was decided by ${decider ?? ""}, who had a hand in what it is about`, matter: id }] : [],
      ),
      ...held.flatMap(({ appeal, id, kind, state }) => (limits(kind, state) ? [{ what: `${appeal} was upheld, and ${kind} ${id} is still ${state}`, matter: appeal }] : [])),
    ];
  },
);
