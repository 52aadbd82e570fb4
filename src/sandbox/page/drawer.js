// The sandbox's tools at the bottom: connection, clock, limits, faults, calls, deliveries, help.

import * as api from "./api.js";
import { failure } from "./blocks.js";
import { h, iconButton, toast } from "./dom.js";
import { faultsTab } from "./faults.js";
import { helpTab } from "./help.js";
import { icon } from "./icons.js";
import { callsTab, deliveriesTab } from "./log.js";
import { changed, store } from "./state.js";
import { clockSeconds, dayLabel, now, syncClock } from "./time.js";

const TABS = [
  ["overview", "Overview", overviewTab],
  ["calls", "API calls", callsTab],
  ["deliveries", "Deliveries", deliveriesTab],
  ["faults", "Faults", faultsTab],
  ["help", "Help", helpTab],
];

let current = "overview";
let tick = null;
let refresh = null;

/** Opens or closes the drawer. Returns whether it is open now. */
export function toggleDrawer(holder, open = holder.hidden) {
  holder.hidden = !open;
  document.getElementById("shell").classList.toggle("with-drawer", open);
  clearInterval(tick);
  if (!open) {
    holder.replaceChildren();
    return false;
  }
  draw(holder);
  tick = setInterval(() => refresh?.(), 1500);
  return true;
}

function draw(holder) {
  const [, , make] = TABS.find(([name]) => name === current);
  const { node, update } = make();
  refresh = update ?? null;
  const tabs = TABS.map(([name, text]) =>
    h("button", { type: "button", role: "tab", class: "tab", "aria-selected": String(name === current), dataset: { tab: name }, text, onClick: () => ((current = name), draw(holder)) }),
  );
  holder.replaceChildren(
    h("header", { class: "drawer-head" }, h("div", { class: "tabs", role: "tablist", "aria-label": "Sandbox tools" }, tabs), iconButton(icon("close"), "Close the sandbox tools", () => toggleDrawer(holder, false))),
    h("div", { class: "drawer-body", role: "tabpanel" }, node),
  );
  refresh?.();
}

async function tell(promise, done) {
  const answer = await promise;
  if (answer.ok === false) toast(failure(answer), "error");
  else if (done) toast(done);
  return answer;
}

function card(title, ...content) {
  return h("section", { class: "card" }, h("h3", { text: title }), content);
}

const button = (text, onClick, dataset) => h("button", { type: "button", class: "btn small", text, onClick, dataset: dataset ?? {} });

function overviewTab() {
  const sockets = h("strong", { class: "figure", dataset: { figure: "sockets" } });
  const time = h("strong", { class: "figure", dataset: { figure: "clock" } });
  const mode = h("p", { class: "hint" });
  const limits = h("input", { type: "checkbox", id: "limits", checked: Boolean(store.limits.enabled) });
  limits.addEventListener("change", () => {
    store.limits = { ...store.limits, enabled: limits.checked };
    tell(api.post("limits", { enabled: limits.checked }), limits.checked ? "Rate limits are on" : "Rate limits are off");
  });
  const reason = h("select", { class: "field short", "aria-label": "Reason" }, ["warning", "refresh_requested", "link_disabled", "silent", "reset"].map((name) => h("option", { value: name, text: name })));
  const node = h(
    "div",
    { class: "cards" },
    card("Socket Mode", h("p", {}, sockets, " open"), h("div", { class: "row" }, reason, button("Disconnect", () => tell(api.post("sockets/disconnect", { reason: reason.value }), "Disconnected"), { do: "disconnect" }))),
    card("Clock", h("p", {}, time), mode, h("div", { class: "row" }, [1, 5, 30].map((minutes) => button(`+${minutes} min`, () => advance(minutes), { advance: String(minutes) })))),
    card("Rate limits", h("label", { class: "check-row" }, limits, h("span", { text: "Answer 429 as Slack does: method tiers, one message a second a channel" }))),
    card("The app", facts()),
  );
  const update = async () => {
    const [connected, clock] = await Promise.all([api.get("sockets"), api.get("clock")]);
    sockets.textContent = String(connected.connected ?? "–");
    if (Number.isFinite(clock.now_ms)) syncClock(clock.now_ms);
    const date = new Date(now());
    time.textContent = `${dayLabel(date)}, ${clockSeconds(date)}`;
    mode.textContent = clock.manual ? "Stopped: it moves by these buttons only." : "It runs with the machine's clock.";
  };
  return { node, update };
}

async function advance(minutes) {
  const answer = await tell(api.post("clock", { advance_ms: minutes * 60000 }), `${minutes} min later`);
  if (Number.isFinite(answer.now_ms)) syncClock(answer.now_ms);
  changed();
}

function facts() {
  const rows = [
    ["App", `${store.app.name ?? "none"} (${store.app.id ?? "–"})`],
    ["Commands", store.app.commands.map((command) => command.command).join(", ") || "none"],
    ["Shortcuts", store.app.shortcuts.map((shortcut) => (shortcut.type === "message" ? `${shortcut.name} (on a message)` : shortcut.name)).join(", ") || "none"],
  ];
  return h("dl", { class: "facts" }, rows.map(([name, value]) => [h("dt", { text: name }), h("dd", { text: value })]));
}
