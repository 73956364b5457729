/** The client's types say what the platform's say. The compiler is the judge; running them only proves that they exist. */
import { expectTypeOf, test } from "vitest";
import type { KindActionTable } from "../../platform/src/app/counters.ts";
import type { LiveItem } from "../../platform/src/app/live-feed.ts";
import type { SampleStatus } from "../../platform/src/app/sample-status.ts";
import type { JudgedEvent } from "../../platform/src/app/service.ts";
import type { Campaign } from "../../platform/src/campaigns/campaign/campaign.ts";
import type { Lead } from "../../platform/src/campaigns/lead/lead.ts";
import type { Operation } from "../../platform/src/campaigns/operation/operation.ts";
import type { RollUp } from "../../platform/src/campaigns/roll-up.ts";
import type { Evidence } from "../../platform/src/matters/decision.ts";
import type { MyMatter } from "../../platform/src/appeals/my-matter.ts";
import type { DeadlineView, NoticeView } from "../../platform/src/matters/desk.ts";
import type { StoredLine } from "../../platform/src/matters/ledger.ts";
import type { Matter } from "../../platform/src/matters/matter.ts";
import type { Change } from "../../platform/src/matters/work.ts";
import type { CaseSums } from "../../platform/src/cases/case/money.ts";
import type { CaseFigures } from "../../platform/src/cases/figures.ts";
import type { EvidenceShown } from "../../platform/src/cases/links/evidence.ts";
import type { SeriesLinks } from "../../platform/src/cases/links/series-links.ts";
import type { LinksShown } from "../../platform/src/cases/links/show.ts";
import type { PersonalRef, Purpose } from "../../platform/src/domain/personal.ts";
import type { Organisation } from "../../platform/src/access/organisation.ts";
import type { Role } from "../../platform/src/access/role.ts";
import type { Recovered } from "../../platform/src/app/recovery.ts";
import type { Verdict } from "../../platform/src/domain/verdict.ts";
import type { TraceAnswer } from "../../platform/src/trace/money-answers.ts";
import type { RingAnswer, RingsAnswer } from "../../platform/src/rings/ring-answers.ts";
import type { FeatureSpec } from "../../platform/src/features/vocabulary.ts";
import type { ProblemDocument } from "../../platform/src/http/problem-document.ts";
import type { ListSummary } from "../../platform/src/intel/lists.ts";
import type { Pack } from "../../platform/src/rules/pack.ts";
import type { ResponseRow } from "../../platform/src/screen/response-table.ts";
import type * as client from "../src/index.ts";

test("verdicts and events", () => {
  expectTypeOf<client.Verdict>().toEqualTypeOf<Verdict>();
  expectTypeOf<client.JudgedEvent>().toEqualTypeOf<JudgedEvent>();
  expectTypeOf<Pick<client.LiveItem, keyof client.LiveItem>>().toEqualTypeOf<Pick<LiveItem, keyof LiveItem>>();
});

test("counts and the sample", () => {
  expectTypeOf<client.KindActionTable>().toEqualTypeOf<KindActionTable>();
  expectTypeOf<client.SampleStatus>().toEqualTypeOf<SampleStatus>();
  expectTypeOf<client.Stats["recovered"]>().toEqualTypeOf<Recovered>();
});

test("rules, responses, lists and problems", () => {
  // The client reads what the platform writes: one way is enough, and the keys must be the same.
  expectTypeOf<Pack>().toExtend<client.RulePack>();
  expectTypeOf<keyof Pack>().toEqualTypeOf<keyof client.RulePack>();
  expectTypeOf<keyof Pack["rules"][number]>().toEqualTypeOf<keyof client.Rule>();
  expectTypeOf<keyof Pack["suppressors"][number]>().toEqualTypeOf<keyof client.Suppressor>();
  expectTypeOf<keyof Pack["typologies"][number]>().toEqualTypeOf<keyof client.Typology>();
  expectTypeOf<client.ResponseRow>().toEqualTypeOf<ResponseRow>();
  expectTypeOf<FeatureSpec>().toExtend<client.FeatureWords>();
  expectTypeOf<keyof ListSummary>().toEqualTypeOf<keyof client.ListSummary>();
  expectTypeOf<ProblemDocument>().toExtend<client.ProblemDocument>();
});

