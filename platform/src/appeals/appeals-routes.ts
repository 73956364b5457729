/**
 * What somebody without an account may do with the code from a notice: see what limits them and why, object, hand in papers,
 * withdraw, complain, claim. A code opens what is its holder's and nothing else; wrong ones are counted and all answered
 * alike. Everything else about appeals has the routes that every kind has.
 */
import { z } from "zod";
import { authorise, type Scope } from "../access/scope.ts";
import { route, type Call, type Route } from "../access/route.ts";
import type { AccessServices } from "../access/sign-in-routes.ts";
import { ProblemError } from "../base/problem.ts";
import type { MatterId } from "../domain/matter.ts";
import { KnownRef, type PersonalRef } from "../domain/personal.ts";
import type { DeskServices } from "../matters/matter-routes.ts";
import { parseTrackingCode } from "../matters/tracking.ts";
import { appealDraft } from "./appeal/appeal.ts";
import { appeal } from "./appeal/kind.ts";
import type { Held } from "./code.ts";
import { claimable } from "./consequences.ts";
import { compensationCommands } from "./compensation/compensation.ts";
import { compensation } from "./compensation/kind.ts";
import { complaintDraft, complaintProgress } from "./complaint/complaint.ts";
import { complaint } from "./complaint/kind.ts";
import { countUncoded, heldByShown } from "./guessing.ts";
import { mineOf, myMatter, ownOf, type Mine, type MyMatter } from "./my-matter.ts";
import { code, nothingThere, papers, statement } from "./person.ts";
import { liveOf } from "./target.ts";

type Services = DeskServices & AccessServices;

/** With every body and in no address: those stand in the logs of whatever lies between. */
const shows = { code } as const;
/** Fewer than an officer may enter: what a code says is not said again. */
const appealBody = appealDraft.omit({ against: true, holder: true }).extend(shows);
const complaintBody = complaintDraft.omit({ about: true, holder: true, place: true }).extend(shows);
const complaintOfAnybody = complaintDraft.omit({ code: true, about: true, holder: true });
const claimBody = compensationCommands.claim.input.extend(shows);
const own = { of: z.string().max(60).optional() } as const;
const papersBody = z.object({ papers, statement, ...own, ...shows }).strict();

const anybody = (): Scope => authorise({ kind: "public", matter: "" }, "public");
const holderOf = (id: MatterId): Scope => authorise({ kind: "public", matter: id }, "public");

/** Somebody with a code, from somewhere. */
type Shown = Pick<Call, "address"> & { readonly body: { readonly code: string } };

/** The code's own matters, after the code was found right. */
async function shown({ body, address }: Shown, { desk, access }: Services): Promise<{ readonly held: Held; readonly mine: Mine }> {
  const held = await heldByShown(desk, access, body.code, address);
  return { held, mine: await desk.store.snapshot((sql) => mineOf(sql, held)) };
}

async function view({ body }: Shown, { desk }: Services, held: Held): Promise<MyMatter> {
  const read = parseTrackingCode(body.code);
  const { kinds, law } = desk.parts;
  return desk.store.snapshot(async (sql) =>
    myMatter(sql, await mineOf(sql, held), typeof read === "string" ? read : "", { kinds, profileOf: (name) => law.byVersion(name), nowMs: desk.world.nowMs() }),
  );
}

/** Who asks, as the matter knows them: the holder of what is limited, or of what followed from it. */
function personOf({ held, mine }: { readonly held: Held; readonly mine: Mine }): KnownRef {
  const holder: PersonalRef | null =
    mine.appeals.find(({ id }) => id === held.matter)?.body.appellant.holder ??
    mine.complaints.find(({ id }) => id === held.matter)?.body.complainant.holder ??
    mine.compensations.find(({ id }) => id === held.matter)?.body.claimant.holder ??
    held.recipient;
  if (holder === null) throw nothingThere();
  return new KnownRef(holder);
}

/** A number to be answered at, where the code was sent to one. */
const contactOf = ({ recipient }: Held, given: unknown): { readonly contact?: KnownRef } =>
  given === undefined && recipient?.type === "number" ? { contact: new KnownRef(recipient) } : {};

