// The right side: a thread, the pinned messages, or the members of the channel.

import * as api from "./api.js";
import { failure } from "./blocks.js";
import { composer } from "./composer.js";
import { h, iconButton, keyed, toast } from "./dom.js";
import { barrier, invite } from "./header.js";
import { icon } from "./icons.js";
import { clearList, renderList } from "./list.js";
import { messageNode } from "./messages.js";
import { avatar, fullName } from "./people.js";
import { currentChannel, go, placeOf } from "./route.js";
import { pinnedTs, store, threadMessages, user } from "./state.js";

let kind = null;
const parts = {};

/** Builds the panel once. */
export function buildPanel(holder) {
  parts.title = h("h2", {});
  parts.thread = h("div", { class: "panel-body" });
  parts.cards = h("div", { class: "panel-body cards-list" });
  parts.body = parts.cards;
  parts.foot = h("div", { class: "panel-foot" });
  const close = iconButton(icon("close"), "Close", closePanel, { dataset: { do: "close-panel" } });
  holder.append(h("header", { class: "panel-head" }, parts.title, close), parts.body, parts.foot);
  parts.composer = composer("thread-composer", threadTarget);
}

function threadTarget() {
  const channel = currentChannel();
  const { thread } = store.route;
  return channel && thread ? { channel: channel.id, thread_ts: thread, key: `${store.me}/${channel.id}/${thread}`, name: "thread" } : null;
}

/** Opens the pins or the members; the same again closes. */
export function openPanel(wanted) {
  kind = kind === wanted && !store.route.thread ? null : wanted;
  go({ thread: null });
}

/** Closes whatever is open. Returns whether something was. */
export function closePanel() {
  const was = kind !== null || store.route.thread !== null;
  kind = null;
  if (was) go({ thread: null });
  return was;
}

/** Brings the panel in step with the store. */
export function renderPanel(holder) {
  const channel = currentChannel();
  const thread = store.route.thread && channel ? store.route.thread : null;
  const shown = thread ? "thread" : channel ? kind : null;
  holder.hidden = !shown;
  document.getElementById("shell").classList.toggle("with-panel", Boolean(shown));
  if (shown !== "thread") clearList(parts.thread);
  if (!shown) return;
  holder.dataset.kind = shown;
  const body = shown === "thread" ? parts.thread : parts.cards;
  if (parts.body !== body) {
    parts.body?.replaceWith(body);
    parts.body = body;
  }
  ({ thread: drawThread, pins: drawPins, members: drawMembers })[shown](channel, thread);
}

function drawThread(channel, thread) {
  parts.title.replaceChildren("Thread ", h("small", { text: channel.name ? `#${channel.name}` : "" }));
  renderList(parts.body, threadMessages(channel.id, thread), { channel: channel.id, pins: pinnedTs(channel), inThread: true, key: `${store.me}/${channel.id}/${thread}` });
  const stop = barrier(channel);
  parts.foot.hidden = false;
  if (stop) parts.foot.replaceChildren(stop);
  else if (parts.composer.parentNode !== parts.foot) parts.foot.replaceChildren(parts.composer);
  parts.composer.sync();
}

function drawPins(channel) {
  parts.title.textContent = "Pinned messages";
  parts.foot.hidden = true;
  const stamps = [...pinnedTs(channel)];
  const found = stamps.map((ts) => store.messages.get(channel.id)?.get(ts)).filter(Boolean);
  const empty = { key: "empty", sig: "", make: () => h("p", { class: "empty", text: "Nothing is pinned. Use ⋯ on a message, or react with 📌 where the app listens to it." }) };
  const items = found.map((message) => ({
    key: message.ts,
    sig: [message, store.usersRev],
    make: () => h("div", { class: "pin-card" }, messageNode(message, { channel: channel.id, pinned: true, compact: false, inThread: true })),
  }));
  keyed(parts.body, items.length > 0 ? items : [empty]);
}

function drawMembers(channel) {
  parts.title.textContent = `Members of ${channel.name ? `#${placeOf(channel)}` : "this talk"}`;
  parts.foot.hidden = true;
  const add = { key: "add", sig: channel.id, make: () => h("button", { type: "button", class: "btn", text: "Add people", onClick: () => invite(channel) }) };
  const items = (channel.members ?? []).map((id) => ({ key: id, sig: [store.usersRev, channel.id, store.me].join(" "), make: () => memberRow(channel, id) }));
  keyed(parts.body, [add, ...items]);
}

function memberRow(channel, id) {
  const person = user(id) ?? { name: id };
  const kick = async () => {
    const answer = await api.act("kick", { user: store.me, channel: channel.id, users: [id] });
    if (answer.ok === false) toast(failure(answer), "error");
  };
  const note = person.is_bot ? "App" : person.profile?.title;
  return h(
    "div",
    { class: "member", dataset: { member: id } },
    avatar(id, "small"),
    h("span", { class: "option-text" }, h("span", { text: fullName(person) }), h("small", { text: [`@${person.name}`, note].filter(Boolean).join(" · ") })),
    id === store.me ? h("span", { class: "badge", text: "You" }) : iconButton(icon("close"), `Remove ${person.name}`, kick),
  );
}
