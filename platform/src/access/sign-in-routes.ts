/**
 * Routes of whoever wants to come in, is in, or goes: the state of the door, signing in by password, by provider and into
 * the sample town, one's own account, the set-up. Secrets travel in bodies and cookies, never in paths.
 */
import { z } from "zod";
import { isMalformed, ProblemError } from "../base/problem.ts";
import type { Territory } from "../domain/territory.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { beginOidc, failedPath, finishOidc } from "./oidc.ts";
import { SAMPLE_WORDS, type AccessParts } from "./parts.ts";
import { PASSWORD_MAX, PASSWORD_MIN } from "./password.ts";
import { ROLES, type Role } from "./role.ts";
import { route, type Route } from "./route.ts";
import type { Scope } from "./scope.ts";
import { endSession } from "./session.ts";
import { linkStands, setUp, setUpBody, setUpNeeded } from "./set-up.ts";
import { changePassword, lookAtLink, sampleAccounts, signIn, signInToSample, usePasswordLink } from "./sign-in.ts";
import type { Account } from "./user.ts";

export interface AccessServices {
  readonly access: AccessParts;
}

/** Beyond what a password may have: what is longer is wrong without looking. */
const text = z.string().max(1_000);
const secret = z.string().max(200);

export const SIGN_IN_ROUTES: readonly Route<AccessServices>[] = [
  route({
    method: "GET",
    path: "/v1/sign-in",
    permission: "public",
    summary: { zh: "登录方式，以及是否需要初始设置", en: "How to sign in, and whether set-up is needed" },
    run: async ({ session }, { access }) => ({
      signedIn: session.signedIn !== null,
      setUpNeeded: await setUpNeeded(access),
      provider: access.provider === null ? null : { title: access.provider.title },
      password: { min: PASSWORD_MIN, max: PASSWORD_MAX },
      profile: { id: access.profile().id, title: access.profile().title },
      ...sampleState(access),
      sampleAccounts: (await sampleAccounts(access, session.local)).map((one) => ({ ...one, roles: one.roles.map(roleWords) })),
    }),
  }),
  route({
    method: "POST",
    path: "/v1/sign-in",
    permission: "public",
    summary: { zh: "用密码登录", en: "Sign in with a password" },
    body: z.strictObject({ login: z.string().max(200), password: text }),
    run: async ({ body, address, session }, { access }) => {
      const begun = await signIn(access, body, { address, local: session.local });
      if (session.secret !== null) await endSession(access, session.secret, "signed-out");
      session.begin(begun.secret, begun.untilMs);
      return { untilMs: begun.untilMs };
    },
  }),
  route({
    method: "POST",
    path: "/v1/sign-in/sample",
    permission: "local",
    summary: { zh: "以示例账户登录（仅示例模式、仅本机）", en: "Sign in to an account of the sample town (sample mode and this machine only)" },
    body: z.strictObject({ login: z.string().max(200) }),
    run: async ({ body, session }, { access }) => {
      const begun = await signInToSample(access, body.login, session.local);
      if (session.secret !== null) await endSession(access, session.secret, "signed-out");
      session.begin(begun.secret, begun.untilMs);
      return { untilMs: begun.untilMs };
    },
  }),
  route({
    method: "POST",
    path: "/v1/sign-out",
    permission: "public",
    summary: { zh: "退出登录", en: "Sign out" },
    run: async ({ session }, { access }) => {
      if (session.secret !== null) await endSession(access, session.secret, "signed-out");
      session.end();
      return { signedIn: false };
    },
  }),
  route({
    method: "GET",
    path: "/v1/sign-in/provider",
    permission: "public",
    summary: { zh: "转到统一身份认证登录", en: "Go to the identity provider to sign in" },
    query: z.object({ returnTo: z.string().max(500).default("/") }),
    run: async ({ query, session }, { access }) => {
      const { url, secret: flow, untilMs } = await beginOidc(access, query.returnTo);
      session.beginFlow(flow, untilMs);
      session.redirect(url);
    },
  }),
  route({
    method: "GET",
    path: "/v1/sign-in/provider/callback",
    permission: "public",
    summary: { zh: "统一身份认证返回", en: "Come back from the identity provider" },
    query: z.record(z.string(), z.string().max(4_000)),
    run: async ({ query, session }, { access }) => {
      session.endFlow();
      try {
        const { session: begun, returnTo } = await finishOidc(access, session.flow, new URLSearchParams(query), session.local);
        if (session.secret !== null) await endSession(access, session.secret, "signed-out");
        session.begin(begun.secret, begun.untilMs);
        session.redirect(returnTo);
      } catch (error) {
        // A person is looking at this: they get a page that says what to do, not a document.
        if (!(error instanceof ProblemError)) throw error;
        session.redirect(failedPath(error.problem.code));
      }
    },
  }),
  route({
    method: "GET",
    path: "/v1/me",
    permission: "signed-in",
    summary: { zh: "当前登录人、单位、角色和辖区", en: "Who is signed in: person, organisation, roles, territory" },
    run: async ({ scope, session }, { access }) => ({ ...(await self(access, scope)), session: session.signedIn, ...sampleState(access) }),
  }),
  route({
    method: "POST",
    path: "/v1/me/password",
    permission: "signed-in",
    summary: { zh: "修改本人密码", en: "Change one's own password" },
    body: z.strictObject({ current: text, next: text }),
    run: async ({ scope, body, session, address }, { access }) => {
      if (session.secret === null) throw new ProblemError({ code: "not-allowed", detail: "only somebody signed in by a page has a password" });
      await changePassword(access, { user: scope.actor, session: session.secret }, body, address);
      return { changed: true };
    },
  }),
  route({
    method: "POST",
    path: "/v1/password-link/look",
    permission: "public",
    summary: { zh: "查看设密链接对应的账户", en: "Whom a link to set a password is for" },
    body: z.strictObject({ secret }),
    run: ({ body }, { access }) => lookAtLink(access, body.secret),
  }),
  route({
    method: "POST",
    path: "/v1/password-link",
    permission: "public",
    summary: { zh: "用链接设置密码", en: "Set one's password with a link" },
    body: z.strictObject({ secret, password: text }),
    run: ({ body, address }, { access }) => usePasswordLink(access, body, address),
  }),
  route({
    method: "POST",
    path: "/v1/set-up/look",
    permission: "public",
    summary: { zh: "查看初始设置链接是否有效", en: "Whether a set-up link is still good" },
    body: z.strictObject({ secret }),
    run: async ({ body }, { access }) => ({ valid: await linkStands(access, body.secret) }),
  }),
  route({
    method: "POST",
    path: "/v1/set-up",
    permission: "public",
    summary: { zh: "初始设置：建立首个单位和管理员", en: "Set up: the first organisation and its administrator" },
    body: setUpBody,
    run: async ({ body, address, session }, { access }) => {
      const begun = await setUp(access, body, address);
      session.begin(begun.secret, begun.untilMs);
      return { untilMs: begun.untilMs };
    },
  }),
  route({
    method: "GET",
    path: "/v1/territories",
    permission: "public",
    summary: { zh: "行政区划（逐级）", en: "Places of the country's tree, one tier at a time" },
    query: z.object({ under: z.string().max(100).default("") }),
    run: ({ query }, { access: { places } }) => {
      const under = places.parse(query.under);
      if (isMalformed(under))
        throw new ProblemError({ code: "malformed-input", detail: `under: expected ${under.expected}`, at: { field: "under" }, value: under.what, expected: under.expected });
      return { under, tiers: [places.scheme.top, ...places.scheme.tiers.map((tier) => tier.id)], places: places.children(under) };
    },
  }),
];

