/**
 * Who may do what, walked: every route, every command of every kind, every role, other places, institutions that are not
 * addressed, the public, and the second pair of eyes. The tables say who may (docs/reference/matters.md prints them, and a
 * test holds the page to them); here the real kernel is asked, with decisions that do nothing, whether it lets in them and
 * nobody else. `npx vitest … --reporter=verbose` names each kind.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { admit, type Arrival } from "../src/access/caller.ts";
import { PARTNER_KINDS, ROLES, type Role } from "../src/access/role.ts";
import { authorise, type Principal, type Scope } from "../src/access/scope.ts";
import { isMalformed, ProblemError } from "../src/base/problem.ts";
import { KINDS } from "../src/app/kinds.ts";
import { MATTER_KINDS, parseMatterId, type MatterId, type MatterKindName } from "../src/domain/matter.ts";
import { ALL_ROUTES } from "../src/http/all-routes.ts";
import { Desk } from "../src/matters/desk.ts";
import { isPossible, readersOf, type Kind } from "../src/matters/kind.ts";
import { whoMayDoWhat } from "../src/matters/matter-routes.ts";
import { caseRoom, ORGS, type Room } from "./case-room.ts";

const ROLE_NAMES = Object.keys(ROLES) as readonly Role[];
const KIND_NAMES = [...KINDS.keys()];
const COMMANDS = whoMayDoWhat(KINDS.values());

/** What a decision says here when it is asked at all: whoever gets so far was let in. */
const LET_IN = "overloaded";

function asked(): never {
  throw new ProblemError({ code: LET_IN, detail: "the decision was asked" });
}

/** The kind with its states, roles and four eyes as they are, and decisions that nobody survives. */
function gate(kind: Kind): Kind {
  return {
    ...kind,
    parseDraft: (input) => input,
    parseInput: (_command, input) => input,
    openFacts: (_sql, drafts) => Promise.resolve(drafts.map(() => null)),
    facts: (_sql, requests) => Promise.resolve(requests.map(() => null)),
    open: asked,
    decide: asked,
  };
}

let room: Room;
let desk: Desk;

beforeAll(async () => {
  room = await caseRoom();
  desk = new Desk({ ...room.desk.parts, kinds: new Map([...KINDS].map(([name, kind]) => [name, gate(kind)])) });
  await room.store.transaction(async (sql) => {
    for (const [name, kind] of KINDS) {
      for (const command of Object.keys(kind.commands)) for (const partner of ["", "org_icbc"]) await sql.query(INSERT, rowOf(name, command, partner));
    }
  });
});
afterAll(async () => {
  await room.close();
});

const INSERT = `insert into matter (id, kind, state, version, serial, profile, territory, org, partner, level, opened_at_ms, changed_at_ms, opened_by, hands, body)
  values ($1, $2, $3, 1, $1, $4, '37/3702/370202', 'org_shinan', $5, 0, 0, 0, 'usr_first', $6, '{}')`;

/** One matter a command, in a state in which it is possible, in Shinan; addressed to nobody or to a bank. */
const idOf = (kind: MatterKindName, command: string, partner = ""): MatterId => {
  const id = parseMatterId(`${MATTER_KINDS[kind].prefix}_${command}-${partner === "" ? "free" : "bank"}`.slice(0, 44));
  if (isMalformed(id)) throw new Error(`no id for ${kind} ${command}`);
  return id;
};

function rowOf(name: MatterKindName, command: string, partner: string): readonly (string | null)[] {
  const kind = KINDS.get(name)!;
  const state = Object.keys(kind.states).find((one) => isPossible(kind, one, command));
  if (state === undefined) throw new Error(`${name} ${command} is possible nowhere`);
  const profile = room.desk.parts.law.current(room.world.nowMs());
  // Whoever gave anything before is "usr_first": four eyes are walked with that hand.
  const hands = Object.fromEntries((kind.commands[command].notBy ?? []).map((earlier) => [earlier, "usr_first"]));
  return [idOf(name, command, partner), name, state, `${profile.id}@${profile.validFrom}`, partner === "" ? null : partner, JSON.stringify(hands)];
}

/** Somebody with these roles who sees every place: only the role decides. */
function somebody(roles: readonly Role[], user = "usr_second"): Scope {
  const principal: Principal = { kind: "user", user, org: "org_ministry", orgName: { zh: "部", en: "Ministry" }, orgKind: "police", roles, territory: "" };
  return authorise(principal, "signed-in");
}

/** What comes of all commands of a kind, by somebody: the code of the refusal for each. */
async function outcomes(scope: Scope, name: MatterKindName, partner = ""): Promise<ReadonlyMap<string, string>> {
  const commands = Object.keys(KINDS.get(name)!.commands);
  const each = await desk.work(scope, (work) =>
    work.actEach(
      name,
      commands.map((command) => ({ id: idOf(name, command, partner), command, input: {} })),
    ),
  );
  return new Map(commands.map((command, i) => [command, "refused" in each[i]! ? each[i].refused.code : "done"]));
}

