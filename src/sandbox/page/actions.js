// What one can do with a message: react, reply, pin, edit, delete, and the app's message shortcuts.

import * as api from "./api.js";
import { failure } from "./blocks.js";
import { h, iconButton, toast } from "./dom.js";
import { emojiChar } from "./emoji.js";
import { icon } from "./icons.js";
import { confirmText, emojiPicker, menu } from "./menus.js";
import { toggleReaction } from "./messages.js";
import { go } from "./route.js";
import { changed, store } from "./state.js";

let editing = null;

/** Whether the message is being edited here: the key of the open editor, or null. */
export const editorOf = (message, context) => (editing === `${context.channel}/${message.ts}/${context.inThread}` ? editing : null);

function openEditor(message, context) {
  editing = `${context.channel}/${message.ts}/${context.inThread}`;
  changed();
}

/** Leaves the editor. */
export function closeEditor() {
  editing = null;
  changed();
}

/** Opens the newest own message of the list for editing (Arrow Up in an empty message box). */
export function editLast(messages, context) {
  const own = messages.findLast((message) => message.user === store.me && !message.subtype && !message.is_ephemeral);
  if (own) openEditor(own, context);
}

async function call(verb, message, context, more = {}) {
  const answer = await api.act(verb, { user: store.me, channel: context.channel, ts: message.ts, ...more });
  if (answer.ok === false) toast(failure(answer), "error");
}

const SHORT = ["pushpin", "white_check_mark", "eyes"];

/** The bar that appears over a message under the pointer or with the focus inside. */
export function actionsBar(message, context) {
  const quick = SHORT.map((name) =>
    h("button", { type: "button", class: "icon-btn emoji", title: `React with :${name}:`, "aria-label": `React with ${name.replaceAll("_", " ")}`, dataset: { quick: name }, text: emojiChar(name), onClick: () => toggleReaction(message, context.channel, name) }),
  );
  const react = iconButton(icon("smile"), "Add a reaction", (event) => emojiPicker(event.currentTarget, (name) => toggleReaction(message, context.channel, name)), { dataset: { do: "react" } });
  const reply = context.inThread ? null : iconButton(icon("reply"), "Reply in thread", () => go({ thread: message.thread_ts ?? message.ts }), { dataset: { do: "reply" } });
  const more = iconButton(icon("dots"), "More actions", (event) => menu(event.currentTarget, moreItems(message, context), "More actions"), { dataset: { do: "more" }, "aria-haspopup": "menu" });
  return h("div", { class: "actions-bar", role: "toolbar", "aria-label": "Message actions" }, quick, react, reply, more);
}

function moreItems(message, context) {
  const pin = context.pinned
    ? { label: "Unpin from channel", icon: icon("pin"), dataset: { do: "unpin" }, run: () => call("unpin", message, context) }
    : { label: "Pin to channel", icon: icon("pin"), dataset: { do: "pin" }, run: () => call("pin", message, context) };
  const copy = { label: "Copy link", icon: icon("clip"), dataset: { do: "copy" }, run: () => copyLink(message, context) };
  const shortcuts = store.app.shortcuts.filter((shortcut) => shortcut.type === "message").map((shortcut) => ({
    label: shortcut.name,
    detail: store.app.name,
    icon: icon("bolt"),
    dataset: { shortcut: shortcut.callback_id },
    run: () => runShortcut(shortcut, { channel: context.channel, ts: message.ts }),
  }));
  return [pin, copy, ...own(message, context), ...(shortcuts.length > 0 ? [null, ...shortcuts] : [])];
}

function own(message, context) {
  if (message.user !== store.me || message.bot_id) return [];
  const remove = async () => {
    if (await confirmText("Delete message", "Everyone loses sight of it. This cannot be undone.", "Delete")) call("delete", message, context);
  };
  return [
    { label: "Edit message", icon: icon("edit"), dataset: { do: "edit" }, run: () => openEditor(message, context) },
    { label: "Delete message", icon: icon("trash"), danger: true, dataset: { do: "delete" }, run: remove },
  ];
}

function copyLink(message, context) {
  const link = `${location.origin}/#${store.route.person}/${context.channel}/${message.ts}`;
  navigator.clipboard?.writeText(link).then(
    () => toast("Link copied"),
    () => toast(link),
  );
}

/** Runs a shortcut of the app, global or on a message. */
export async function runShortcut(shortcut, on = {}) {
  const answer = await api.act("shortcut", { user: store.me, callback_id: shortcut.callback_id, ...on });
  if (answer.ok === false) toast(failure(answer), "error");
}
