// The drawer's logs: Web API calls of the app, and what was delivered to it.

import * as api from "./api.js";
import { h, keyed } from "./dom.js";
import { clockSeconds } from "./time.js";

const KEPT = 200;

/** Web API calls, newest first. */
export const callsTab = () =>
  logTab({
    path: "log",
    list: "calls",
    filter: "Filter by method",
    empty: "The app has not called the Web API yet.",
    title: (call) => call.method,
    note: (call) => summary(call.args),
    good: (call) => call.status < 400 && call.response?.ok !== false,
    status: (call) => (call.response?.ok === false ? (call.response.error ?? call.status) : call.status),
    details: (call) => ({ args: call.args, response: call.response }),
  });

/** Events, commands and interactions sent to the app, newest first. */
export const deliveriesTab = () =>
  logTab({
    path: "deliveries",
    list: "deliveries",
    filter: "Filter by kind",
    empty: "Nothing was sent to the app yet.",
    title: (d) => d.kind,
    note: (d) => [d.transport, d.attempt > 1 ? `attempt ${d.attempt}` : "", d.payload?.event?.type ?? d.payload?.type ?? d.payload?.command].filter(Boolean).join(" · "),
    good: (d) => d.status === "acked" || d.status === "ok" || (d.status >= 200 && d.status < 300),
    status: (d) => d.status ?? "on its way",
    details: (d) => ({ payload: d.payload, answer: d.body }),
  });

function summary(args) {
  const { channel, text, name, users, user, view, ts } = args ?? {};
  const parts = [channel, ts, name, user ?? users, view?.callback_id, text].filter((part) => typeof part === "string" && part !== "");
  return parts.join("  ").slice(0, 140);
}

function logTab(spec) {
  let entries = [];
  let after = 0;
  const filter = h("input", { class: "field", type: "search", placeholder: spec.filter, "aria-label": spec.filter });
  const rows = h("div", { class: "log", role: "list" });
  const draw = () => {
    const wanted = filter.value.trim().toLowerCase();
    const shown = entries.filter((entry) => spec.title(entry).toLowerCase().includes(wanted));
    const items = shown.map((entry) => ({ key: entry.seq, sig: JSON.stringify([entry.status, entry.attempt]), make: () => row(spec, entry) }));
    keyed(rows, items.length > 0 ? items : [{ key: "empty", sig: "", make: () => h("p", { class: "empty", text: spec.empty }) }]);
  };
  filter.addEventListener("input", draw);
  const update = async () => {
    const answer = await api.get(`${spec.path}?after=${after}`);
    const fresh = answer[spec.list] ?? [];
    for (const entry of fresh) after = Math.max(after, entry.seq);
    const known = new Set(fresh.map((entry) => entry.seq));
    entries = [...fresh.reverse(), ...entries.filter((entry) => !known.has(entry.seq))].slice(0, KEPT);
    draw();
  };
  draw();
  return { node: h("div", { class: "log-tab" }, filter, rows), update };
}

function row(spec, entry) {
  const body = h("pre", {});
  const node = h(
    "details",
    { class: `log-row ${spec.good(entry) ? "good" : "bad"}`, role: "listitem", dataset: { seq: entry.seq } },
    h("summary", {}, h("time", { text: stamp(entry.at) }), h("code", { text: spec.title(entry) }), h("span", { class: "log-status", text: String(spec.status(entry)) }), h("span", { class: "log-note", text: spec.note(entry) })),
    body,
  );
  node.addEventListener("toggle", () => {
    if (node.open && body.textContent === "") body.textContent = JSON.stringify(spec.details(entry), null, 2);
  });
  return node;
}

// Milliseconds or an ISO text, whichever the entry carries.
function stamp(at) {
  const date = new Date(typeof at === "string" && /^\d+$/.test(at) ? Number(at) : (at ?? Number.NaN));
  return Number.isNaN(date.getTime()) ? "" : clockSeconds(date);
}