const openedBy = (scope: Scope, name: MatterKindName): Promise<string> =>
  desk
    .work(scope, (work) => work.openAny(name, {}))
    .then(
      () => "done",
      (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)),
    );

// --- routes -------------------------------------------------------------------------------------------------------------

const FAR: Arrival = { local: false, address: "198.51.100.7", reads: true };

const admitted = (principal: Principal | null, permission: (typeof ALL_ROUTES)[number]["permission"], arrival: Arrival = FAR): string => {
  try {
    admit(principal === null || principal.kind !== "user" ? { kind: "nobody" } : { kind: "token", person: principal }, permission, arrival);
    return "in";
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problem.code;
  }
};

test("every route has a permission and words, its own path, and lets in exactly whom it names", () => {
  const names = ALL_ROUTES.map((route) => `${route.method} ${route.path}`);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  for (const route of ALL_ROUTES) {
    const name = `${route.method} ${route.path}`;
    const { permission } = route;
    expect(typeof permission === "string" ? ["public", "local", "signed-in"].includes(permission) : permission.length > 0, name).toBe(true);
    expect(route.summary.zh.length * route.summary.en.length, name).toBeGreaterThan(0);
    for (const role of ROLE_NAMES) {
      const orgKind = ROLES[role].of[0];
      const person: Principal = { kind: "user", user: "usr_1", org: "org_1", orgName: { zh: "", en: "" }, orgKind, roles: [role], territory: "" };
      const may = permission === "public" || permission === "signed-in" || (typeof permission !== "string" && permission.includes(role));
      expect(admitted(person, permission) === "in", `${name} as ${role}`).toBe(may);
    }
    // Nobody is let in from elsewhere without showing anything, but where the public is named.
    expect(admitted(null, permission), `${name} as nobody`).toBe(
      permission === "public" || (typeof permission !== "string" && permission.includes("public")) ? "in" : "not-signed-in",
    );
  }
});

test("every command that somebody may give has its route, open to them alone; what only the clock and consequences do has none", () => {
  const routes = new Map(ALL_ROUTES.map((route) => [`${route.method} ${route.path}`, route.permission]));
  for (const { kind, command, who } of COMMANDS) {
    const base = `/v1/${MATTER_KINDS[kind as MatterKindName].plural}`;
    const path = command === "open" ? `POST ${base}` : `POST ${base}/:id/${command}`;
    // An opening check has a command that is called open, besides its being taken up.
    if (kind === "opening" && command === "open") continue;
    expect(routes.get(path), path).toEqual(who.length === 0 ? undefined : who);
  }
});

test("routes without a sign-in are few, and each of them is named here", () => {
  const open = ALL_ROUTES.filter(({ permission }) => permission === "public" || (typeof permission !== "string" && permission.includes("public")));
  const named = open.map((route) => `${route.method} ${route.path}`).filter((name) => !name.includes("/v1/public/"));
  // Commands of holders: without the code of the one matter their scope sees nothing (below).
  const commands = COMMANDS.filter(({ who }) => who.includes("public")).map(
    ({ kind, command }) => `POST /v1/${MATTER_KINDS[kind as MatterKindName].plural}${command === "open" ? "" : `/:id/${command}`}`,
  );
  expect(named.filter((name) => !commands.includes(name)).sort()).toEqual([
    "GET /v1/sign-in",
    "GET /v1/sign-in/provider",
    "GET /v1/sign-in/provider/callback",
    "GET /v1/territories",
    "POST /v1/password-link",
    "POST /v1/password-link/look",
    "POST /v1/set-up",
    "POST /v1/set-up/look",
    "POST /v1/sign-in",
    "POST /v1/sign-out",
  ]);
});

// --- commands -------------------------------------------------------------------------------------------------------------

test.each(KIND_NAMES)("%s: each role may do what the table says and nothing else", async (name) => {
  const kind = KINDS.get(name)!;
  for (const role of ROLE_NAMES) {
    const scope = somebody([role]);
    const seen = await outcomes(scope, name);
    for (const [command, code] of seen) expect(code, `${command} as ${role}`).toBe(kind.commands[command].who.includes(role) ? LET_IN : "not-allowed");
    expect(await openedBy(scope, name), `open as ${role}`).toBe(kind.opening.who.includes(role) ? LET_IN : "not-allowed");
  }
  // This program alone gives no command by a right of its own: it carries out consequences and fires clocks.
  for (const [command, code] of await outcomes(room.system, name))
    expect(code, `${command} by the program`).toBe(kind.commands[command].who.includes("system") ? LET_IN : "not-allowed");
});

test("the program by itself opens nothing and decides nothing by right", () => {
  expect(COMMANDS.filter(({ who }) => who.includes("system")).map(({ kind, command }) => `${kind} ${command}`)).toEqual([]);
});

