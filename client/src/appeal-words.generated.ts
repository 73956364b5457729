/** Made from the platform's tables by client/test/appeals.test.ts (vitest -u writes it). Not edited by hand. */
export const GROUND_WORDS = {
  "not-involved": {"zh":"与案件无关","en":"I have nothing to do with it"},
  "good-faith": {"zh":"正常交易，善意收款","en":"I was paid in an ordinary deal, in good faith"},
  "wrong-person": {"zh":"账户、号码或身份弄错了","en":"the account, number or person is the wrong one"},
  "too-much": {"zh":"措施超出涉案金额或必要范围","en":"it takes more than the disputed sum or more than is needed"},
  "verified": {"zh":"已经完成核验","en":"I have been verified"},
  "needs-it": {"zh":"生活、医疗、上学等急需","en":"it is needed for living, a doctor or school"},
  "not-told": {"zh":"没有被告知理由、期限或救济途径","en":"I was not told why, how long or what I can do"},
  "other": {"zh":"其他理由","en":"another reason"},
} as const;
export const UPHELD_WORDS = {
  "unrelated": {"zh":"经复核与案件无关","en":"on review it has nothing to do with the case"},
  "good-faith": {"zh":"属于善意取得","en":"it was received in good faith"},
  "mistaken-identity": {"zh":"对象有误","en":"it was the wrong one"},
  "no-basis": {"zh":"采取措施的依据不足","en":"there was not enough ground for it"},
  "verified": {"zh":"已核验属实","en":"it has been verified"},
  "not-told": {"zh":"未依法告知","en":"the law's duty to tell was not kept"},
} as const;
export const PARTLY_WORDS = {
  "amount-only": {"zh":"仅保留查明的涉案金额","en":"only the sum that was traced stays held"},
  "good-faith": {"zh":"属于正常交易，仅保留有争议的金额","en":"it was an ordinary deal; only the disputed sum stays held"},
  "trace-lower": {"zh":"查明的涉案金额低于原金额","en":"the sum traced is lower than it was thought"},
} as const;
export const REJECTED_WORDS = {
  "money-traced": {"zh":"查明有被骗资金进入，来源尚未说明","en":"money from a fraud was traced into it, and what it was for is not shown"},
  "ground-stands": {"zh":"采取措施的依据经复核仍然成立","en":"on review the ground for it stands"},
  "not-verified": {"zh":"尚未完成核验，核验通过即可恢复","en":"it has not been verified yet; it ends as soon as it has"},
  "within-law": {"zh":"范围和期限符合规定，到期自动解除","en":"its extent and length are within the law, and it ends by itself"},
} as const;
export const PAPER_WORDS = {
  "identity": {"zh":"身份证件","en":"identity document"},
  "authority": {"zh":"委托书","en":"letter of authority"},
  "contract": {"zh":"合同","en":"contract"},
  "delivery-note": {"zh":"送货单","en":"delivery note"},
  "weigh-slip": {"zh":"过磅单","en":"weigh slip"},
  "invoice": {"zh":"发票、收据","en":"invoice or receipt"},
  "chat": {"zh":"聊天记录","en":"chat"},
  "statement": {"zh":"情况说明或账户明细","en":"statement"},
  "registration": {"zh":"备案、登记信息","en":"registration"},
  "other": {"zh":"其他材料","en":"another paper"},
} as const;
export const AGENT_WORDS = {
  "old": {"zh":"年长","en":"old age"},
  "ill": {"zh":"患病或行动不便","en":"illness or disability"},
  "minor": {"zh":"未成年","en":"under age"},
  "away": {"zh":"身在外地","en":"being away"},
  "asked": {"zh":"本人委托","en":"being asked to"},
} as const;
export const SUBJECT_WORDS = {
  "conduct": {"zh":"工作人员的态度或言行","en":"how somebody behaved"},
  "contacts": {"zh":"联系过于频繁","en":"too many calls or visits"},
  "delay": {"zh":"办理拖延","en":"it took too long"},
  "not-told": {"zh":"没有告知理由、期限或救济途径","en":"the reason, the time or the remedy was not told"},
  "papers": {"zh":"被要求提供清单以外的材料","en":"papers were asked for that are not on the list"},
  "measure": {"zh":"措施的执行方式","en":"how a measure was carried out"},
  "data": {"zh":"个人信息的使用","en":"how personal data was used"},
  "other": {"zh":"其他","en":"something else"},
} as const;
export const FOUNDED_WORDS = {
  "apology": {"zh":"情况属实，向您道歉","en":"it was as you say; we apologise"},
  "corrected": {"zh":"情况属实，已经纠正","en":"it was as you say, and it has been put right"},
  "practice-changed": {"zh":"情况属实，做法已经改变","en":"it was as you say, and it is done differently from now on"},
} as const;
export const UNFOUNDED_WORDS = {
  "not-found": {"zh":"未查实所反映的情况","en":"what you describe could not be confirmed"},
  "within-rules": {"zh":"经核查符合规定","en":"it was within the rules"},
  "appeal-instead": {"zh":"涉及措施本身，可凭通知上的编号申诉","en":"it is about the measure itself: you can appeal with the code on its notice"},
} as const;
export const LOSS_WORDS = {
  "fees": {"zh":"手续费、违约金、滞纳金","en":"fees, penalties or surcharges"},
  "income": {"zh":"收入损失","en":"lost income"},
  "expenses": {"zh":"为维权支出的费用","en":"what it cost to have it put right"},
  "other": {"zh":"其他损失","en":"another loss"},
} as const;
export const GRANTED_WORDS = {
  "wrong-measure": {"zh":"措施已确认有误","en":"the measure was found to be wrong"},
  "delay": {"zh":"延迟造成的利息和费用","en":"interest and charges that waiting caused"},
  "loss-shown": {"zh":"所述损失有凭证证明","en":"the loss is shown by papers"},
  "loss-in-part": {"zh":"部分损失有凭证证明","en":"part of the loss is shown by papers"},
} as const;
export const REFUSED_WORDS = {
  "no-loss": {"zh":"未发现由措施造成的损失","en":"no loss was found that the measure caused"},
  "not-shown": {"zh":"所述损失没有凭证证明","en":"no paper shows the loss"},
  "paid-already": {"zh":"损失已经另行弥补","en":"the loss was made good otherwise"},
} as const;
