// The top of a conversation: name, topic, members, pins, menu; and the bookmarks under it.

import * as api from "./api.js";
import { failure } from "./blocks.js";
import { h, iconButton, toast } from "./dom.js";
import { icon } from "./icons.js";
import { ask, confirmText, menu } from "./menus.js";
import { inline, link, plainString } from "./mrkdwn.js";
import { go, place, placeOf } from "./route.js";
import { isMember, pinnedTs, store } from "./state.js";

let last = null;

/** Draws the header of the current place. `tools`: `{onMenu, openPanel(kind)}`. */
export function renderHeader(holder, bar, tools) {
  const here = place();
  const pins = here?.channel ? pinnedTs(here.channel).size : 0;
  const sig = JSON.stringify([here, pins, store.me, store.app.name, store.app.hasHome, store.usersRev]);
  if (sig === last) return;
  last = sig;
  const open = iconButton(icon("menu"), "Channels", tools.onMenu, { class: "only-narrow", dataset: { do: "menu" } });
  if (!here || here.kind !== "channel") {
    holder.replaceChildren(open, h("h1", { text: store.app.name ?? "App" }), tabs(here?.kind));
    bar.hidden = true;
    return;
  }
  const { channel } = here;
  holder.replaceChildren(open, title(channel), topic(channel), h("div", { class: "header-tools" }, tool("people", String((channel.members ?? []).length), "Members", () => tools.openPanel("members")), tool("pin", String(pins), "Pinned messages", () => tools.openPanel("pins")), channelMenu(channel)));
  bookmarks(bar, channel);
}

const tabs = (kind) =>
  h(
    "div",
    { class: "tabs", role: "tablist" },
    [...(store.app.hasHome ? [["home", "app", "Home"]] : []), ["dm", "app-messages", "Messages"]].map(([tab, where, text]) => h("button", { type: "button", role: "tab", class: "tab", "aria-selected": String(kind === tab), text, onClick: () => go({ place: where }) })),
  );

function title(channel) {
  const shared = channel.is_ext_shared && h("span", { class: "badge external", text: "Shared" });
  const archived = channel.is_archived && h("span", { class: "badge", text: "Archived" });
  return h("h1", { dataset: { header: channel.name ?? channel.id } }, icon(channel.is_private ? "lock" : "hash"), h("span", { text: channel.name }), shared, archived);
}

function topic(channel) {
  const value = channel.topic?.value ?? "";
  return h("button", { type: "button", class: `topic${value === "" ? " empty" : ""}`, title: value || "Set a topic", "aria-label": `Topic: ${value || "none"}. Change it`, onClick: () => change(channel, "topic", "Topic", value) }, value === "" ? "Set a topic" : inline(value));
}

const tool = (name, text, label, run) => h("button", { type: "button", class: "header-tool", title: label, "aria-label": `${label}: ${text}`, dataset: { do: label.toLowerCase().replaceAll(" ", "-") }, onClick: run }, icon(name), h("span", { text }));

async function change(channel, verb, label, value) {
  const answer = await ask(label, [{ name: "value", label, value }]);
  if (answer) send(verb, channel, { value: answer.value.trim() });
}

async function send(verb, channel, more = {}) {
  const answer = await api.act(verb, { user: store.me, channel: channel.id, ...more });
  if (answer.ok === false) toast(failure(answer), "error");
  return answer;
}

async function rename(channel) {
  const answer = await ask("Rename the channel", [{ name: "value", label: "Name", value: channel.name }]);
  if (!answer) return;
  const done = await send("rename", channel, { value: answer.value.trim() });
  if (done.ok !== false) go({ place: channel.id });
}

async function leave(channel) {
  await send("leave", channel);
  if (channel.is_private) go({ place: "general" });
}

function channelMenu(channel) {
  const sure = async (verb, text, yes) => (await confirmText(yes, text, yes)) && send(verb, channel);
  const items = () => [
    { label: "Change the topic", icon: icon("edit"), run: () => change(channel, "topic", "Topic", channel.topic?.value ?? "") },
    { label: "Change the description", icon: icon("edit"), run: () => change(channel, "purpose", "Description", channel.purpose?.value ?? "") },
    { label: "Rename", icon: icon("hash"), run: () => rename(channel) },
    { label: "Add people", icon: icon("people"), run: () => invite(channel) },
    null,
    isMember(channel) ? { label: "Leave the channel", icon: icon("back"), dataset: { do: "leave" }, run: () => leave(channel) } : { label: "Join the channel", icon: icon("plus"), run: () => send("join", channel) },
    channel.is_archived
      ? { label: "Unarchive", icon: icon("file"), run: () => send("unarchive", channel) }
      : { label: "Archive", icon: icon("file"), danger: true, run: () => sure("archive", `Nobody can write in #${channel.name} then.`, "Archive") },
    { label: "Delete", icon: icon("trash"), danger: true, run: () => sure("delete_channel", `#${channel.name} is gone for good, for everybody.`, "Delete") },
  ];
  return iconButton(icon("dots"), "Channel menu", (event) => menu(event.currentTarget, items(), "Channel menu"), { "aria-haspopup": "menu", dataset: { do: "channel-menu" } });
}

/** Asks for names and adds these people. */
export async function invite(channel) {
  const answer = await ask("Add people", [{ name: "who", label: "Names, separated by spaces", placeholder: "bob carol" }], "Add");
  const users = (answer?.who ?? "").split(/[\s,]+/).map((name) => name.replace(/^@/, "")).filter(Boolean);
  if (users.length > 0) send("invite", channel, { users });
}

function bookmarks(bar, channel) {
  const list = channel.bookmarks ?? [];
  bar.hidden = list.length === 0;
  bar.replaceChildren(
    ...list.map((mark) => {
      const node = link(mark.link ?? "", plainString(`${mark.emoji ? `${mark.emoji} ` : ""}${mark.title}`));
      node.classList.add("bookmark");
      if (!mark.emoji) node.prepend(icon("bookmark"));
      return node;
    }),
  );
}

/** The line in place of the message box when one cannot write here; null when one can. */
export function barrier(channel) {
  if (channel.is_archived) return h("div", { class: "barrier" }, h("span", { text: `#${placeOf(channel)} is archived. It can be read, not written to.` }), h("button", { type: "button", class: "btn", text: "Unarchive", onClick: () => send("unarchive", channel) }));
  if (isMember(channel) || channel.is_im) return null;
  return h("div", { class: "barrier" }, h("span", { text: `You are looking at #${placeOf(channel)} from outside.` }), h("button", { type: "button", class: "btn primary", dataset: { join: channel.id }, text: "Join channel", onClick: () => send("join", channel) }));
}
