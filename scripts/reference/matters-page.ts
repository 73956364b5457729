/** docs/reference/matters.md: every kind of matter with its states, its diagram, and who may do what, from the kinds' own tables. */
import { KINDS } from "../../platform/src/app/kinds.ts";
import { ROLES, type Role } from "../../platform/src/access/role.ts";
import { diagramOf, eventsFrom, isEnd } from "../../platform/src/base/state-table.ts";
import { MATTER_KINDS } from "../../platform/src/domain/matter.ts";
import type { CommandSpec, Kind } from "../../platform/src/matters/kind.ts";
import { block, code, page, table, type Page } from "./page.ts";

export function mattersPage(): Page {
  return page("docs/reference/matters.md", { zh: "事项、状态与权限", en: "Matters, states, who may do what" }, [
    "Everything that people and institutions work on is a matter of one of these kinds. A command is possible where its transition leaves the present state, for somebody who has one of its roles, within their territory or organisation; *not by* names the commands whose giver may not give this one (four eyes). Commands without a role are given by the clock, by an acknowledgement, or as a consequence of another decision. 事项按类列出；“不得由……”表示须由另一人办理；无角色的命令由时限、回执或其他决定触发。",
    "Every matter has `GET` routes for its list and itself, a `POST` to open it where somebody may, and one `POST` a command: see the [HTTP interface](http.md). 接口见 http.md。",
    table(
      ["Kind", "Id", "English", "中文"],
      [...KINDS.values()].map((kind) => [code(kind.name), code(`${MATTER_KINDS[kind.name].prefix}_…`), MATTER_KINDS[kind.name].en, MATTER_KINDS[kind.name].zh]),
    ),
    ...[...KINDS.values()].flatMap(kindParts),
    "## Roles · 角色",
    table(
      ["Role", "English", "中文", "Of"],
      (Object.keys(ROLES) as Role[]).map((role) => [code(role), ROLES[role].en, ROLES[role].zh, ROLES[role].of.join(", ")]),
    ),
  ]);
}

function kindParts(kind: Kind): readonly string[] {
  const names = MATTER_KINDS[kind.name];
  return [
    `## ${names.en} · ${names.zh}`,
    block("mermaid", diagramOf(kind.states, kind.initial)),
    table(
      ["State", "English", "中文", ""],
      Object.keys(kind.states).map((state) => [code(state), kind.stateWords[state].en, kind.stateWords[state].zh, remark(kind, state)]),
    ),
    table(["Command", "English", "中文", "Who", "Leads by", "Not by"], [opening(kind), ...Object.entries(kind.commands).map(([name, spec]) => command(name, spec))]),
  ];
}

function remark(kind: Kind, state: string): string {
  if (kind.restricting.includes(state)) {
    const ways = eventsFrom(kind.states, state).filter((event) => kind.automatic.includes(event));
    return `restricts; the clock ends it (${ways.join(", ")}) · 限制性，到期自动结束`;
  }
  return isEnd(kind.states, state) ? "end · 终结" : "";
}

function opening(kind: Kind): readonly string[] {
  const { who, words } = kind.opening;
  return ["open", words.en, words.zh, who.join(", ") || "—", "", ""];
}

function command(name: string, spec: CommandSpec): readonly string[] {
  return [code(name), spec.words.en, spec.words.zh, spec.who.join(", ") || "—", spec.causes.join(", ") || `in ${(spec.states ?? []).join(", ")}`, (spec.notBy ?? []).join(", ")];
}
