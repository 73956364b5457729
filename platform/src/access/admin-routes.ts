/**
 * Routes of administrators: organisations, accounts of people, tokens of programs. Each works only on what lies in the
 * administrator's place. Links and tokens appear in one answer and never again.
 */
import { z } from "zod";
import { within, type Territory } from "../domain/territory.ts";
import { administrator } from "./administrator.ts";
import { closeOrganisation, openOrganisation } from "./closing.ts";
import { changeOrganisation, createOrganisation, listOrganisations, organisationChange, organisationDraft } from "./organisation.ts";
import { ORGANISATION_KINDS, ROLES, type OrganisationKind } from "./role.ts";
import { route, type Route } from "./route.ts";
import type { Permission } from "./scope.ts";
import type { AccessServices } from "./sign-in-routes.ts";
import { createToken, listTokens, revokeToken, tokenDraft } from "./token.ts";
import { changeUser, createUser, disableUser, enableUser, endUsersSessions, issueLink, listUsers, userChange, userDraft } from "./user.ts";

const ADMIN: Permission = ["admin"];
/** Rows on one page of a list. */
const PAGE_MAX = 500;

const after = z.string().max(60).optional();
const limit = z.coerce.number().int().min(1).max(PAGE_MAX).default(100);
const byOrganisation = z.object({ org: z.string().max(60).optional(), after, limit });
const KINDS = Object.keys(ORGANISATION_KINDS) as [OrganisationKind, ...OrganisationKind[]];

export const ADMIN_ROUTES: readonly Route<AccessServices>[] = [
  route({
    method: "GET",
    path: "/v1/roles",
    permission: "signed-in",
    summary: { zh: "角色，以及各类单位可有的角色", en: "Roles, and which kinds of organisation have them" },
    run: () => ({ roles: ROLES, organisationKinds: ORGANISATION_KINDS }),
  }),
  route({
    method: "GET",
    path: "/v1/organisations",
    permission: "signed-in",
    summary: { zh: "单位列表（合作机构只见本单位与公安单位）", en: "Organisations (partners see their own and the police)" },
    query: z.object({ kind: z.enum(KINDS).optional(), territory: z.string().max(100).optional(), after, limit }),
    run: async ({ scope, query }, { access }) => {
      const { kind, territory, after: from, limit: most } = query;
      const items = await listOrganisations(access, scope, {
        limit: most,
        ...(kind === undefined ? {} : { kind }),
        ...(territory === undefined ? {} : { territory }),
        ...(from === undefined ? {} : { after: from }),
      });
      // How orders travel is between the administrator and the institution.
      const keeps = scope.has("admin") ? administrator(scope).territory : null;
      const shown = items.map((one) => (keeps !== null && within(one.territory, keeps as Territory) ? one : { ...one, delivery: null }));
      return { items: shown, next: nextOf(items, most) };
    },
  }),
  route({
    method: "POST",
    path: "/v1/organisations",
    permission: ADMIN,
    summary: { zh: "新建单位", en: "Create an organisation" },
    body: organisationDraft,
    run: ({ scope, body }, { access }) => createOrganisation(access, scope, body),
  }),
  route({
    method: "POST",
    path: "/v1/organisations/:id",
    permission: ADMIN,
    summary: { zh: "修改单位", en: "Change an organisation" },
    body: organisationChange,
    run: ({ scope, params, body }, { access }) => changeOrganisation(access, scope, params["id"] ?? "", body),
  }),
  route({
    method: "POST",
    path: "/v1/organisations/:id/close",
    permission: ADMIN,
    summary: { zh: "关闭单位（结束登录、吊销令牌，须无未结事项）", en: "Close an organisation (ends its sessions, revokes its tokens; nothing may be open at it)" },
    run: ({ scope, params }, { access }) => closeOrganisation(access, scope, params["id"] ?? ""),
  }),
  route({
    method: "POST",
    path: "/v1/organisations/:id/open",
    permission: ADMIN,
    summary: { zh: "恢复单位", en: "Open a closed organisation again" },
    run: ({ scope, params }, { access }) => openOrganisation(access, scope, params["id"] ?? ""),
  }),
  route({
    method: "GET",
    path: "/v1/users",
    permission: ADMIN,
    summary: { zh: "账户列表", en: "Accounts of people" },
    query: byOrganisation,
    run: async ({ scope, query }, { access }) => {
      const items = await listUsers(access, scope, pageOf(query));
      return { items, next: nextOf(items, query.limit) };
    },
  }),
  route({
    method: "POST",
    path: "/v1/users",
    permission: ADMIN,
    summary: { zh: "新建账户，得到一次性设密链接", en: "Create an account; gives a link to set its password once" },
    body: userDraft,
    run: ({ scope, body }, { access }) => createUser(access, scope, body),
  }),
  route({
    method: "POST",
    path: "/v1/users/:id",
    permission: ADMIN,
    summary: { zh: "修改账户、单位或角色（会结束其登录）", en: "Change an account, its organisation or roles (ends its sessions)" },
    body: userChange,
    run: ({ scope, params, body }, { access }) => changeUser(access, scope, params["id"] ?? "", body),
  }),
  route({
    method: "POST",
    path: "/v1/users/:id/disable",
    permission: ADMIN,
    summary: { zh: "停用账户", en: "Disable an account" },
    run: ({ scope, params }, { access }) => disableUser(access, scope, params["id"] ?? ""),
  }),
  route({
    method: "POST",
    path: "/v1/users/:id/enable",
    permission: ADMIN,
    summary: { zh: "恢复账户", en: "Enable an account again" },
    run: ({ scope, params }, { access }) => enableUser(access, scope, params["id"] ?? ""),
  }),
  route({
    method: "POST",
    path: "/v1/users/:id/link",
    permission: ADMIN,
    summary: { zh: "重新发放设密链接", en: "A new link to set the password" },
    run: ({ scope, params }, { access }) => issueLink(access, scope, params["id"] ?? ""),
  }),
  route({
    method: "POST",
    path: "/v1/users/:id/end-sessions",
    permission: ADMIN,
    summary: { zh: "结束其全部登录", en: "End all sessions of a person" },
    run: ({ scope, params }, { access }) => endUsersSessions(access, scope, params["id"] ?? ""),
  }),
  route({
    method: "GET",
    path: "/v1/tokens",
    permission: ADMIN,
    summary: { zh: "接口令牌列表", en: "Tokens of programs" },
    query: byOrganisation,
    run: async ({ scope, query }, { access }) => {
      const items = await listTokens(access, scope, pageOf(query));
      return { items, next: nextOf(items, query.limit) };
    },
  }),
  route({
    method: "POST",
    path: "/v1/tokens",
    permission: ADMIN,
    summary: { zh: "新建接口令牌（只显示一次）", en: "Create a token (shown once)" },
    body: tokenDraft,
    run: ({ scope, body }, { access }) => createToken(access, scope, body),
  }),
  route({
    method: "POST",
    path: "/v1/tokens/:id/revoke",
    permission: ADMIN,
    summary: { zh: "吊销接口令牌", en: "Revoke a token" },
    run: ({ scope, params }, { access }) => revokeToken(access, scope, params["id"] ?? ""),
  }),
];

function pageOf(query: z.output<typeof byOrganisation>): { readonly org?: string; readonly after?: string; readonly limit: number } {
  return { limit: query.limit, ...(query.org === undefined ? {} : { org: query.org }), ...(query.after === undefined ? {} : { after: query.after }) };
}

function nextOf(items: readonly { readonly id: string }[], most: number): string | null {
  return items.length === most ? (items.at(-1)?.id ?? null) : null;
}
