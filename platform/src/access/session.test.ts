/** Sessions and passwords in use: how long, for whom, and what ends them; the sample town's accounts; the beginning of an installation. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessDesk, dearerSecrets, PASSWORD, signedIn, type AccessDesk } from "../../test/access-desk.ts";
import { ProblemError } from "../base/problem.ts";
import type { Secrets } from "../ports/secrets.ts";
import { ACCESS_SETTINGS } from "./parts.ts";
import { systemScope } from "./scope.ts";
import { endSession, findSession } from "./session.ts";
import { recoveryLink, setUp, setUpBody, setUpLink, setUpNeeded } from "./set-up.ts";
import { changePassword, sampleAccounts, signIn, signInToSample, usePasswordLink } from "./sign-in.ts";
import { sweepAccess } from "./sweep.ts";
import { createUser, issueLink, userDraft } from "./user.ts";

let desk: AccessDesk;
beforeEach(async () => {
  desk = await accessDesk();
});
afterEach(() => desk.close());

const FROM = { address: "192.0.2.9", local: false };
const HOUR_MS = 3_600_000;
const secretOf = (path: string): string => path.slice(path.indexOf("#") + 1);

async function officer(): Promise<string> {
  const org = await desk.organisation("police", "11/1101");
  return (await desk.person(org, "zhang.san", ["intake"])).id;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return error.problem.code;
  throw new Error(`not refused: ${String(error)}`);
}

test("a session says who it is, and only for the secret itself", async () => {
  const id = await officer();
  const secret = await signedIn(desk, "zhang.san");
  expect(await findSession(desk.parts, secret, false)).toMatchObject({
    principal: { kind: "user", user: id, roles: ["intake"], territory: "11/1101", orgKind: "police" },
    via: "password",
  });
  const [{ digest }] = await desk.query<{ digest: string }>("select digest from session");
  for (const other of [digest, "", `${secret}x`, secret.slice(1), secret.toLowerCase()]) expect(await findSession(desk.parts, other, false)).toBeNull();
});

test("use keeps a session for up to eight hours of pause, and nothing for more than twelve", async () => {
  await officer();
  const secret = await signedIn(desk, "zhang.san");
  desk.nowMs += 8 * HOUR_MS - 1;
  expect(await findSession(desk.parts, secret, false)).not.toBeNull();
  desk.nowMs += 4 * HOUR_MS;
  expect(await findSession(desk.parts, secret, false)).not.toBeNull();
  desk.nowMs += 1;
  expect(await findSession(desk.parts, secret, false)).toBeNull();
  const idle = await signedIn(desk, "zhang.san");
  desk.nowMs += 8 * HOUR_MS;
  expect(await findSession(desk.parts, idle, false)).toBeNull();
  expect(await desk.lines("session-ended")).toEqual([{ reason: "expired" }, { reason: "expired" }]);
  // Once each: it is gone.
  expect(await findSession(desk.parts, idle, false)).toBeNull();
  expect(await desk.lines("session-ended")).toHaveLength(2);
});

test("sessions outlive a restart, and a clock that was set back does not prolong them", async () => {
  await officer();
  const secret = await signedIn(desk, "zhang.san");
  await desk.restart();
  expect(await findSession(desk.parts, secret, false)).not.toBeNull();
  desk.nowMs -= 30 * 86_400_000;
  expect(await findSession(desk.parts, secret, false)).toBeNull();
});

test("one person has so many sessions at a time; the oldest gives way", async () => {
  await officer();
  const all: string[] = [];
  for (let i = 0; i <= ACCESS_SETTINGS.sessionsMax; i++) {
    all.push(await signedIn(desk, "zhang.san"));
    desk.nowMs += 1;
  }
  const found = await Promise.all(all.map((secret) => findSession(desk.parts, secret, false)));
  expect(found.map((one) => one !== null)).toEqual([false, ...Array<boolean>(ACCESS_SETTINGS.sessionsMax).fill(true)]);
});

test("signing out ends this session and no other", async () => {
  await officer();
  const [one, two] = [await signedIn(desk, "zhang.san"), await signedIn(desk, "zhang.san")];
  await endSession(desk.parts, one, "signed-out");
  await endSession(desk.parts, one, "signed-out");
  expect(await findSession(desk.parts, one, false)).toBeNull();
  expect(await findSession(desk.parts, two, false)).not.toBeNull();
  expect(await desk.lines("signed-out")).toHaveLength(1);
});

test("what ran out is swept, what is good stays", async () => {
  const id = await officer();
  await signedIn(desk, "zhang.san");
  desk.nowMs += 5 * HOUR_MS;
  const kept = await signedIn(desk, "zhang.san");
  await issueLink(desk.parts, systemScope("test"), id);
  desk.nowMs += 4 * HOUR_MS;
  expect(await sweepAccess(desk.parts)).toMatchObject({ sessions: 1, links: 0 });
  expect(await findSession(desk.parts, kept, false)).not.toBeNull();
  desk.nowMs += 24 * HOUR_MS;
  expect(await sweepAccess(desk.parts)).toMatchObject({ sessions: 1, links: 1 });
});

test("another password ends the person's other sessions; the present one is asked for, and counted", async () => {
  const id = await officer();
  const [here, elsewhere] = [await signedIn(desk, "zhang.san"), await signedIn(desk, "zhang.san")];
  const change = (current: string, next: string): Promise<void> => changePassword(desk.parts, { user: id, session: here }, { current, next }, FROM.address);
  expect(await codeOf(change("not my password", "another good sentence"))).toBe("not-allowed");
  expect(await codeOf(change(PASSWORD, "short"))).toBe("malformed-input");
  await change(PASSWORD, "another good sentence");
  expect(await findSession(desk.parts, here, false)).not.toBeNull();
  expect(await findSession(desk.parts, elsewhere, false)).toBeNull();
  expect(await codeOf(signIn(desk.parts, { login: "zhang.san", password: PASSWORD }, FROM))).toBe("not-signed-in");
  await signIn(desk.parts, { login: "zhang.san", password: "another good sentence" }, FROM);
  for (let i = 0; i < 6; i++) expect(await codeOf(change("not my password", "a third good sentence"))).toBe("not-allowed");
  expect(await codeOf(change("another good sentence", "a third good sentence"))).toBe("too-many-attempts");
});

test("a link to set the password ends every session of the person", async () => {
  const id = await officer();
  const secret = await signedIn(desk, "zhang.san");
  const link = await issueLink(desk.parts, systemScope("test"), id);
  expect(await findSession(desk.parts, secret, false)).not.toBeNull();
  await usePasswordLink(desk.parts, { secret: secretOf(link.path), password: "another good sentence" }, FROM.address);
  expect(await findSession(desk.parts, secret, false)).toBeNull();
});

test("a digest with other parameters is made anew when its holder signs in", async () => {
  await officer();
  const digests = async (): Promise<string> => (await desk.query<{ password: string }>("select password from app_user"))[0].password;
  const before = await digests();
  const dearer = { ...desk.parts, secrets: dearerSecrets };
  await codeOf(signIn(dearer, { login: "zhang.san", password: "wrong wrong wrong" }, FROM));
  expect(await digests()).toBe(before);
  await signIn(dearer, { login: "zhang.san", password: PASSWORD }, FROM);
  expect(await digests()).toContain("ln=5");
  await signIn(dearer, { login: "zhang.san", password: PASSWORD }, FROM);
});

test("a password that was replaced while it was being checked lets nobody in; one whose digest was only renewed does", async () => {
  const id = await officer();
  const meanwhile = (act: () => Promise<unknown>): Secrets => ({
    ...desk.parts.secrets,
    checkPassword: async (password, digest) => {
      const check = await desk.parts.secrets.checkPassword(password, digest);
      await act();
      return check;
    },
  });
  const given = { login: "zhang.san", password: PASSWORD };
  const renewing = meanwhile(() => signIn({ ...desk.parts, secrets: dearerSecrets }, given, FROM));
  await signIn({ ...desk.parts, secrets: renewing }, given, FROM);
  desk.nowMs += 1;
  const replacing = meanwhile(async () => {
    const link = await issueLink(desk.parts, systemScope("test"), id);
    await usePasswordLink(desk.parts, { secret: secretOf(link.path), password: "another good sentence" }, FROM.address);
  });
  expect(await codeOf(signIn({ ...desk.parts, secrets: replacing }, given, FROM))).toBe("not-signed-in");
});

test("a login that nobody has costs the same work as a wrong password", async () => {
  await officer();
  const checked: (string | null)[] = [];
  const secrets: Secrets = {
    ...desk.parts.secrets,
    checkPassword: (password, digest) => {
      checked.push(digest);
      return desk.parts.secrets.checkPassword(password, digest);
    },
  };
  const messages = new Set<string>();
  for (const login of ["zhang.san", "nobody"]) {
    await signIn({ ...desk.parts, secrets }, { login, password: "wrong wrong wrong" }, FROM).catch((error: unknown) =>
      messages.add(JSON.stringify((error as ProblemError).problem)),
    );
  }
  expect(checked).toEqual([expect.stringMatching(/^\$scrypt/), null]);
  expect(messages.size).toBe(1);
});

test("an account of the sample town is nobody's outside sample mode and this machine", async () => {
  await desk.close();
  desk = await accessDesk({ sample: true });
  const org = await desk.organisation("police", "11/1101");
  const { link } = await createUser(desk.parts, systemScope("sim"), userDraft.parse({ login: "sample.one", name: "示例", org, roles: ["dutyLead"] }), { sample: true });
  expect(link).toBeNull();
  const session = await signInToSample(desk.parts, "sample.one", true);
  expect(await findSession(desk.parts, session.secret, true)).not.toBeNull();
  expect(await findSession(desk.parts, session.secret, false)).toBeNull();
  expect(await codeOf(signInToSample(desk.parts, "sample.one", false))).toBe("not-signed-in");
  const real = { ...desk.parts, sample: false };
  expect(await codeOf(signInToSample(real, "sample.one", true))).toBe("not-signed-in");
  expect(await findSession(real, session.secret, true)).toBeNull();
  expect(await sampleAccounts(real, true)).toEqual([]);
  expect((await sampleAccounts(desk.parts, true)).map((one) => one.login)).toEqual(["sample.one"]);
  // No password, known or guessed, opens it; nor a link.
  expect(await codeOf(signIn(desk.parts, { login: "sample.one", password: "" }, { ...FROM, local: true }))).toBe("not-signed-in");
  const [{ id }] = await desk.query<{ id: string }>("select id from app_user");
  expect(await codeOf(issueLink(desk.parts, systemScope("sim"), id))).toBe("not-now");
  // A real person is not signed in as if they were made up.
  await desk.person(org, "zhang.san", ["intake"]);
  expect(await codeOf(signInToSample(desk.parts, "zhang.san", true))).toBe("not-signed-in");
});

const SET_UP = {
  organisation: { territory: "11/1101", name: { zh: "甲一市公安局", en: "City police" } },
  administrator: { login: "First.Admin", name: "Zhao", password: PASSWORD },
};

test("an empty installation is set up once, with the newest link, and its administrator is signed in", async () => {
  expect(await setUpNeeded(desk.parts)).toBe(true);
  const stale = secretOf((await setUpLink(desk.parts))?.path ?? "");
  await desk.restart();
  const secret = secretOf((await setUpLink(desk.parts))?.path ?? "");
  const body = (with_: string): ReturnType<typeof setUpBody.parse> => setUpBody.parse({ ...SET_UP, secret: with_ });
  expect(await codeOf(setUp(desk.parts, body(stale), FROM.address))).toBe("not-allowed");
  expect(await codeOf(setUp(desk.parts, setUpBody.parse({ ...SET_UP, secret, administrator: { ...SET_UP.administrator, password: "first.admin" } }), FROM.address))).toBe(
    "malformed-input",
  );
  const both = await Promise.allSettled([setUp(desk.parts, body(secret), FROM.address), setUp(desk.parts, body(secret), FROM.address)]);
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  const begun = both.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))[0];
  expect((await findSession(desk.parts, begun.secret, false))?.principal).toMatchObject({ roles: ["admin"], orgKind: "police", territory: "11/1101" });
  expect(await setUpNeeded(desk.parts)).toBe(false);
  expect(await setUpLink(desk.parts)).toBeNull();
  expect(await codeOf(setUp(desk.parts, body(secret), FROM.address))).toBe("not-allowed");
  await signIn(desk.parts, { login: "first.admin", password: PASSWORD }, FROM);
  expect((await desk.ledger()).map((line) => line.event)).toEqual(expect.arrayContaining(["set-up-link-issued", "link-refused", "set-up", "signed-in"]));
});

test("a set-up link is good for a day", async () => {
  const secret = secretOf((await setUpLink(desk.parts))?.path ?? "");
  desk.nowMs += 24 * HOUR_MS;
  expect(await codeOf(setUp(desk.parts, setUpBody.parse({ ...SET_UP, secret }), FROM.address))).toBe("not-allowed");
  expect(await setUpNeeded(desk.parts)).toBe(true);
});

test("a set-up link does nothing once anybody has an account, however they got it", async () => {
  const secret = secretOf((await setUpLink(desk.parts))?.path ?? "");
  await officer();
  expect(await codeOf(setUp(desk.parts, setUpBody.parse({ ...SET_UP, secret }), FROM.address))).toBe("not-allowed");
});

test("there is no account before the set-up", async () => {
  expect(await desk.query("select * from app_user")).toEqual([]);
  for (const login of ["admin", "root", "duanliu", "test"]) expect(await codeOf(signIn(desk.parts, { login, password: login }, FROM))).toBe("not-signed-in");
});

test("whoever runs the machine can give an administrator a link again, and it is recorded", async () => {
  await officer();
  const link = await recoveryLink(desk.parts, " Zhang.San ");
  await usePasswordLink(desk.parts, { secret: secretOf(link.path), password: "another good sentence" }, FROM.address);
  await signIn(desk.parts, { login: "zhang.san", password: "another good sentence" }, FROM);
  expect(await codeOf(recoveryLink(desk.parts, "nobody"))).toBe("not-found");
  expect((await desk.query<{ actor: string }>("select actor from ledger where event = 'link-issued' order by seq desc limit 1"))[0].actor).toBe("system:command-line");
});
