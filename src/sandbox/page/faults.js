// The drawer's Faults tab: make Slack fail on purpose.

import * as api from "./api.js";
import { failure } from "./blocks.js";
import { h, toast } from "./dom.js";

// What the value of each kind means, and a sensible one.
const METHOD_KINDS = {
  latency: ["milliseconds", "1000"],
  ratelimited: ["Retry-After, seconds", "5"],
  http_500: null,
  http_503: null,
  error: ["error name", "internal_error"],
  drop_before: null,
  drop_after: null,
  late_apply: ["milliseconds", "1000"],
  hold_before: null,
  hold_after: null,
};
const DELIVERY_KINDS = { delay: ["milliseconds", "5000"], repeat: ["copies", "2"], reorder: null, drop: null };
const METHODS = ["*", "chat.postMessage", "chat.update", "chat.postEphemeral", "conversations.create", "conversations.invite", "conversations.setTopic", "conversations.join", "conversations.archive", "pins.add", "bookmarks.add", "reactions.add", "views.open", "views.update", "views.publish", "users.info", "files.completeUploadExternal", "apps.connections.open"];
const DELIVERIES = ["events", "commands", "interactions"];

/** Builds the tab. */
export function faultsTab() {
  const target = h("input", { class: "field", list: "fault-targets", value: "chat.postMessage", "aria-label": "Method or delivery" });
  const targets = h("datalist", { id: "fault-targets" }, [...METHODS, ...DELIVERIES].map((name) => h("option", { value: name })));
  const kind = h("select", { class: "field short", "aria-label": "Kind of fault" });
  const value = h("input", { class: "field short", "aria-label": "Value" });
  const times = h("input", { class: "field tiny", type: "number", min: "1", value: "1", "aria-label": "How many times" });
  const skip = h("input", { class: "field tiny", type: "number", min: "0", value: "0", "aria-label": "Let the first ones pass" });
  const list = h("ul", { class: "fault-list" });
  const kinds = () => (DELIVERIES.includes(target.value) ? DELIVERY_KINDS : METHOD_KINDS);
  const syncValue = () => {
    const unit = kinds()[kind.value];
    value.hidden = !unit;
    value.placeholder = unit?.[0] ?? "";
    value.title = unit?.[0] ?? "";
    value.value = unit?.[1] ?? "";
  };
  const syncKinds = () => {
    const before = kind.value;
    kind.replaceChildren(...Object.keys(kinds()).map((name) => h("option", { value: name, text: name })));
    if (before in kinds()) kind.value = before;
    if (kind.value !== before) syncValue();
  };
  const draw = async () => {
    const answer = await api.get("faults");
    const lines = (answer.faults ?? []).map((fault) => `${fault.target}: ${fault.kind}, struck ${fault.hits ?? 0} ×`);
    if (answer.held > 0) lines.push(`${answer.held} held`);
    list.replaceChildren(...lines.map((text) => h("li", { text })));
  };
  target.addEventListener("input", syncKinds);
  kind.addEventListener("change", syncValue);
  syncKinds();
  const add = async () => {
    const fault = { target: target.value.trim(), kind: kind.value, times: Number(times.value) || 1 };
    if (Number(skip.value) > 0) fault.skip = Number(skip.value);
    if (!value.hidden && value.value.trim() !== "") fault.value = kind.value === "error" ? value.value.trim() : Number(value.value);
    const answer = await api.post("faults", fault);
    if (answer.ok === false) return toast(failure(answer), "error");
    return draw();
  };
  const clear = async () => {
    const answer = await api.del("faults");
    if (answer.ok === false) return toast(failure(answer), "error");
    toast("No faults are set");
    return draw();
  };
  const release = async () => {
    const answer = await api.post("faults/release");
    toast(answer.ok === false ? failure(answer) : "Held calls go on");
  };
  const field = (label, ...inputs) => h("label", { class: "mini" }, h("span", { text: label }), inputs);
  const node = h(
    "div",
    { class: "faults" },
    h("div", { class: "row" }, field("Where", target, targets), field("What", kind), field("Value", value), field("Times", times), field("Skip first", skip)),
    h("div", { class: "row" }, h("button", { type: "button", class: "btn primary small", text: "Add fault", dataset: { do: "add-fault" }, onClick: add }), h("button", { type: "button", class: "btn small", text: "Release held calls", onClick: release }), h("button", { type: "button", class: "btn small", text: "Clear all", dataset: { do: "clear-faults" }, onClick: clear })),
    h("p", { class: "hint", text: "Set at the moment:" }),
    list,
  );
  return { node, update: draw };
}