test.each(KIND_NAMES)("%s: from another place, and below, it is not there", async (name) => {
  const commands = Object.keys(KINDS.get(name)!.commands);
  for (const org of ["org_yiwu", "org_shibei", "org_zj", "org_shinan_s1"]) {
    const place = ORGS.find((one) => one.id === org)!;
    const roles = ROLE_NAMES.filter((role) => (ROLES[role].of as readonly string[]).includes("police"));
    const scope = authorise({ kind: "user", user: "usr_else", org, orgName: { zh: place.zh, en: place.en }, orgKind: "police", roles, territory: place.territory }, "signed-in");
    expect([...(await outcomes(scope, name)).values()]).toEqual(commands.map(() => "not-found"));
    expect((await desk.list(scope, { kind: name, limit: 200 })).matters).toEqual([]);
    await expect(desk.find(scope, idOf(name, commands[0]!))).rejects.toMatchObject({ problem: { code: "not-found" } });
    await expect(desk.history(scope, idOf(name, commands[0]!))).rejects.toMatchObject({ problem: { code: "not-found" } });
  }
});

test.each(KIND_NAMES)("%s: an institution that is not addressed does not know of it; the one that is may give its commands only", async (name) => {
  const kind = KINDS.get(name)!;
  const commands = Object.keys(kind.commands);
  const partners = ORGS.filter((one) => PARTNER_KINDS.has(one.kind));
  for (const partner of partners) {
    const roles = ROLE_NAMES.filter((role) => (ROLES[role].of as readonly string[]).includes(partner.kind));
    const scope = authorise(
      { kind: "user", user: `usr_${partner.id}`, org: partner.id, orgName: { zh: "", en: "" }, orgKind: partner.kind, roles, territory: partner.territory },
      "signed-in",
    );
    expect([...(await outcomes(scope, name)).values()], `${partner.id}, addressed to nobody`).toEqual(commands.map(() => "not-found"));
    const addressed = await outcomes(scope, name, "org_icbc");
    for (const [command, code] of addressed) {
      const may = kind.commands[command].who.some((role) => (roles as readonly string[]).includes(role));
      expect(code, `${command} by ${partner.id}`).toBe(partner.id !== "org_icbc" ? "not-found" : may ? LET_IN : "not-allowed");
    }
    expect((await desk.list(scope, { kind: name, limit: 200 })).matters.length > 0, partner.id).toBe(partner.id === "org_icbc");
  }
});

test.each(KIND_NAMES)("%s: the public does nothing without a code, and with one about that matter only what is theirs", async (name) => {
  const kind = KINDS.get(name)!;
  const commands = Object.keys(kind.commands);
  const anybody = authorise({ kind: "public", matter: "" }, "public");
  expect([...(await outcomes(anybody, name)).values()]).toEqual(commands.map(() => "not-found"));
  for (const command of commands) {
    const holder = authorise({ kind: "public", matter: idOf(name, command) }, "public");
    const code = (await outcomes(holder, name)).get(command);
    expect(code, `${command} with its code`).toBe(kind.commands[command].who.includes("public") ? LET_IN : "not-allowed");
    const [another] = commands.filter((one) => one !== command);
    if (another !== undefined) await expect(desk.find(holder, idOf(name, another))).rejects.toMatchObject({ problem: { code: "not-found" } });
  }
  if (!kind.opening.who.includes("public")) expect(await openedBy(anybody, name)).toBe("not-allowed");
});

// --- four eyes ------------------------------------------------------------------------------------------------------------

test.each(COMMANDS.filter(({ notBy }) => notBy.length > 0).map((one) => [`${one.kind} ${one.command}`, one] as const))(
  "%s: not by the same hand, whatever titles it has; by another",
  async (_title, { kind, command, notBy }) => {
    const name = kind as MatterKindName;
    expect((await outcomes(somebody(ROLE_NAMES, "usr_first"), name)).get(command)).toBe("not-allowed");
    expect((await outcomes(somebody(ROLE_NAMES, "usr_second"), name)).get(command)).toBe(LET_IN);
    // Each of the earlier hands by itself is enough.
    for (const earlier of notBy) {
      await room.store.transaction((sql) => sql.query("update matter set hands = $2 where id = $1", [idOf(name, command), JSON.stringify({ [earlier]: "usr_third" })]));
      expect((await outcomes(somebody(ROLE_NAMES, "usr_third"), name)).get(command), `after ${earlier}`).toBe("not-allowed");
    }
  },
);

test("whatever is proposed about somebody is approved by another than who proposed it", () => {
  const measures: readonly MatterKindName[] = ["stop-payment", "freeze", "protective-stop", "line-break", "list-entry"];
  for (const name of measures) expect(KINDS.get(name)!.commands["approve"]?.notBy, name).toContain("open");
  for (const command of ["notify", "impose", "approve-urgent"]) expect(KINDS.get("number-action")!.commands[command]?.notBy, command).toContain("open");
});

test("whoever may open personal data of a kind are those who work on it and those who check", () => {
  for (const name of KIND_NAMES) {
    const readers = readersOf(KINDS, name);
    expect(readers).not.toContain("public");
    expect(readers).not.toContain("system");
    expect(readers).not.toContain("admin");
  }
});
