// The message box: sends messages and commands, completes while typing, offers shortcuts, emoji and uploads.

import * as api from "./api.js";
import { editLast, runShortcut } from "./actions.js";
import { failure } from "./blocks.js";
import { complete } from "./complete.js";
import { h, iconButton, toast } from "./dom.js";
import { encode } from "./entry.js";
import { icon } from "./icons.js";
import { emojiPicker, menu } from "./menus.js";
import { channelMessages, localNotice, store, threadMessages } from "./state.js";

const drafts = new Map();
let number = 0;

/**
 * Builds a message box. `target()` gives `{channel, thread_ts?, key, name}` at the time of sending;
 * `id` is the text field's id.
 */
export function composer(id, target) {
  number += 1;
  const list = h("div", { class: "completions", role: "listbox", id: `completions-${number}`, "aria-label": "Suggestions", hidden: true });
  const input = h("textarea", { id, class: "composer-input", rows: 1, autocomplete: "off", "aria-autocomplete": "list", "aria-controls": list.id });
  const box = { id, target, list, input, offer: null, active: -1, key: null };
  const file = h("input", { type: "file", hidden: true, "aria-hidden": "true", tabindex: "-1", onChange: () => upload(box, file) });
  const tools = h(
    "div",
    { class: "composer-tools" },
    iconButton(icon("bolt"), "Shortcuts of the app", (event) => shortcuts(event.currentTarget), { dataset: { do: "shortcuts" }, "aria-haspopup": "menu" }),
    iconButton(icon("smile"), "Emoji", (event) => emojiPicker(event.currentTarget, (name) => insert(box, `:${name}: `)), {}),
    iconButton(icon("clip"), "Upload a text file", () => file.click(), { dataset: { do: "upload" } }),
    h("span", { class: "composer-help", text: "Enter sends · Shift+Enter new line · / for commands" }),
    h("button", { type: "button", class: "icon-btn send", title: "Send", "aria-label": "Send", dataset: { do: "send" }, onClick: () => send(box) }, icon("send")),
  );
  input.addEventListener("input", () => onInput(box));
  input.addEventListener("keydown", (event) => onKey(box, event));
  input.addEventListener("blur", () => hide(box));
  input.addEventListener("click", () => offer(box));
  const node = h("div", { class: "composer" }, list, input, file, tools);
  node.sync = () => sync(box);
  return node;
}

// Another place: its own draft and placeholder.
function sync(box) {
  const target = box.target();
  if (!target || box.key === target.key) return;
  if (box.key) drafts.set(box.key, box.input.value);
  box.key = target.key;
  box.input.value = drafts.get(target.key) ?? "";
  box.input.placeholder = target.thread_ts ? "Reply…" : `Message ${target.name}`;
  box.input.setAttribute("aria-label", target.thread_ts ? "Reply in thread" : `Message ${target.name}`);
  hide(box);
  grow(box.input);
}

