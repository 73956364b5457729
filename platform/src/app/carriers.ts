/**
 * Which way out each order and message takes: an institution's webhook where the operator's file names one, its desk in this
 * program otherwise; messages by webhook or kept by the loopback carrier. The file holds secrets, so it must be ours alone.
 */
import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { openDeskInstitution } from "../adapters/embedded/desk-institution.ts";
import { openLoopbackMessenger } from "../adapters/embedded/loopback-messenger.ts";
import { openWebhookInstitution } from "../adapters/webhook/institution.ts";
import { openWebhookMessenger } from "../adapters/webhook/messenger.ts";
import { parseTarget } from "../adapters/webhook/target.ts";
import { ProblemError } from "../base/problem.ts";
import type { Desk } from "../matters/desk.ts";
import type { CarrierResult, Carriers } from "../matters/outbox.ts";
import type { InstitutionLink, InstitutionMessage } from "../ports/institution.ts";
import type { Messenger, OutgoingMessage } from "../ports/messenger.ts";

const webhook = z.strictObject({ url: z.string().max(2_000), secret: z.string().max(200) });
const file = z.strictObject({
  messenger: webhook.optional(),
  /** By the id of the organisation. */
  institutions: z.record(z.string().max(100), webhook).default({}),
});
type WebhookFile = z.output<typeof file>;

async function readWebhooks(path: string): Promise<WebhookFile> {
  const refuse = (detail: string, expected: string): ProblemError => new ProblemError({ code: "config-invalid", detail: `${path}: ${detail}`, at: { file: path }, expected });
  const { mode } = await stat(path).catch(() => {
    throw refuse("cannot be read", "the file that DUANLIU_WEBHOOKS names");
  });
  if (process.platform !== "win32" && (mode & 0o077) !== 0) throw refuse("others may read it, and it holds secrets", "a file with the rights 0600");
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch {
    throw refuse("is not JSON", "an object with messenger and institutions");
  }
  const result = file.safeParse(json);
  if (!result.success) throw refuse(result.error.issues[0].path.join("."), result.error.issues[0].message);
  return result.data;
}

/** `lists` is where changes of the screening lists go. */
export async function openCarriers(webhooksFile: string | null, desk: Desk, lists: Carriers["lists"]): Promise<Carriers> {
  const { world, store } = desk;
  const given = webhooksFile === null ? file.parse({}) : await readWebhooks(webhooksFile);
  const own = openDeskInstitution(world);
  const links = new Map<string, InstitutionLink>(
    Object.entries(given.institutions).map(([org, { url, secret }]) => [org, openWebhookInstitution({ world, target: parseTarget(url, secret, `institutions.${org}`) })]),
  );
  const messenger: Messenger =
    given.messenger === undefined
      ? openLoopbackMessenger({ store, vault: desk.parts.vault, world })
      : openWebhookMessenger({ world, target: parseTarget(given.messenger.url, given.messenger.secret, "messenger") });
  return {
    institution: (messages) => byLink(messages, (to) => links.get(to) ?? own),
    messenger: (messages) => Promise.all(messages.map((message) => sendOne(messenger, message))),
    lists,
  };
}

/** Each institution's messages together, in their order; institutions beside one another. */
async function byLink(messages: readonly InstitutionMessage[], linkOf: (to: string) => InstitutionLink): Promise<readonly CarrierResult[]> {
  const groups = Map.groupBy(messages, (message) => linkOf(message.to));
  const results = new Map<string, CarrierResult>();
  await Promise.all(
    [...groups].map(async ([link, group]) => {
      const given = await link.deliver(group);
      group.forEach((message, i) => results.set(message.id, given[i]));
    }),
  );
  return messages.map((message) => results.get(message.id) ?? { refused: "not handed over", retry: true });
}

async function sendOne(messenger: Messenger, message: OutgoingMessage): Promise<CarrierResult> {
  try {
    return await messenger.send(message);
  } catch (error) {
    const code = error instanceof ProblemError ? error.problem.code : "bug";
    return { refused: error instanceof ProblemError ? error.problem.detail : String(error), retry: code !== "malformed-input" };
  }
}
