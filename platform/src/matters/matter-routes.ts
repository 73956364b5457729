/**
 * Routes that every kind of matter has, made from its table: list, show with history and clocks, open, and one for each
 * command. Besides these: the next task, opening personal data, what belongs together. A slice adds only what is its own.
 */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import { PARTNER_KINDS, type ActingRole } from "../access/role.ts";
import type { Scope } from "../access/scope.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { isEnd } from "../base/state-table.ts";
import { MATTER_KINDS, parseMatterId, type MatterId, type MatterKindName } from "../domain/matter.ts";
import type { Desk, NoticeView } from "./desk.ts";
import { instant } from "./input.ts";
import { CHECKERS, isPossible, readersOf, type Kind } from "./kind.ts";
import type { StoredLine } from "./ledger.ts";
import type { Matter } from "./matter.ts";
import { openPersonal, relatedMatters } from "./personal-access.ts";

export interface DeskServices {
  readonly desk: Desk;
}

/** Matters on one page of a list. */
export const PAGE_MAX = 200;

export function idOf(text: string): MatterId {
  const id = parseMatterId(text);
  if (isMalformed(id)) throw new ProblemError({ code: "malformed-input", detail: `"${id.what}" is no id of a matter`, value: id.what, expected: id.expected });
  return id;
}

/** A matter as it is shown: what is in it, and what the holder of the scope may do now. */
export function shown(kind: Kind, matter: Matter, scope: Scope): unknown {
  return {
    ...(seesPeople(scope) ? matter : withoutPeople(matter)),
    body: kind.show(matter, scope),
    stateWords: kind.stateWords[matter.state],
    commands: Object.entries(kind.commands)
      .filter(
        ([name, spec]) => isPossible(kind, matter.state, name) && scope.actingAs(spec.who) !== null && !(spec.notBy ?? []).some((earlier) => matter.hands[earlier] === scope.actor),
      )
      .map(([name, spec]) => ({ name, words: spec.words })),
  };
}

/** Partners and the public see what was done and when, not by whom inside the police. */
function seesPeople({ principal }: Scope): boolean {
  return principal.kind === "system" || (principal.kind === "user" && !PARTNER_KINDS.has(principal.orgKind));
}

function withoutPeople(matter: Matter): object {
  const { hands: _hands, openedBy: _openedBy, assignee: _assignee, ...rest } = matter;
  return rest;
}

/** A line of the history. */
function lineShown(line: StoredLine, scope: Scope): unknown {
  const { hash: _hash, ...rest } = line;
  return !seesPeople(scope) && line.unit !== scope.org ? { ...rest, actor: "", detail: {} } : rest;
}

/** What a person is told is for the police that tells them and the institution that carries it. */
function noticeSeen(notice: NoticeView, { principal }: Scope): boolean {
  return principal.kind !== "user" || principal.orgKind === "police" || notice.via === `institution:${principal.org}`;
}

const listQuery = z.object({
  state: z.string().max(200).optional(),
  open: z.enum(["true", "false"]).optional(),
  mine: z.enum(["true"]).optional(),
  territory: z.string().max(100).optional(),
  parent: z.string().max(60).optional(),
  org: z.string().max(60).optional(),
  order: z.enum(["newest", "due"]).optional(),
  after: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
});

const commandBody = z.object({
  /** The version that was looked at: a newer one refuses. */
  version: z.number().int().positive().optional(),
  /** When it happened, if not now. */
  occurredAt: instant.optional(),
  /** The command's own; the kind parses it. Without one it is empty. */
  input: z.unknown().optional(),
});

