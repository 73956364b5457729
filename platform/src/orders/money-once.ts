/**
 * Money counted once: what was asked to be stopped, what was held, what of it was traced and what came back, for each report
 * or case. Rounds of one order hold the same money; an account further down the path holds money that an order further up
 * asked for; what was let go and stopped again downstream is the same sum. Pure. It knows nothing of accounts' balances:
 * that two orders hold different money in one account is checked when the institution answers.
 */

/** A stop or a freeze without one, with what it asked for and held. */
export interface MoneyOrder {
  readonly id: string;
  /** The order whose account the money came from; null at the first account that is known. */
  readonly parent: string | null;
  /** The first round, when this is the second. */
  readonly previous: string | null;
  /** Report or case at the root. */
  readonly root: string;
  readonly tier: number;
  readonly currency: string;
  /** Tells one payment from others: two reports of it, or two orders about it, are one sum. */
  readonly payment: string;
  readonly amount: bigint;
  readonly atMs: number;
  readonly held: bigint;
  readonly heldFromMs: number | null;
  readonly heldToMs: number | null;
  readonly traced: bigint;
  readonly returned: bigint;
}

/** What was lost according to the report, where it says so. */
export interface Loss {
  readonly root: string;
  readonly currency: string;
  readonly amount: bigint;
}

export interface Sums {
  readonly requested: bigint;
  readonly held: bigint;
  readonly traced: bigint;
  readonly returned: bigint;
}

export interface RootSums extends Sums {
  readonly root: string;
  readonly currency: string;
}

interface Node {
  readonly order: MoneyOrder;
  readonly held: bigint;
  readonly traced: bigint;
  readonly returned: bigint;
  readonly heldToMs: number | null;
  readonly heldFromMs: number | null;
  readonly children: Node[];
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Sums of every root, each payment once over all of them. Roots are in the order of their first order. */
export function sumsByRoot(orders: readonly MoneyOrder[], losses: readonly Loss[] = []): readonly RootSums[] {
  const lossOf = new Map(losses.map((loss) => [`${loss.root} ${loss.currency}`, loss.amount]));
  const counted = new Set<string>();
  const groups = new Map<string, { readonly root: string; readonly currency: string; readonly nodes: Node[] }>();
  for (const node of treesOf(orders)) {
    const { root, currency, payment } = node.order;
    const key = `${root} ${currency}`;
    const group = groups.get(key) ?? { root, currency, nodes: [] };
    groups.set(key, group);
    if (counted.has(payment)) continue;
    counted.add(payment);
    group.nodes.push(node);
  }
  return [...groups].map(([key, { root, currency, nodes }]) => ({ root, currency, ...sumsOf(nodes, lossOf.get(key) ?? null) }));
}

/** Orders as trees: rounds joined, each below the one whose money it follows. */
function treesOf(orders: readonly MoneyOrder[]): readonly Node[] {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const firstOf = (order: MoneyOrder): MoneyOrder => {
    const previous = order.previous === null ? undefined : byId.get(order.previous);
    return previous === undefined || previous === order ? order : firstOf(previous);
  };
  const rounds = new Map<string, MoneyOrder[]>();
  for (const order of [...orders].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const first = firstOf(order).id;
    rounds.set(first, [...(rounds.get(first) ?? []), order]);
  }
  const nodes = new Map([...rounds].map(([first, these]) => [first, nodeOf(byId.get(first) ?? these[0], these)]));
  const tops: Node[] = [];
  for (const node of nodes.values()) {
    const parent = node.order.parent === null ? undefined : byId.get(node.order.parent);
    const above = parent === undefined ? undefined : nodes.get(firstOf(parent).id);
    if (above === undefined || above === node) tops.push(node);
    else above.children.push(node);
  }
  return tops;
}

function nodeOf(order: MoneyOrder, rounds: readonly MoneyOrder[]): Node {
  const times = (pick: (one: MoneyOrder) => number | null): readonly number[] => rounds.flatMap((one) => pick(one) ?? []);
  const from = times((one) => one.heldFromMs);
  const most = (pick: (one: MoneyOrder) => bigint): bigint => rounds.reduce((sum, one) => max(sum, pick(one)), 0n);
  // The same sum in both rounds: the larger of the two, never both.
  return {
    order,
    held: min(
      order.amount,
      most((one) => one.held),
    ),
    traced: min(
      order.amount,
      most((one) => one.traced),
    ),
    returned: min(
      order.amount,
      most((one) => one.returned),
    ),
    heldFromMs: from.length === 0 ? null : Math.min(...from),
    heldToMs: from.length === 0 || rounds.some((one) => one.heldFromMs !== null && one.heldToMs === null) ? null : Math.max(...times((one) => one.heldToMs)),
    children: [],
  };
}

type Measured = "held" | "traced" | "returned";

/**
 * What of the order's amount was held (traced, returned) somewhere: here, and of what was not here, further down. Money that
 * left only after it had been let go was counted here.
 */
function countOf(node: Node, what: Measured): bigint {
  const here = node[what];
  const { heldToMs, heldFromMs } = node;
  const before = node.children.filter((child) => what !== "held" || heldFromMs === null || heldToMs === null || child.order.atMs < heldToMs);
  const below = before.reduce((sum, child) => sum + countOf(child, what), 0n);
  return here + min(node.order.amount - here, below);
}

function sumsOf(nodes: readonly Node[], loss: bigint | null): Sums {
  const lowest = Math.min(...nodes.map((node) => node.order.tier));
  const amounts = (these: readonly Node[]): bigint => these.reduce((sum, node) => sum + node.order.amount, 0n);
  // Orders of later tiers that name no order before them are about money of the first tier, whichever it was.
  const asked = amounts(nodes.filter((node) => node.order.tier === lowest));
  const requested = loss === null ? asked : min(loss, amounts(nodes));
  const sum = (what: Measured): bigint =>
    min(
      requested,
      nodes.reduce((total, node) => total + countOf(node, what), 0n),
    );
  return { requested, held: sum("held"), traced: sum("traced"), returned: sum("returned") };
}

/** All roots together, by currency. */
export function totals(sums: readonly RootSums[]): ReadonlyMap<string, Sums> {
  const by = new Map<string, Sums>();
  for (const { currency, requested, held, traced, returned } of sums) {
    const so = by.get(currency) ?? { requested: 0n, held: 0n, traced: 0n, returned: 0n };
    by.set(currency, { requested: so.requested + requested, held: so.held + held, traced: so.traced + traced, returned: so.returned + returned });
  }
  return by;
}