function grow(input) {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 220)}px`;
}

function onInput(box) {
  grow(box.input);
  offer(box);
}

function offer(box) {
  const { input } = box;
  box.offer = input.value === "" ? null : complete(input.value, input.selectionStart, { commands: true });
  box.active = box.offer && !box.offer.exact ? 0 : -1;
  draw(box);
}

function hide(box) {
  box.offer = null;
  draw(box);
}

function draw(box) {
  const { list, offer: found, input } = box;
  list.hidden = !found;
  input.setAttribute("aria-expanded", String(Boolean(found)));
  if (!found) {
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren();
    return;
  }
  list.replaceChildren(...found.items.map((item, index) => suggestion(box, item, index)));
  const current = list.children[box.active];
  if (current) input.setAttribute("aria-activedescendant", current.id);
  current?.scrollIntoView({ block: "nearest" });
}

function suggestion(box, item, index) {
  const node = h(
    "div",
    { id: `${box.list.id}-${index}`, role: "option", class: `suggestion${index === box.active ? " active" : ""}`, "aria-selected": String(index === box.active) },
    item.mark && h("span", { class: "emoji", text: item.mark }),
    h("strong", { text: item.label }),
    item.hint && h("span", { class: "suggestion-hint", text: item.hint }),
    item.detail && h("span", { class: "suggestion-detail", text: item.detail }),
  );
  node.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    accept(box, item);
  });
  return node;
}

function accept(box, item) {
  const { input, offer: found } = box;
  if (item.insert === null || !found) return;
  input.setRangeText(item.insert, found.start, found.end, "end");
  onInput(box);
}

const MOVES = { ArrowDown: 1, ArrowUp: -1 };

function onKey(box, event) {
  if (event.isComposing) return;
  const found = box.offer;
  if (found && offerKey(box, found, event)) event.preventDefault();
  else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send(box);
  } else if (event.key === "ArrowUp" && box.input.value === "") {
    event.preventDefault();
    const { channel, thread_ts } = box.target();
    if (channel) editLast(thread_ts ? threadMessages(channel, thread_ts) : channelMessages(channel), { channel, inThread: Boolean(thread_ts) });
  }
}

function offerKey(box, found, event) {
  const usable = found.items.filter((item) => item.insert !== null);
  if (MOVES[event.key] && usable.length > 0) {
    const count = found.items.length;
    do box.active = (box.active + MOVES[event.key] + count) % count;
    while (found.items[box.active].insert === null);
    draw(box);
    return true;
  }
  if (event.key === "Escape") {
    event.stopPropagation();
    hide(box);
    return true;
  }
  const chosen = found.items[box.active] ?? (event.key === "Tab" ? usable[0] : null);
  if (!chosen || chosen.insert === null || event.shiftKey || (event.key !== "Tab" && event.key !== "Enter")) return false;
  accept(box, chosen);
  return true;
}

function insert(box, text) {
  box.input.setRangeText(text, box.input.selectionStart, box.input.selectionEnd, "end");
  box.input.focus();
  onInput(box);
}

async function send(box) {
  const typed = box.input.value.trim();
  const target = box.target();
  if (typed === "" || !target) return;
  box.input.value = "";
  grow(box.input);
  hide(box);
  if (/^\/[a-z]/i.test(typed)) await command(typed, target);
  else {
    const answer = await api.act("message", { user: store.me, channel: target.channel ?? store.app.bot_user_id, text: encode(typed), thread_ts: target.thread_ts });
    if (answer.ok === false) giveBack(box, typed, failure(answer));
  }
}

function giveBack(box, typed, why) {
  toast(why, "error");
  if (box.input.value !== "") return;
  box.input.value = typed;
  grow(box.input);
}

async function command(typed, target) {
  const [name] = typed.split(/\s/, 1);
  const channel = target.channel ?? store.app.bot_user_id;
  const say = (text) => (target.channel ? localNotice(target.channel, text, target.thread_ts) : toast(text, "error"));
  const known = store.app.commands.find((one) => one.command === name.toLowerCase());
  if (!known) return say(`\`${name}\` is not a command of this workspace.`);
  if (target.thread_ts) return say(`\`${name}\` cannot be used in a thread. Use it in the channel.`);
  const text = typed.slice(name.length).trim();
  const answer = await api.act("command", { user: store.me, channel, command: known.command, text });
  if (answer.ok === false) say(`\`${name}\` failed with the error \`${answer.error ?? "unknown"}\`.`);
  return undefined;
}

function shortcuts(anchor) {
  const global = store.app.shortcuts.filter((shortcut) => shortcut.type === "global");
  const items = global.map((shortcut) => ({ label: shortcut.name, detail: shortcut.description, icon: icon("bolt"), dataset: { shortcut: shortcut.callback_id }, run: () => runShortcut(shortcut) }));
  menu(anchor, items.length > 0 ? items : [{ label: "The app has no global shortcuts", run: () => {} }], "Shortcuts");
}

async function upload(box, picker) {
  const [file] = picker.files;
  picker.value = "";
  const target = box.target();
  if (!file || !target?.channel) return;
  const content = await file.text();
  if (content.includes("\u0000") || content.includes("\ufffd")) return toast("The sandbox takes text files only.", "error");
  const comment = box.input.value.trim();
  const answer = await api.act("upload", { user: store.me, channel: target.channel, filename: file.name, content, title: file.name, comment: comment ? encode(comment) : undefined, thread_ts: target.thread_ts });
  if (answer.ok === false) return toast(failure(answer), "error");
  box.input.value = "";
  return grow(box.input);
}
