/**
 * English scam texts that claim to come from someone else: authorities, superiors, customer service, buyers in uniform,
 * recovery helpers. Our own words, for exercising detection; they lead nowhere.
 */
import { scam, type Script } from "./script.ts";

export const FRAUD_EN_IMPERSONATION: readonly Script[] = [
  ...scam("en", "AUTHORITY", [
    ["sms", "S1", "Police notice: a warrant has been issued in your name, case {caseNo}. Call officer {surname} on {number} before {time} to avoid arrest."],
    ["im", "S2", "This is the financial crime unit. Your identity was used to open accounts for money laundering. The case is secret, tell nobody."],
    ["im", "S3", "We will take your statement online. Go to a quiet room, join the video call and share your screen. Do not hang up."],
    ["im", "S4", "Read your arrest document at {link} and enter your card number and PIN so we can check your funds."],
    ["im", "S6", "To prove that you are innocent, move {amount} to the safe account by {time}. It is returned after inspection."],
    ["sms", "S1", "Tax office: you owe {amount}. Pay today at {link} or legal action starts in {hours} hours."],
    ["sms", "S1", "Immigration: a problem was found with your visa file. Contact the embassy desk {number} now or you may be deported."],
  ]),
  ...scam("en", "BOSS_FRIEND", [
    ["im", "S1", "Hi mum, my phone broke and this is my new number. Can you message me when you see this?"],
    ["im", "S6", "Mum, I cannot get into my bank on this phone and a bill of {amount} is due today. Could you pay it for me? I pay you back tomorrow."],
    ["im", "S1", "Are you at your desk? I am in a meeting and need something done quietly. This is my private number."],
    ["im", "S6", "Please buy {few} gift cards of {small} each for the clients and send me the codes. I will refund you this afternoon."],
    ["im", "S2", "Hey, long time! I am stuck abroad and lost my wallet. Do not call, the line is bad, just text me."],
    ["sms", "S1", "Hello, your landlord here. I changed banks, please send this month's rent of {amount} to the new account and text me when done."],
  ]),
  ...scam("en", "INVOICE_BEC", [
    ["email", "S1", "Dear accounts team, our bank account is under audit. Kindly pay invoice {order} of {amount} to the new account in the attached letter."],
    ["email", "S6", "I need an urgent transfer of {amount} completed before {time}. I am boarding, so reply by e-mail only. Keep it between us."],
    ["email", "S2", "Please note our new e-mail address for all billing questions. Messages from the old address should be ignored from {date}."],
    ["email", "S6", "Attached is the revised invoice {order} with updated bank details. The shipment leaves once {amount} has arrived."],
    ["email", "S7", "Your payment was returned because the name did not match. Please resend {amount} to the alternative account today."],
    ["email", "S4", "Your mailbox is full and will be locked in {hours} hours. Keep your password by signing in at {link}"],
  ]),
  ...scam("en", "MIL_POLICE_ORDER", [
    ["im", "S1", "Good day, I buy for the army base nearby. We need {few} hundred lunch boxes on {date}, can you do it? We pay by invoice."],
    ["im", "S2", "The stamped order of the fire brigade is attached. Please confirm the amount of {amount} and your bank details."],
    ["im", "S3", "We also need ration packs of a special brand. You do not stock them, so please order from this supplier {number} for us."],
    ["im", "S6", "The supplier wants a deposit of {amount}. Pay it for now, we settle everything on delivery and the margin is yours."],
    ["im", "S7", "As these are restricted goods a security bond of {amount} is required, otherwise neither order can leave the depot."],
    ["email", "S1", "University purchasing office: please quote for laptops worth {amount}, delivery this week, payment thirty days. Contact {number}"],
  ]),
  ...scam("en", "CS_REFUND", [
    ["sms", "S1", "Your order {order} of {item} failed a safety check. You are entitled to a refund of {amount}, call claims on {number}"],
    ["sms", "S4", "We could not deliver your parcel because a fee of {small} is unpaid. Reschedule here: {link}"],
    ["im", "S2", "Hello {name}, by mistake you were added to our premium plan and {amount} is taken today. I can cancel it for you now."],
    ["im", "S3", "To open the refund page please install the support tool from {link} and read me the number you see."],
    ["im", "S4", "I only need the long number of your card and the code that was just texted to you, then {small} is back at once."],
    ["im", "S6", "Oh no, I typed {amount} too much and will lose my job. Please send the difference back to this account."],
    ["sms", "S1", "Flight {flight} is cancelled. Rebook and get {small} compensation, call {number}, do not go to the airport."],
    ["email", "S1", "Security alert: your computer reported a virus. Phone our technicians at {number} within {minutes} minutes, do not switch it off."],
  ]),
  ...scam("en", "TAX_SUBSIDY_SUBSCRIPTION", [
    ["sms", "S4", "You have a tax refund of {amount} waiting. Submit your card details today at {link}"],
    ["sms", "S1", "Energy support {year}: your household qualifies for {small}. Unclaimed payments lapse tonight, apply at {link}"],
    ["email", "S1", "Your antivirus subscription was renewed for {amount}. If you did not order this, call {number} within {hours} hours."],
    ["im", "S3", "To stop the automatic payment please install our helper from {link}, an agent will join and cancel it."],
    ["im", "S6", "The account must be verified before the refund. Move {amount} to the check account, it returns in {minutes} minutes."],
    ["sms", "S1", "Your health card expires today. To keep cover renew now at {link}"],
  ]),
  ...scam("en", "RECOVERY", [
    ["sms", "S8", "Lost money to an online scam? Our cyber team gets it back, no win no fee. Write to {contact} on Telegram."],
    ["im", "S8", "I read your post. I lost everything too until this officer recovered {amount} for me. I can introduce you."],
    ["im", "S8", "We traced your funds to an exchange. Pay {amount} for the unlock key and they return within {hours} hours."],
    ["email", "S8", "Refund department of the closed platform {platform}: register your claim by {date} at {link}, late claims are refused."],
    ["im", "S8", "Your {amount} is already in our trust account. Only the {percent}% release tax is missing, without it the money goes back."],
    ["email", "S8", "Class action for investors: send your ID, your transfer records and a filing fee of {small} to take part."],
  ]),
];