function roleWords(id: Role): { readonly id: Role } & Bilingual {
  return { id, zh: ROLES[id].zh, en: ROLES[id].en };
}

function sampleState(access: AccessParts): { readonly sample: { readonly words: Bilingual } | null } {
  return { sample: access.sample ? { words: SAMPLE_WORDS } : null };
}

interface Self {
  readonly user: { readonly id: string; readonly login: string | null; readonly name: string; readonly sample: boolean };
  readonly org: { readonly id: string; readonly kind: string; readonly name: Bilingual };
  readonly roles: readonly ({ readonly id: Role } & Bilingual)[];
  readonly territory: { readonly path: string; readonly name: Bilingual | null };
}

async function self(access: AccessParts, scope: Scope): Promise<Self> {
  const p = scope.principal;
  if (p.kind !== "user") throw new ProblemError({ code: "not-signed-in", detail: "this needs somebody who is signed in" });
  const [row] = await access.store.snapshot((sql) =>
    sql.query<Pick<Account, "name" | "sample"> & { readonly login: string | null }>(
      "select login, name, sample from app_user where id = $1 union all select null, name, false from token where id = $1",
      [p.user],
    ),
  );
  return {
    user: { id: p.user, login: row?.login ?? null, name: row?.name ?? "", sample: row?.sample ?? false },
    org: { id: p.org, kind: p.orgKind, name: p.orgName },
    roles: p.roles.map(roleWords),
    territory: { path: p.territory, name: access.places.place(p.territory as Territory)?.name ?? null },
  };
}
