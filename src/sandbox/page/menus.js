// Menus, the emoji picker, and small dialogs that ask one thing.

import { arrowNav, closePopover, dropDialog, h, openPopover } from "./dom.js";
import { QUICK, emojiChar, findEmoji } from "./emoji.js";
import { mrkdwn, plainString, textObject } from "./mrkdwn.js";

/** A menu of actions. Items: `{label, detail?, icon?, danger?, href?, dataset?, run}`; null is a divider. */
export function menu(anchor, items, label) {
  const rows = items.map((item) => (item ? menuItem(item) : h("hr")));
  const list = h("div", { class: "menu", role: "menu", "aria-label": label }, rows);
  arrowNav(list, "[role=menuitem]");
  openPopover(anchor, list, { label, role: "presentation" });
  list.querySelector("[role=menuitem]")?.focus();
}

function menuItem(item) {
  const content = [item.icon, h("span", { class: "option-text" }, h("span", { text: item.label }), item.detail && h("small", { text: item.detail }))];
  const run = () => {
    closePopover();
    item.run?.();
  };
  const props = { role: "menuitem", class: item.danger ? "menu-item danger" : "menu-item", dataset: item.dataset ?? {}, onClick: run };
  if (item.href) return h("a", { ...props, href: item.href, target: "_blank", rel: "noopener noreferrer" }, content);
  return h("button", { ...props, type: "button" }, content);
}

/** The emoji picker; `onPick(name)` gets the short code. */
export function emojiPicker(anchor, onPick) {
  const grid = h("div", { class: "emoji-grid", role: "listbox", "aria-label": "Emoji" });
  const input = h("input", { type: "text", class: "select-filter", placeholder: "Search emoji", "aria-label": "Search emoji", autocomplete: "off" });
  const pick = (name) => {
    closePopover();
    onPick(name);
  };
  const draw = () => {
    const query = input.value.trim().replaceAll(":", "");
    const found = query === "" ? [...QUICK.map((name) => ({ name, char: emojiChar(name) })), ...findEmoji("", 500)] : findEmoji(query);
    const seen = new Set();
    const fresh = found.filter(({ name }) => !seen.has(name) && seen.add(name));
    grid.replaceChildren(...fresh.map(({ name, char }) => emojiButton(name, char, pick)));
  };
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") grid.firstElementChild?.click();
    else if (event.key === "ArrowDown") grid.firstElementChild?.focus();
    else return;
    event.preventDefault();
  });
  grid.addEventListener("keydown", gridKeys);
  draw();
  openPopover(anchor, h("div", { class: "emoji-picker" }, input, grid), { label: "Pick an emoji" });
  input.focus();
}

const emojiButton = (name, char, pick) =>
  h("button", { type: "button", role: "option", class: "emoji-pick", title: `:${name}:`, "aria-label": name.replaceAll("_", " "), dataset: { emoji: name }, text: char, onClick: () => pick(name) });

function gridKeys(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...event.currentTarget.children];
  all[all.indexOf(document.activeElement) + step]?.focus();
}

/** Shows a native dialog until it is closed; resolves with what `close(value)` was given (null on Escape). */
export function dialog(label, build, className = "small") {
  return new Promise((resolve) => {
    const node = h("dialog", { class: `modal ${className}`, "aria-label": label });
    const close = (value) => {
      dropDialog(node);
      resolve(value);
    };
    node.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(null);
    });
    node.addEventListener("close", () => {
      if (node.isConnected) dropDialog(node);
      resolve(null);
    });
    node.append(build(close));
    document.getElementById("modals").append(node);
    node.showModal();
  });
}

/** A yes-or-no question from a Block Kit `confirm` object. Resolves to true when confirmed. */
export async function confirmObject(confirm) {
  const body = [confirm.text ? textObject(confirm.text) : null];
  const labels = { yes: plainString(confirm.confirm ?? "Yes"), no: plainString(confirm.deny ?? "Cancel"), danger: confirm.style === "danger" };
  return (await question(plainString(confirm.title ?? "Are you sure?"), body, labels)) === true;
}

/** A yes-or-no question of the page itself. */
export async function confirmText(title, text, yes, danger = true) {
  return (await question(title, [mrkdwn(text)], { yes, no: "Cancel", danger })) === true;
}

function question(title, body, { yes, no, danger }) {
  return dialog(title, (close) =>
    h(
      "div",
      { class: "modal-frame" },
      h("header", { class: "modal-head" }, h("h2", { text: title })),
      h("div", { class: "modal-body" }, body),
      h(
        "footer",
        { class: "modal-foot" },
        h("button", { type: "button", class: "btn", dataset: { confirm: "no" }, text: no, onClick: () => close(false) }),
        h("button", { type: "button", class: `btn ${danger ? "danger" : "primary"}`, dataset: { confirm: "yes" }, autofocus: true, text: yes, onClick: () => close(true) }),
      ),
    ),
  );
}

/** Asks for one or more values. Fields: `{name, label, value?, type?: "text"|"checkbox", placeholder?}`. Resolves to an object or null. */
export function ask(title, fields, yes = "Save") {
  return dialog(title, (close) => {
    const inputs = fields.map((field) => ({ field, input: fieldInput(field) }));
    const submit = (event) => {
      event.preventDefault();
      close(Object.fromEntries(inputs.map(({ field, input }) => [field.name, input.type === "checkbox" ? input.checked : input.value])));
    };
    return h(
      "form",
      { class: "modal-frame", onSubmit: submit },
      h("header", { class: "modal-head" }, h("h2", { text: title })),
      h("div", { class: "modal-body" }, inputs.map(({ field, input }) => fieldRow(field, input))),
      h(
        "footer",
        { class: "modal-foot" },
        h("button", { type: "button", class: "btn", text: "Cancel", onClick: () => close(null) }),
        h("button", { type: "submit", class: "btn primary", text: yes }),
      ),
    );
  });
}

function fieldInput(field) {
  if (field.type === "checkbox") return h("input", { type: "checkbox", id: `ask-${field.name}` });
  return h("input", { type: "text", class: "field", id: `ask-${field.name}`, value: field.value ?? "", placeholder: field.placeholder, autocomplete: "off" });
}

const fieldRow = (field, input) =>
  field.type === "checkbox"
    ? h("label", { class: "check-row" }, input, h("span", { text: field.label }))
    : h("div", { class: "block b-input" }, h("label", { class: "input-label", for: input.id, text: field.label }), input);
