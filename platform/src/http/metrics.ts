/** Prometheus metrics, read from the counters when asked: the hot path only adds to arrays. */
import { Counter, Gauge, Registry, collectDefaultMetrics } from "prom-client";
import type { App } from "../app/compose.ts";
import type { Money } from "../app/money.ts";
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { ACTIONS } from "../domain/verdict.ts";

export function metricsRegistry(app: App, { keeper: money, rings }: Money): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { service, engine } = app;
  const registers = [registry];
  const total = (name: string, help: string, read: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  };
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  new Counter({
    name: "duanliu_events_total",
    help: "Events judged, by kind and action",
    labelNames: ["kind", "action"],
    registers,
    collect() {
      this.reset();
      EVENT_KINDS.forEach((kind, k) => ACTIONS.forEach((action, a) => this.inc({ kind, action }, service.counters.totals[k * ACTIONS.length + a])));
    },
  });
  new Counter({
    name: "duanliu_rule_hits_total",
    help: "Live rule hits",
    labelNames: ["rule"],
    registers,
    collect() {
      this.reset();
      for (const [rule, hits] of service.counters.ruleHits) this.inc({ rule }, hits);
    },
  });
  total("duanliu_refused_total", "Lines refused", () => service.counters.refused);
  total("duanliu_repeated_total", "Events answered with their first verdict", () => service.counters.repeated);
  total("duanliu_degraded_total", "Verdicts with an unknown or failed rule", () => service.counters.degraded);
  total("duanliu_log_frames_total", "Frames made durable", () => service.counters.framesLogged);
  total("duanliu_log_bytes_total", "Payload bytes made durable", () => service.counters.bytesLogged);
  gauge("duanliu_log_pending_bytes", "Bytes accepted and not yet durable", () => service.log.pendingBytes);
  gauge("duanliu_live_watchers", "Watchers of live verdicts", () => service.live.watchers);
  gauge("duanliu_script_bytes", "Memory of the script clusters", () => engine.screener.clusters.bytes);
  gauge("duanliu_money_transfers", "Transfers in the money graph", () => money.transfers);
  gauge("duanliu_money_transfers_max", "Transfers after which the oldest leave the money graph", () => app.config.moneyTransfers);
  gauge("duanliu_money_bytes", "Memory of the money graph", () => money.bytes);
  gauge("duanliu_money_followed", "Reports whose money is followed", () => money.followed);
  total("duanliu_money_repeated_total", "Transfers that the money graph had already", () => money.counts.repeated);
  total("duanliu_money_conflicts_total", "Transfers whose id another transfer has, left out of the money graph", () => money.counts.conflicts);
  total("duanliu_money_reruns_total", "Traces run again because a transfer came late", () => money.counts.reruns);
  total("duanliu_money_announced_total", "Times that traced money was passed on to casework", () => money.counts.announced);
  gauge("duanliu_ring_links", "Ties in the evidence graph", () => rings.links);
  gauge("duanliu_ring_links_max", "Ties after which no more are taken", () => app.config.ringLinks);
  total("duanliu_ring_links_left_aside_total", "Ties that were not taken because there are too many", () => rings.counts.leftAside);
  gauge("duanliu_rings", "Living rings, trivial ones among them", () => rings.rings);
  return registry;
}
