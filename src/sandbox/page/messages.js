// One message as a node: author, text or blocks, attachments, files, reactions, thread line, and the actions on it.

import * as api from "./api.js";
import { actionsBar, closeEditor, editorOf } from "./actions.js";
import { failure, renderBlocks } from "./blocks.js";
import { h, iconButton, toast } from "./dom.js";
import { emojiChar } from "./emoji.js";
import { decode, encode, plainLine } from "./entry.js";
import { fileCard } from "./files.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { emojiPicker } from "./menus.js";
import { mrkdwn } from "./mrkdwn.js";
import { author, avatar } from "./people.js";
import { go } from "./route.js";
import { dismiss, ephemeralSource, store, userName } from "./state.js";
import { ago, clockTime, fullTime, tsDate } from "./time.js";

const SYSTEM = new Set([
  "channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive", "channel_unarchive",
  "group_join", "group_leave", "group_topic", "group_purpose", "group_name", "group_archive", "group_unarchive",
  "pinned_item", "bot_add", "bot_remove", "channel_convert_to_private", "channel_convert_to_public", "bookmark_added",
]);

/** Whether a message is a line of the system ("joined the channel"). */
export const isSystem = (message) => SYSTEM.has(message.subtype);

/** `context`: `{channel, pinned, compact, replies?, inThread}`. */
export function messageNode(message, context) {
  if (isSystem(message)) return systemLine(message);
  const who = author(message);
  const when = tsDate(message.ts);
  const marks = { ts: message.ts, author: who.id ?? "" };
  if (message.is_ephemeral) marks.ephemeral = "1";
  const shape = [context.compact && "compact", message.is_ephemeral && "ephemeral", context.pinned && "pinned", message.local && "local"].filter(Boolean).join(" ");
  return h(
    "article",
    { class: `message ${shape}`, tabindex: "-1", "aria-label": `${who.name}, ${clockTime(when)}: ${plainLine(message.text).slice(0, 120)}`, dataset: marks },
    h("div", { class: "gutter" }, context.compact ? h("time", { class: "gutter-time", text: clockTime(when) }) : who.face),
    h(
      "div",
      { class: "message-body" },
      message.is_ephemeral && ephemeralNote(message),
      context.pinned && h("p", { class: "pin-note" }, icon("pin"), "Pinned"),
      context.compact ? null : meta(who, when),
      content(message, context),
      (message.files ?? []).map(fileCard),
      message.is_ephemeral ? null : reactions(message, context),
      context.replies && threadLine(message, context),
    ),
    message.is_ephemeral ? null : actionsBar(message, context),
  );
}

const meta = (who, when) =>
  h(
    "div",
    { class: "meta" },
    h("span", { class: "author", text: who.name }),
    who.badge && h("span", { class: `badge ${who.badge.toLowerCase()}`, text: who.badge }),
    h("time", { datetime: when.toISOString(), title: fullTime(when), text: clockTime(when) }),
  );

function ephemeralNote(message) {
  return h(
    "p",
    { class: "ephemeral-note" },
    icon("eye"),
    "Only visible to you",
    h("button", { type: "button", class: "link", dataset: { dismiss: message.ts }, text: "Dismiss", onClick: () => dismiss(ephemeralSource(message)) }),
  );
}

function systemLine(message) {
  const id = message.user ?? message.bot_id;
  const when = tsDate(message.ts);
  const text = String(message.text ?? "").replace(new RegExp(`^<@${id}(\\|[^>]*)?>\\s*`), "");
  return h(
    "article",
    { class: "message system", dataset: { ts: message.ts, author: id ?? "" } },
    h("div", { class: "gutter" }, avatar(id, "tiny")),
    h("div", { class: "message-body" }, h("strong", { text: author(message).name }), " ", mrkdwn(text), " ", h("time", { title: fullTime(when), text: clockTime(when) })),
  );
}

// Typed text and choices of a message's elements, by message; they outlive a redraw.
const forms = new Map();

function surfaceOf(message, context) {
  const key = `${store.me}/${context.channel}/${message.ts}/${message.is_ephemeral ?? ""}`;
  if (!forms.has(key)) forms.set(key, new Form());
  return { form: forms.get(key), where: () => ({ channel: context.channel, ts: message.ts }), channel: context.channel };
}

