/**
 * English scam texts that promise money: tasks, investment, romance, loans, credit records, prizes. Our own words, for
 * exercising detection; they lead nowhere.
 */
import { scam, type Script } from "./script.ts";

export const FRAUD_EN_MONEY: readonly Script[] = [
  ...scam("en", "TASK_REBATE", [
    ["sms", "S1", "Hi {name}, your CV was recommended to us. Work from home {minutes} minutes a day rating products and earn {wage} daily. Message us on WhatsApp {number}"],
    ["im", "S2", "Welcome! The first three tasks are free trials. Like this page, send me a screenshot and I pay {small} straight away."],
    ["im", "S3", "Please register on our work platform {link} and ask your trainer for the invitation code. Tasks are only given there."],
    ["im", "S5", "Well done, your first set is complete and {small} is in your account. VIP tasks return {percent}% but you top up first."],
    ["im", "S7", "You met a combination order, so your balance is negative. Add {amount} within {hours} hours to finish the set and withdraw everything."],
    ["sms", "S1", "Part time online job, no experience, paid daily. Boost ratings for shops and keep {percent}% of every order. Start: {link}"],
  ]),
  ...scam("en", "FAKE_INVEST", [
    ["sms", "S1", "Our analyst called the last {few} winning stocks. Join the free group before it closes tonight: {link}"],
    ["im", "S2", "Hello {name}, I assist Professor Adams. Students following his signals made {percent}% last week, the next lesson is at {time}."],
    ["im", "S3", "Ordinary brokers have no access to institutional shares. Open an account in our private app {link} and support will guide your deposit."],
    ["im", "S5", "Your {small} has already grown. Withdraw a little to see that it is real, then add more before the window closes."],
    ["im", "S6", "You were allotted the new listing. Pay the full subscription of {amount} by {time} today or lose the seat and your rating."],
    ["im", "S7", "Your account is frozen by risk control. Pay a margin of {amount} to the clearing account and you can withdraw the whole balance."],
    ["email", "S1", "Guaranteed crypto income of {percent}% a day, capital protected, withdraw any time. Claim your {small} welcome bonus at {link}"],
  ]),
  ...scam("en", "ROMANCE", [
    ["im", "S1", "Hi there, your profile made me smile. I am an engineer on an offshore project and do not meet many people, may I write to you?"],
    ["im", "S2", "I have been alone with my daughter since the accident. Talking to you every night is the best part of my day."],
    ["im", "S6", "Darling, the parcel with your ring is held by customs. They want {amount} before they release it, can you help until I am home?"],
    ["im", "S6", "I am in hospital and the insurance does not cover the operation. Please send {amount} today, I will pay back every penny."],
    ["im", "S5", "If you trust me, please buy {small} of gift cards and send me a photo of the codes, my card does not work here."],
    ["im", "S7", "My flight is booked but the company wants {amount} to end the contract. This is the last time I ask, then we are together."],
  ]),
  ...scam("en", "ROMANCE_INVEST", [
    ["im", "S1", "Sorry, is this Linda from the yoga studio? Oh, wrong number then. You seem kind though, where are you from?"],
    ["im", "S2", "Good morning! I thought of you when I passed the harbour. My uncle trades gold futures, he made {amount} again last night."],
    ["im", "S3", "Let me teach you, it is how I paid for my flat. Sign up here {link} and I will tell you when to press buy."],
    ["im", "S5", "See, your {small} doubled overnight and it is back in your bank already. I would never lie to the person I want to live with."],
    ["im", "S6", "There are only {few} days left in this cycle. Put in {amount} and we can look at houses in spring."],
    ["im", "S7", "Support says the tax of {amount} must be paid before withdrawal. I paid half for you, please borrow the rest, it comes back in an hour."],
  ]),
  ...scam("en", "LOAN", [
    ["sms", "S1", "You are pre-approved for {amount}. No credit check, money today. Apply now at {link}"],
    ["sms", "S1", "Bad credit? We lend to everyone. Call {number} and have cash in {minutes} minutes."],
    ["im", "S4", "The bank returned your loan because of a wrong digit. Send a photo of your card and the code you just received so we can correct it."],
    ["im", "S6", "To show you can repay, please pay the first instalment of {amount} in advance. It is refunded with the loan."],
    ["im", "S7", "Insurance of {small} is still missing. If you do not pay today the loan counts as taken and interest starts."],
    ["email", "S1", "Your business grant loan of {amount} is ready. A processing fee of {small} releases the funds, reply with your bank log-in to verify."],
  ]),
  ...scam("en", "CREDIT_RECORD", [
    ["sms", "S1", "Your old student credit account was never closed and will damage your credit file within {hours} hours. Call our desk {number}"],
    ["im", "S2", "Hello {name}, I am from the credit compliance team. The rules changed and your account must be cancelled today."],
    ["im", "S3", "Please join the meeting and share your screen, I will guide you. Do not answer other calls while we clear your record."],
    ["im", "S6", "Draw the full limit of each lender and move {amount} to the clearing account. The system resets your score and returns the money."],
    ["email", "S1", "We can delete defaults from your credit report in {days} days, legally and guaranteed. Fee {small} up front: {link}"],
    ["im", "S7", "The reference of your payment was wrong so the file is locked. Send {amount} again to reopen it."],
  ]),
  ...scam("en", "LOTTERY_PRIZE", [
    ["sms", "S1", "Congratulations! Your number won {amount} in our anniversary draw. Claim with code {code} at {link} before midnight."],
    ["sms", "S1", "You are the lucky winner of a new phone. Pay only {small} delivery here: {link}"],
    ["email", "S2", "Your e-mail address was selected in the international raffle. Send your full name, address and a copy of your ID to claim {amount}."],
    ["im", "S6", "The prize is ready for payment. Transfer the release fee of {amount} and the notary signs today."],
    ["sms", "S7", "Final notice: your prize lapses in {hours} hours because the handling fee of {small} is unpaid. Call {number}"],
    ["im", "S3", "You won our live giveaway! Join the winners group {link} and finish {few} follow tasks to collect."],
  ]),
];