/** Routes of one kind of the table. */
export function routesOfKind(kinds: ReadonlyMap<MatterKindName, Kind>, kind: Kind): readonly Route<DeskServices>[] {
  const names = MATTER_KINDS[kind.name];
  const base = `/v1/${names.plural}`;
  const en = names.en.toLowerCase();
  const routes: Route<DeskServices>[] = [
    route({
      method: "GET",
      path: base,
      permission: readersOf(kinds, kind.name),
      summary: { zh: `${names.zh}列表`, en: `List: ${en}` },
      query: listQuery,
      run: async ({ scope, query }, { desk }) => {
        const { matters, next } = await desk.list(scope, {
          kind: kind.name,
          limit: query.limit,
          ...(query.state === undefined ? {} : { states: query.state.split(",") }),
          ...(query.open === undefined ? {} : { open: query.open === "true" }),
          ...(query.mine === undefined ? {} : { assignee: scope.actor }),
          ...(query.territory === undefined ? {} : { territory: query.territory }),
          ...(query.parent === undefined ? {} : { parent: query.parent }),
          ...(query.org === undefined ? {} : { org: query.org }),
          ...(query.order === undefined ? {} : { order: query.order }),
          ...(query.after === undefined ? {} : { after: query.after }),
        });
        return { items: matters.map((matter) => shown(kind, matter, scope)), next };
      },
    }),
    route({
      method: "GET",
      path: `${base}/:id`,
      permission: readersOf(kinds, kind.name),
      summary: { zh: `查看${names.zh}，含经过、时限与通知`, en: `Show one ${en} with history, clocks and notices` },
      run: async ({ scope, params }, { desk }) => showOne(desk, kind, scope, params["id"] ?? ""),
    }),
  ];
  // A kind that only this program opens has no route for it.
  if (kind.opening.who.length > 0) {
    routes.push(
      route({
        method: "POST",
        path: base,
        permission: kind.opening.who,
        summary: kind.opening.words,
        body: z.object({ occurredAt: instant.optional(), input: z.unknown() }),
        documents: { input: kind.opening.input },
        run: async ({ scope, body }, { desk }) => {
          const matter = await desk.work(scope, (work) => work.openAny(kind.name, body.input), body.occurredAt);
          return shown(kind, matter, scope);
        },
      }),
    );
  }
  for (const [name, spec] of Object.entries(kind.commands)) {
    if (spec.who.length === 0) continue;
    routes.push(
      route({
        method: "POST",
        path: `${base}/:id/${name}`,
        permission: spec.who,
        summary: { zh: `${names.zh}：${spec.words.zh}`, en: `${names.en}: ${spec.words.en.toLowerCase()}` },
        body: commandBody,
        documents: { input: spec.input },
        run: async ({ scope, params, body }, { desk }) => {
          const { version, occurredAt, input } = body;
          const id = idOf(params["id"] ?? "");
          const request = { id, command: name, input: input ?? {}, ...(version === undefined ? {} : { version }) };
          const [matter] = await desk.work(scope, (work) => work.actAny(kind.name, [request]), occurredAt);
          return shown(kind, matter, scope);
        },
      }),
    );
  }
  return routes;
}

async function showOne(desk: Desk, kind: Kind, scope: Scope, text: string): Promise<unknown> {
  const id = idOf(text);
  const matter = await desk.find(scope, id);
  if (matter.kind !== kind.name) throw new ProblemError({ code: "not-found", detail: `there is no ${id} in your scope` });
  const [history, deadlines, notices] = await Promise.all([desk.history(scope, id), desk.deadlines(scope, id), desk.notices(scope, id)]);
  return {
    ...(shown(kind, matter, scope) as object),
    history: history.map((line) => lineShown(line, scope)),
    deadlines,
    notices: notices.filter((one) => noticeSeen(one, scope)),
    ended: isEnd(kind.states, matter.state),
  };
}

/** Routes about matters of any kind. */
export const MATTER_ROUTES: readonly Route<DeskServices>[] = [
  route({
    method: "POST",
    path: "/v1/personal/open",
    permission: "signed-in",
    summary: { zh: "为某一事项、某一用途查看个人信息（全程留痕）", en: "Open personal data for a matter and a purpose (recorded)" },
    // What is left out is refused where that is recorded, and not before.
    body: z.object({ matter: z.unknown().optional(), purpose: z.unknown().optional(), tokens: z.array(z.string().max(200)).max(200).optional() }).loose(),
    run: async ({ scope, body }, { desk }) => {
      const opened = await openPersonal(desk, scope, { ...body, matter: body.matter, purpose: body.purpose });
      // The one place where a value leaves: the answer to who named a matter and a purpose.
      return { items: opened.map((one) => ({ ...one, value: one.value.open("answer to a recorded opening") })) };
    },
  }),
  route({
    method: "GET",
    path: "/v1/matters/:id/related",
    permission: ["analyst", "caseOfficer", ...CHECKERS],
    summary: { zh: "同一标识所涉的其他事项", en: "Other matters in which an identifier of this one stands" },
    query: z.object({ token: z.string().max(200), limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50) }),
    run: async ({ scope, params, query }, { desk }) => ({ items: await relatedMatters(desk, scope, { matter: idOf(params["id"] ?? ""), ...query }) }),
  }),
];

/** For tests and the printed overview: every command with who may give it. */
export function whoMayDoWhat(
  kinds: Iterable<Kind>,
): readonly { readonly kind: string; readonly command: string; readonly who: readonly ActingRole[]; readonly notBy: readonly string[] }[] {
  return [...kinds].flatMap((kind) => [
    { kind: kind.name, command: "open", who: kind.opening.who, notBy: [] },
    ...Object.entries(kind.commands).map(([command, spec]) => ({ kind: kind.name, command, who: spec.who, notBy: spec.notBy ?? [] })),
  ]);
}
