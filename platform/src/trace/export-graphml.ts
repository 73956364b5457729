/**
 * A trace as GraphML, for graph programs: accounts are nodes with what of the stolen money was last seen there, transfers
 * are directed edges with time, amount, tier and stolen share. Several transfers between two accounts stay several edges.
 */
import type { Account } from "../domain/account.ts";
import { escapeMarkup } from "./markup.ts";
import type { HeldState, Trace } from "./trace.ts";

const KEYS = [
  ["institution", "node", "string"],
  ["account", "node", "string"],
  ["inAccountMinor", "node", "long"],
  ["exitedMinor", "node", "long"],
  ["returnedMinor", "node", "long"],
  ["transfer", "edge", "string"],
  ["occurredAt", "edge", "string"],
  ["amountMinor", "edge", "long"],
  ["taintedMinor", "edge", "long"],
  ["currency", "edge", "string"],
  ["tier", "edge", "int"],
  ["roundTrip", "edge", "boolean"],
  ["recordLine", "edge", "long"],
  ["method", "graph", "string"],
  ["stolenMinor", "graph", "long"],
] as const;

const HELD_KEY: Readonly<Record<HeldState, (typeof KEYS)[number][0]>> = { "in-account": "inAccountMinor", exited: "exitedMinor", returned: "returnedMinor" };

export function traceGraphml(trace: Trace): string {
  const nodes = new Map<string, { readonly id: string; readonly account: Account }>();
  const nodeOf = (account: Account): string => {
    const name = JSON.stringify([account.institution, account.account]);
    let node = nodes.get(name);
    if (node === undefined) nodes.set(name, (node = { id: `n${nodes.size}`, account }));
    return node.id;
  };
  const edges = trace.hops.map((h, i) => {
    const data: readonly string[] = [
      datum("transfer", h.transfer),
      datum("occurredAt", new Date(h.occurredAtMs).toISOString()),
      datum("amountMinor", h.amountMinor),
      datum("taintedMinor", h.taintedMinor),
      datum("currency", trace.currency),
      datum("tier", h.tier),
      ...(h.roundTrip === true ? [datum("roundTrip", "true")] : []),
      ...(h.line === undefined ? [] : [datum("recordLine", h.line)]),
    ];
    return `    <edge id="e${i}" source="${nodeOf(h.from)}" target="${nodeOf(h.to)}">${data.join("")}</edge>`;
  });
  const held = new Map<string, string[]>();
  for (const h of trace.held) {
    const id = nodeOf(h.account);
    const list = held.get(id) ?? [];
    list.push(datum(HELD_KEY[h.state], h.taintedMinor));
    held.set(id, list);
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...KEYS.map(([name, on, type]) => `  <key id="${name}" for="${on}" attr.name="${name}" attr.type="${type}"/>`),
    '  <graph id="trace" edgedefault="directed">',
    `    ${datum("method", trace.method)}${datum("stolenMinor", trace.stolenMinor)}`,
    ...[...nodes.values()].map(
      ({ id, account }) => `    <node id="${id}">${datum("institution", account.institution)}${datum("account", account.account)}${(held.get(id) ?? []).join("")}</node>`,
    ),
    ...edges,
    "  </graph>",
    "</graphml>",
    "",
  ].join("\n");
}

function datum(key: (typeof KEYS)[number][0], value: string | number | bigint): string {
  return `<data key="${key}">${escapeMarkup(String(value))}</data>`;
}