function content(message, context) {
  if (editorOf(message, context)) return editor(message, context);
  const parts = [];
  if (message.blocks?.length > 0) {
    const holder = h("div", { class: "blocks" });
    renderBlocks(holder, message.blocks, surfaceOf(message, context));
    parts.push(holder);
  } else if (message.text) parts.push(h("div", { class: "message-text" }, mrkdwn(message.text)));
  if (message.edited) parts.push(h("span", { class: "edited", title: fullTime(tsDate(message.edited.ts)), text: "(edited)" }));
  parts.push(...(message.attachments ?? []).map((attachment) => attachmentNode(attachment, message, context)));
  return h("div", { class: "content" }, parts);
}

function attachmentNode(attachment, message, context) {
  const holder = h("div", { class: "attachment" });
  if (/^#?[0-9a-f]{6}$/i.test(attachment.color ?? "")) holder.style.borderLeftColor = `#${attachment.color.replace("#", "")}`;
  if (attachment.pretext) holder.append(h("div", {}, mrkdwn(attachment.pretext)));
  if (attachment.blocks) {
    const inner = h("div", { class: "blocks" });
    renderBlocks(inner, attachment.blocks, surfaceOf(message, context));
    holder.append(inner);
    return holder;
  }
  if (attachment.title) holder.append(h("strong", { text: attachment.title }));
  if (attachment.text ?? attachment.fallback) holder.append(h("div", {}, mrkdwn(attachment.text ?? attachment.fallback)));
  const fields = (attachment.fields ?? []).map((field) => h("div", { class: "section-field" }, h("strong", { text: field.title }), h("div", {}, mrkdwn(field.value))));
  if (fields.length > 0) holder.append(h("div", { class: "fields" }, fields));
  return holder;
}

function editor(message, context) {
  const input = h("textarea", { class: "field", rows: 2, "aria-label": "Edit message", value: decode(message.text) });
  const save = async () => {
    const answer = await api.act("edit", { user: store.me, channel: context.channel, ts: message.ts, text: encode(input.value.trim()) });
    if (answer.ok === false) toast(failure(answer), "error");
    closeEditor();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeEditor();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  queueMicrotask(() => setTimeout(() => input.focus(), 0));
  return h(
    "div",
    { class: "editor" },
    input,
    h("div", { class: "editor-foot" }, h("button", { type: "button", class: "btn small", text: "Cancel", onClick: closeEditor }), h("button", { type: "button", class: "btn small primary", text: "Save", onClick: save })),
  );
}

/** Adds or takes off the acting person's reaction. */
export async function toggleReaction(message, channel, name) {
  const mine = message.reactions?.some((reaction) => reaction.name === name && reaction.users.includes(store.me));
  const answer = await api.act(mine ? "unreact" : "react", { user: store.me, channel, ts: message.ts, name });
  if (answer.ok === false) toast(failure(answer), "error");
}

function reactions(message, context) {
  const list = (message.reactions ?? []).filter((reaction) => reaction.users.length > 0);
  if (list.length === 0) return null;
  const chips = list.map((reaction) => {
    const names = reaction.users.map(userName).join(", ");
    return h(
      "button",
      {
        type: "button",
        class: "reaction",
        title: `${names} reacted with :${reaction.name}:`,
        "aria-pressed": String(reaction.users.includes(store.me)),
        dataset: { reaction: reaction.name },
        onClick: () => toggleReaction(message, context.channel, reaction.name),
      },
      h("span", { class: "emoji", text: emojiChar(reaction.name) ?? `:${reaction.name}:` }),
      h("span", { text: String(reaction.users.length) }),
    );
  });
  const add = iconButton(icon("smile"), "Add a reaction", (event) => emojiPicker(event.currentTarget, (name) => toggleReaction(message, context.channel, name)), { class: "reaction-add" });
  return h("div", { class: "reactions" }, chips, add);
}

function threadLine(message, context) {
  const { count, last, users } = context.replies;
  return h(
    "button",
    { type: "button", class: "thread-line", dataset: { thread: message.ts }, onClick: () => go({ thread: message.ts }) },
    users.slice(0, 4).map((id) => avatar(id, "tiny")),
    h("strong", { text: `${count} ${count === 1 ? "reply" : "replies"}` }),
    h("time", { datetime: tsDate(last).toISOString(), text: `Last one ${ago(tsDate(last))}`, dataset: { template: "Last one {ago}" } }),
  );
}