async function commandOwn(call: Shown, services: Services, command: "add-papers" | "withdraw", of: string | undefined, input: object): Promise<MyMatter> {
  const { held, mine } = await shown(call, services);
  const found = ownOf(mine, { of, can: command });
  if (found === null)
    throw new ProblemError({ code: "not-now", detail: "there is nothing open that takes this", expected: "an appeal, complaint or claim that is not answered yet" });
  await services.desk.work(holderOf(found.id), (work) => work.actAny(found.kind, [{ id: found.id, command, input }]));
  return view(call, services, held);
}

export const APPEALS_ROUTES: readonly Route<Services>[] = [
  route({
    method: "POST",
    path: "/v1/public/matter",
    permission: "public",
    summary: {
      zh: "凭通知上的编号查看：限制了什么、理由、依据、期限、救济和办理进展",
      en: "By the code on a notice: what limits you, why, until when, what you can do, how far it is",
    },
    body: z.object(shows).strict(),
    run: async (call, services) => view(call, services, (await shown(call, services)).held),
  }),
  route({
    method: "POST",
    path: "/v1/public/matter/appeals",
    permission: "public",
    summary: { zh: "凭编号申诉（免费）", en: "Object by the code, free of charge" },
    body: appealBody,
    run: async (call, services) => {
      const { held, mine } = await shown(call, services);
      const target = liveOf(mine.chain);
      if (target === null) throw new ProblemError({ code: "not-now", detail: "nothing was taken that could be objected to", expected: "a complaint about how something was done" });
      const { code: _code, ...said } = call.body;
      const draft = { ...said, ...contactOf(held, said.contact), against: target.id, holder: personOf({ held, mine }) };
      await services.desk.work(anybody(), (work) => work.openOne(appeal, draft));
      return view(call, services, held);
    },
  }),
  route({
    method: "POST",
    path: "/v1/public/matter/papers",
    permission: "public",
    summary: { zh: "凭编号补充材料", en: "Hand in papers by the code" },
    body: papersBody,
    run: (call, services) => {
      const { of, code: _code, ...input } = call.body;
      return commandOwn(call, services, "add-papers", of, input);
    },
  }),
  route({
    method: "POST",
    path: "/v1/public/matter/withdraw",
    permission: "public",
    summary: { zh: "凭编号撤回申诉、投诉或赔偿申请", en: "Withdraw an appeal, complaint or claim by the code" },
    body: z.object({ ...own, ...shows }).strict(),
    run: (call, services) => commandOwn(call, services, "withdraw", call.body.of, {}),
  }),
  route({
    method: "POST",
    path: "/v1/public/matter/complaints",
    permission: "public",
    summary: { zh: "凭编号投诉", en: "Complain by the code" },
    body: complaintBody,
    run: async (call, services) => {
      const { held, mine } = await shown(call, services);
      const about = liveOf(mine.chain)?.id ?? mine.root.parent ?? mine.root.id;
      const { code: _code, ...said } = call.body;
      const draft = { ...said, ...contactOf(held, said.contact), about, holder: personOf({ held, mine }) };
      await services.desk.work(anybody(), (work) => work.openOne(complaint, draft));
      return view(call, services, held);
    },
  }),
  route({
    method: "POST",
    path: "/v1/public/matter/claims",
    permission: "public",
    summary: { zh: "凭编号申请赔偿", en: "Claim compensation by the code" },
    body: claimBody,
    run: async (call, services) => {
      const { held, mine } = await shown(call, services);
      const { ref } = personOf({ held, mine });
      const { code: _code, ...said } = call.body;
      const input = { ...said, ...contactOf(held, said.contact) };
      const claim = await services.desk.work(anybody(), (work) => claimable(work, mine.chain, ref));
      await services.desk.work(holderOf(claim), (work) => work.actOne(compensation, claim, "claim", input));
      return view(call, services, held);
    },
  }),
  route({
    method: "POST",
    path: "/v1/public/complaints",
    permission: "public",
    summary: { zh: "没有编号时的投诉，须留联系电话", en: "Complain without a code; a number to answer at is needed" },
    body: complaintOfAnybody,
    run: async ({ body, address }, { desk, access }) => {
      await countUncoded(access, address);
      return desk.work(anybody(), async (work) => {
        const opened = await work.openOne(complaint, body);
        const { contact } = opened.body.complainant;
        // The same code as in the message that goes to the number.
        return { code: contact === null ? null : work.track(opened.id, contact.token), progress: complaintProgress(opened) };
      });
    },
  }),
];
