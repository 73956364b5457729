/**
 * English scam texts around goods, accounts and threats: shops, games, stolen accounts, blackmail, charity, lent cards,
 * and what fits no other group. Our own words, for exercising detection; they lead nowhere.
 */
import { scam, type Script } from "./script.ts";

export const FRAUD_EN_TRADE: readonly Script[] = [
  ...scam("en", "FAKE_SHOP", [
    ["im", "S1", "I can give you the {item} at {percent}% of the price, staff channel. Let us do it outside the site, the fees are crazy. Add me {contact}"],
    ["im", "S2", "Only {few} left. If you pay by bank transfer tonight I post it tomorrow and take off another {small}."],
    ["im", "S6", "Your goods are at the border. Customs needs {amount} for order {order}, after that they deliver the same day."],
    ["im", "S7", "Thanks for the deposit. The warehouse ships only after the full {amount}, then I send you the tracking."],
    ["sms", "S1", "Concert tickets for {date}, face value, front rows. Deposit holds them, message {contact} quickly."],
    ["im", "S3", "The checkout is broken today, please pay on this page instead {link} and send me the receipt."],
    ["email", "S1", "Holiday flat by the sea, free on your dates. Reserve with a deposit of {amount} by transfer, the keys are posted to you."],
  ]),
  ...scam("en", "GAME_TRADE", [
    ["im", "S1", "I pay {amount} for your account. List it on this safe trade site {link}, my order is already in."],
    ["im", "S2", "Free limited skins for followers! Use your parents' phone to add me, {contact}."],
    ["im", "S7", "Support: your payout is frozen because of a wrong account number. Top up {amount} to release it."],
    ["im", "S6", "Rank boosting from {small}. Send your log-in and the code you get, done tonight."],
    ["im", "S6", "Cheap game credits, {small} for a full pack. Pay first, name in the note, delivery in {minutes} minutes."],
    ["im", "S7", "You are under age so this trade broke the rules. Take your mum's phone and follow my steps or her account is locked."],
  ]),
  ...scam("en", "NET_BLACK", [
    ["sms", "S4", "Your bank app access ends today. Confirm your details at {link} or your account is suspended."],
    ["sms", "S4", "Unpaid toll of {small} on your vehicle. Pay at {link} today to avoid a fine."],
    ["im", "S3", "Is this you in the video?? {link} you need to install the player to see it"],
    ["sms", "S4", "New log-in to your account. If this was not you reply with the six digit code we sent to block it."],
    ["im", "S4", "Hey, I sent my code to your phone by accident, can you read it to me? It is urgent."],
    ["email", "S4", "Your password expires in {hours} hours. Keep the current one here: {link}"],
    ["email", "S4", "A document has been shared with you. Sign in with your work account at {link} to open invoice {order}."],
  ]),
  ...scam("en", "SEXTORTION", [
    ["im", "S1", "Hi handsome, alone tonight? Let us talk somewhere private, install {link} and call me."],
    ["im", "S6", "I recorded our call and have all your contacts. Pay {amount} or your family and office will see it."],
    ["im", "S7", "There is still a copy with my boss. Send {amount} more and it is deleted for good. You have {minutes} minutes."],
    ["email", "S6", "I control your device and saved private pictures of you. Send {amount} in crypto within {hours} hours or I mail them to everyone."],
    ["im", "S7", "Last chance. The group with your relatives is ready, I start posting if the money is not here."],
    ["sms", "S6", "We have photos you would not like your wife to see. Settle quietly for {amount} by {date}, contact {contact}."],
  ]),
  ...scam("en", "CHARITY", [
    ["sms", "S1", "Flood appeal: families need tents tonight. Give {small} at {link}, every minute counts."],
    ["im", "S1", "Please help little Amy, she is six and needs an operation. {amount} is missing, send to my personal account and share."],
    ["im", "S2", "I teach in a mountain village, the children have no coats. One coat is {small}, you can pay me directly."],
    ["email", "S1", "Veterans support fund: your pledge of {small} is overdue, settle it now at {link}."],
    ["im", "S3", "Join our giving circle {link}, donate {small} and receive a share of all gifts once you bring {few} friends."],
    ["sms", "S1", "Animal shelter closes tomorrow without donations. {small} saves one life, transfer details from {contact}."],
  ]),
  ...scam("en", "MULE_RECRUIT", [
    ["sms", "S1", "We rent unused bank accounts and SIM cards, {amount} a month, safe and simple. Write to {contact}"],
    ["im", "S1", "Payment agent wanted: receive customer money on your account, send it on and keep {percent}%. Students welcome."],
    ["im", "S2", "Just lend me your account for {hours} hours, I give you {small}. The money comes in, you forward it, that is all."],
    ["im", "S3", "Join the payout team at {link}, deposit {amount}, take orders, chat only in the encrypted app."],
    ["sms", "S1", "Drivers with own bank card needed to collect cash, {wage} per day, ask for {surname} on {number}, discretion required."],
    ["im", "S2", "Leave two phones connected at home for us and get {small} an hour, you do not have to speak."],
  ]),
  ...scam("en", "OTHER", [
    ["sms", "S1", "A dark sign stands over your house. Our healer sees help for you, reply to {contact} today."],
    ["im", "S6", "The ritual costs {amount}. If it is not finished tonight the harm goes to your children."],
    ["sms", "S1", "Doctors hate this: diabetes gone in {days} days, {small} for the full cure, order on {number}"],
    ["im", "S1", "Sorry, I scratched your parked car. Let us settle privately, add {contact} and pay {small} so I know that you are the owner."],
    ["email", "S1", "Certificate without exam, guaranteed pass, deposit {small}, balance on result. Ask {contact}"],
    ["im", "S6", "Last {few} visa places. Wire the deposit of {amount} to the agent's own account, it is returned on filing."],
  ]),
];
