/**
 * English texts that are no scam: the look-alikes that a rule must leave alone, everyday chat, advertising, and the few
 * kinds of illegal advertising that are not scams. Our own words.
 */
import { notScam, type Script } from "./script.ts";

export const INNOCENT_EN: readonly Script[] = notScam("en", [
  {
    group: "bank-notice", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "{bank}: {amount} was spent on your card ending {tail} on {date} at {time}. Not you? Call the number on the back of your card.",
      "{bank}: your statement is ready. The balance is {amount}, your direct debit is on {date}, nothing to do.",
      "{bank}: your salary of {amount} has arrived. Available balance {amount2}.",
      "{bank}: we never ask for your password or a code, and we never ask you to move money to keep it safe.",
      "{bank}: your daily limit is now {amount}. You can change it back in any branch.",
      "{bank}: a payment of {amount} to a new payee is waiting for you in the app. Cancel it there if you did not make it.",
      "{bank}: your savings account matures on {date}, it renews by itself unless you tell us otherwise.",
    ],
  },
  {
    group: "one-time-code", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "{code} is your code to pay {amount} to the account ending {tail}. Do not share it with anyone, not even us.",
      "Your {platform} log-in code is {code}. It is valid for {few} minutes. Ignore this if it was not you.",
      "Use {code} to change your delivery address at {shop}. Our staff will never ask for it.",
      "{code} is your verification code for the citizen portal. Please do not forward this message.",
      "{courier}: show code {code} to the driver at the door. Do not give it out on the phone.",
    ],
  },
  {
    group: "courier-notice", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "{courier}: your parcel is at the corner shop, collection code {code}, open until {time}.",
      "{courier}: {surname} has your parcel in the van today, look out for it until {time}.",
      "{courier}: because of the snow your parcel is late and now comes on {date}. Sorry for the wait.",
      "{courier}: your item was delivered and left with a neighbour, reference {order}.",
      "{courier}: your parcel is in locker {few}, code {code}, please collect it within {hours} hours.",
      "{courier}: customs is done, the seller paid the duty, there is nothing for you to pay.",
    ],
  },
  {
    group: "government-notice", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "Police advice: an officer will never ask you to move money or to keep a case secret. Hang up and call us back on the published number.",
      "Scam alert: jobs that ask you to pay first and promise a refund are scams. Report them, you are not to blame.",
      "Weather service: heavy rain from {date} {time}, avoid the river paths.",
      "Tax office: the deadline for your return is {date}. We never send refund links by text.",
      "Council: bins are collected on Thursday instead of Monday this week.",
      "Your vehicle test is due by {date}. Book at any garage you like.",
      "Library: your book is due on {date}. Renew at the desk or in the app.",
      "Polling day is {date}. Your card shows your polling station, bring photo ID.",
    ],
  },
  {
    group: "hospital-notice", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "Clinic: your appointment is on {date} at {time}. Reply NO to cancel.",
      "Clinic: your test results are back and normal, no action needed.",
      "Reminder: the next vaccination is due on {date}, please bring the red book.",
      "Dentist: we have a free slot at {time}, call reception if you would like it.",
    ],
  },
  {
    group: "utility-notice", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "Power network: planned work on {date} from {time}, supply is off for about {few} hours.",
      "Your water bill of {small} was paid by direct debit. Thank you.",
      "You have used {percent} GB of your data. {minutes} minutes of calls are left this month.",
      "Your top-up of {small} was successful. Your balance is {amount}.",
      "Building management: the lift is serviced on Friday morning, please use the stairs.",
    ],
  },
  {
    group: "shop-promotion", label: "marketing", channel: "sms", sender: "registered",
    texts: [
      "{shop}: members save {percent}% on everything today only. Show this text in store. Reply STOP to opt out.",
      "{shop}: your {small} voucher ends on {date}. Use it at any till. STOP to opt out.",
      "Gym: join this week, pay for nine months and train for twelve. STOP to opt out.",
      "{shop} opens on Market Street! The first hundred visitors get a gift. STOP to opt out.",
      "Travel shop: five nights by the sea from {amount}, flights included, ask in store. STOP to opt out.",
      "New flats by the river, {percent}% deposit, viewing on Saturday. STOP to opt out.",
      "{bank}: zero fees on instalments until {date}. Terms apply, see the app. STOP to opt out.",
      "Language school: free trial lesson on {date}, small groups, near you. STOP to opt out.",
      "Pizza night: two for one until {time}. Order at the counter. STOP to opt out.",
    ],
  },
  {
    group: "recruiter", label: "ordinary", channel: "email", sender: "registered",
    texts: [
      "Hello {name}, thank you for applying as warehouse clerk. We would like to meet you on {date} at {time} in our office.",
      "The spring job fair is on {date} in the sports hall, three hundred employers, entry is free.",
      "Your profile was viewed {few} times this week. Applying is free, an employer never asks you for money.",
    ],
  },
  {
    group: "school", label: "ordinary", channel: "im", sender: "contact",
    texts: [
      "Dear parents, please pack water and a raincoat for the trip tomorrow, we meet at eight at the gate.",
      "Parents' evening is on Friday at seven, parking is behind the gym.",
      "School jumpers can be ordered until Friday, sizes are on the sheet, it is voluntary.",
      "Good morning, {name} has a fever and stays home today. Could someone send the homework?",
      "Badminton club moves to hall two on Wednesday, sign up here for the tournament.",
    ],
  },
  {
    group: "club", label: "ordinary", channel: "im", sender: "contact",
    texts: [
      "Hikers, join the group for Sunday, we split the bus, about {small} each, lunch included.",
      "Book club reads science fiction this month, usual place, Sunday at two, newcomers welcome.",
      "Choir is online tonight, the meeting is at {link}, please mute when you come in.",
      "The strawberries from the group order are here, collect them at number {few}, pay me when you come.",
    ],
  },
  {
    group: "family", label: "ordinary", channel: "im", sender: "contact",
    texts: [
      "Mum, I am back in my room, all good, I will call at the weekend.",
      "Dad, the money arrived, thank you. Please rest your knee.",
      "Working late, home around {time}, can you look at the homework?",
      "I have mum's results, nothing serious, blood pressure a bit high.",
      "Sent you this month's rent, {amount}, tell me when the electricity bill comes.",
      "Shall we get grandpa a cake together? I pay, you each send me {small} later.",
      "Can you pick up my parcel? The code is {code}, it is in the locker by the gate.",
    ],
  },
  {
    group: "friends", label: "ordinary", channel: "im", sender: "contact",
    texts: [
      "I paid for dinner, it was {small} each, whenever it suits you.",
      "Football on Saturday? I booked the pitch from two to four.",
      "I tried that trading game, lost everything, good that it was play money.",
      "Are you done with my {item}? I need it next week, no hurry.",
      "Text me when you get there, drive carefully.",
      "New phone, same number, but my photos are gone. Who still has the ones from the lake?",
    ],
  },
  {
    group: "work", label: "ordinary", channel: "im", sender: "contact",
    texts: [
      "{surname}, the signed contract is in your inbox, payment to the usual account by the end of the month.",
      "Tomorrow's meeting is online at nine, same link as always, slides are on the shared drive.",
      "One receipt is missing from your claim, please add it before {date}.",
      "The customer got the goods, all fine, the balance of {amount} comes on Friday.",
      "The mail system is updated tonight, expect it to be slow, ring my desk if it is urgent.",
    ],
  },
  {
    group: "account-notice", label: "ordinary", channel: "email", sender: "registered",
    texts: [
      "Your order {order} from {shop} is on its way and should arrive on {date}.",
      "Your {platform} membership ends on {date}. It does not renew by itself.",
      "Please find attached the receipt of {date} for {amount}. Reply to this e-mail if something is wrong.",
      "You signed in on a new device. If that was you, there is nothing to do.",
    ],
  },
  {
    group: "travel", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "Your train on {date} at {time} was changed as you asked, the difference goes back to your card.",
      "Flight {flight} is delayed by about {minutes} minutes. Watch the screens for the gate, no action needed.",
      "Your room is booked for {date}, pay on arrival, free cancellation until the day before.",
    ],
  },
  {
    group: "gambling", label: "illegal", channel: "sms", sender: "stranger",
    texts: [
      "Live tables day and night, {small} free on your first deposit, no checks, fast cash-out: {link}",
      "Unlicensed odds better than any shop, {percent}% cash back for agents, play at {link}",
    ],
  },
  {
    group: "sham-papers", label: "illegal", channel: "sms", sender: "stranger",
    texts: ["Invoices of any kind for your books, pay after checking, ask {contact}", "Certificates, stamps and degrees that look real, write to {contact}"],
  },
]);
