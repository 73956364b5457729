/**
 * The default carrier: keeps what would be sent and sends nothing, so that the program is whole before a network is
 * connected. Number and text lie sealed; `carried` opens them again for tests and for whoever may look at a delivery.
 * A message is kept once for its id, whatever is handed over again and by how many processes.
 */
import { ProblemError, shorten } from "../../base/problem.ts";
import { Sensitive } from "../../base/sensitive.ts";
import type { World } from "../../base/world.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { MessageReceipt, Messenger, OutgoingMessage } from "../../ports/messenger.ts";
import type { Store } from "../../ports/store.ts";
import type { Vault } from "../../ports/vault.ts";
import { checkMessage } from "../message-check.ts";

export interface CarriedMessage {
  readonly id: string;
  readonly channel: string;
  readonly sender: string;
  readonly to: Sensitive<string>;
  readonly text: Sensitive<Bilingual>;
  readonly reference: string;
  readonly acceptedAtMs: number;
}

export interface LoopbackMessenger extends Messenger {
  /** Messages of these ids, or all of them, oldest first. */
  carried(ids?: readonly string[]): Promise<readonly CarriedMessage[]>;
}

interface Parts {
  readonly store: Store;
  readonly vault: Vault;
  readonly world: World;
}

interface Row {
  readonly id: string;
  readonly channel: string;
  readonly sender: string;
  readonly sealed: Uint8Array;
  readonly reference: string;
  readonly accepted_at_ms: number;
}

interface Waiting {
  readonly message: OutgoingMessage;
  readonly resolve: (receipt: MessageReceipt) => void;
  readonly reject: (error: unknown) => void;
}

/** Messages that came while one transaction ran share the next. */
const AT_ONCE = 500;

export function openLoopbackMessenger(parts: Parts): LoopbackMessenger {
  const waiting: Waiting[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, AT_ONCE);
      try {
        const receipts = await keep(
          parts,
          batch.map(({ message }) => message),
        );
        for (const { message, resolve, reject } of batch) {
          const receipt = receipts.get(message.id);
          if (receipt === undefined) reject(new Error(`bug: ${message.id} was kept without a receipt`));
          else resolve(receipt);
        }
      } catch (error) {
        for (const { reject } of batch) reject(asOverloaded(error));
      }
    }
    running = false;
  }

  return {
    async send(message) {
      checkMessage(message);
      return new Promise<MessageReceipt>((resolve, reject) => {
        waiting.push({ message, resolve, reject });
        if (!running) void run();
      });
    },
    carried: (ids) => read(parts, ids ?? null),
  };
}

/** Writes what is new and gives the receipt of each: the first one, if the id was there. */
async function keep({ store, vault, world }: Parts, messages: readonly OutgoingMessage[]): Promise<ReadonlyMap<string, MessageReceipt>> {
  const byId = new Map(messages.map((message) => [message.id, message]));
  // In order of the ids, so that two processes with the same messages wait for each other and do not lock up.
  const sorted = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const acceptedAtMs = world.nowMs();
  const rows = await store.transaction(async (sql) => {
    await sql.query(
      `insert into carried_message (id, channel, sender, sealed, reference, accepted_at_ms)
       select id, channel, sender, sealed, reference, $6 from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::text[]) as x(id, channel, sender, sealed, reference)
       on conflict (id) do nothing`,
      [
        sorted.map(({ id }) => id),
        sorted.map(({ channel }) => channel),
        sorted.map(({ sender }) => sender),
        sorted.map(({ id, to, text }) => vault.seal(JSON.stringify({ to, zh: text.zh, en: text.en }), contextOf(id))),
        sorted.map(() => world.newId("msg")),
        acceptedAtMs,
      ],
      "carry-messages",
    );
    return sql.query<Pick<Row, "id" | "reference" | "accepted_at_ms">>(
      "select id, reference, accepted_at_ms from carried_message where id = any($1)",
      [sorted.map(({ id }) => id)],
      "carry-receipts",
    );
  });
  return new Map(rows.map((row) => [row.id, { reference: row.reference, acceptedAtMs: row.accepted_at_ms }]));
}

async function read({ store, vault }: Parts, ids: readonly string[] | null): Promise<readonly CarriedMessage[]> {
  const rows = await store.snapshot((sql) => sql.query<Row>("select * from carried_message where $1::text[] is null or id = any($1) order by accepted_at_ms, id", [ids]));
  return rows.map((row) => {
    const { to, zh, en } = JSON.parse(vault.open(row.sealed, contextOf(row.id))) as { readonly to: string; readonly zh: string; readonly en: string };
    return {
      id: row.id,
      channel: row.channel,
      sender: row.sender,
      to: new Sensitive(to),
      text: new Sensitive({ zh, en }),
      reference: row.reference,
      acceptedAtMs: row.accepted_at_ms,
    };
  });
}

/** What was sealed for one message opens for no other. */
function contextOf(id: string): string {
  return `carried:${id}`;
}

/** A store that is away or full is a reason to try later, as for any carrier. */
function asOverloaded(error: unknown): unknown {
  if (!(error instanceof ProblemError) || !["store-unreachable", "write-failed"].includes(error.problem.code)) return error;
  return new ProblemError({ code: "overloaded", detail: `the message could not be kept: ${shorten(error.message, 120)}` });
}