test("matters, their history, clocks and notices", () => {
  expectTypeOf<keyof Matter>().toEqualTypeOf<keyof Omit<client.Matter, "stateWords" | "commands">>();
  expectTypeOf<Omit<Matter, "kind">>().toExtend<Omit<client.Matter, "kind" | "stateWords" | "commands" | "body">>();
  expectTypeOf<Omit<client.HistoryLine, "evidence" | "detail">>().toEqualTypeOf<Omit<StoredLine, "evidence" | "detail" | "hash">>();
  expectTypeOf<Evidence>().toExtend<client.HistoryLine["evidence"][number]>();
  expectTypeOf<client.DeadlineView>().toEqualTypeOf<DeadlineView>();
  expectTypeOf<client.NoticeView>().toEqualTypeOf<NoticeView>();
  expectTypeOf<Omit<Change, "kind">>().toExtend<Omit<client.Change, "kind">>();
  expectTypeOf<Organisation>().toExtend<client.Organisation>();
});

test("people, purposes and roles", () => {
  expectTypeOf<client.PersonalRef>().toEqualTypeOf<PersonalRef>();
  expectTypeOf<client.Purpose>().toEqualTypeOf<Purpose>();
  expectTypeOf<client.Role>().toEqualTypeOf<Role>();
});

test("money and rings", () => {
  expectTypeOf<TraceAnswer>().toExtend<client.MoneyTrace>();
  expectTypeOf<keyof TraceAnswer>().toEqualTypeOf<keyof client.MoneyTrace>();
  expectTypeOf<RingAnswer>().toExtend<client.Ring>();
  expectTypeOf<keyof RingAnswer>().toEqualTypeOf<keyof client.Ring>();
  expectTypeOf<RingsAnswer["items"][number]>().toExtend<client.RingRow>();
  expectTypeOf<client.Change["about"]>().toEqualTypeOf<Change["about"]>();
});

test("links, sums and figures of cases", () => {
  expectTypeOf<LinksShown>().toExtend<client.CaseLinks>();
  expectTypeOf<keyof LinksShown["links"][number]>().toEqualTypeOf<keyof client.CaseLink>();
  expectTypeOf<client.LinkEvidence>().toEqualTypeOf<EvidenceShown>();
  expectTypeOf<SeriesLinks>().toExtend<client.SeriesLinks>();
  expectTypeOf<keyof SeriesLinks["ties"][number]>().toEqualTypeOf<keyof client.SeriesPair>();
  expectTypeOf<client.CaseSums>().toEqualTypeOf<CaseSums>();
  expectTypeOf<CaseFigures>().toExtend<client.CaseFigures>();
  expectTypeOf<keyof CaseFigures>().toEqualTypeOf<keyof client.CaseFigures>();
});

test("campaigns, leads and operations", () => {
  expectTypeOf<Campaign>().toExtend<client.CampaignBody>();
  expectTypeOf<keyof Campaign>().toEqualTypeOf<keyof client.CampaignBody>();
  expectTypeOf<Lead>().toExtend<client.LeadBody>();
  expectTypeOf<keyof Lead>().toEqualTypeOf<keyof client.LeadBody>();
  expectTypeOf<Operation>().toExtend<client.OperationBody>();
  expectTypeOf<keyof Operation>().toEqualTypeOf<keyof client.OperationBody>();
  expectTypeOf<client.RollUp>().toEqualTypeOf<RollUp>();
});

test("one's own matter", () => {
  expectTypeOf<MyMatter>().toExtend<client.MyMatter>();
  expectTypeOf<keyof MyMatter>().toEqualTypeOf<keyof client.MyMatter>();
  expectTypeOf<keyof MyMatter["restrictions"][number]>().toEqualTypeOf<keyof client.MyRestriction>();
  expectTypeOf<keyof MyMatter["appeals"][number]>().toEqualTypeOf<keyof client.MyAppeal>();
  expectTypeOf<keyof MyMatter["complaints"][number]>().toEqualTypeOf<keyof client.MyComplaint>();
  expectTypeOf<keyof MyMatter["compensations"][number]>().toEqualTypeOf<keyof client.MyCompensation>();
});
