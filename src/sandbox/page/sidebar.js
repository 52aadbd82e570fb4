// The left side: workspace, who one acts as, channels, the app, direct messages, and the page's own switches.

import * as api from "./api.js";
import { failure } from "./blocks.js";
import { h, iconButton, keyed, toast } from "./dom.js";
import { icon } from "./icons.js";
import { ask } from "./menus.js";
import { avatar, fullName } from "./people.js";
import { go, hashOf, placeOf, visibleChannels } from "./route.js";
import { isMember, people, store, user } from "./state.js";
import { unreadOf } from "./unread.js";

const parts = {};

/** Builds the fixed parts once. `tools`: `{onTheme, onDrawer, onSwitcher}`. */
export function buildSidebar(holder, tools) {
  parts.team = h("strong", { class: "team-name" });
  parts.state = h("span", { class: "team-state" });
  parts.face = h("span", { class: "person-face" });
  parts.person = h("select", { id: "person", "aria-label": "Acting as", onChange: () => go({ person: parts.person.value, place: store.route.place }) });
  parts.title = h("p", { class: "person-title" });
  parts.window = h("a", { class: "icon-btn", target: "_blank", rel: "noopener", title: "Open a window as somebody else", "aria-label": "Open a window as somebody else" }, icon("people"));
  parts.lists = h("div", { class: "side-lists" });
  holder.append(
    h("div", { class: "team" }, h("span", { class: "team-mark", "aria-hidden": "true", text: "N" }), h("div", { class: "team-text" }, parts.team, parts.state), iconButton(icon("search"), "Go to… (Ctrl+K)", tools.onSwitcher, { dataset: { do: "switcher" } })),
    h("div", { class: "acting" }, h("label", { for: "person", text: "Acting as" }), h("div", { class: "person-row" }, parts.face, parts.person, parts.window), parts.title),
    parts.lists,
    h(
      "div",
      { class: "side-foot" },
      h("button", { type: "button", class: "side-tool", dataset: { do: "drawer" }, onClick: tools.onDrawer }, icon("flask"), h("span", { text: "Sandbox" })),
      h("button", { type: "button", class: "side-tool", dataset: { do: "theme" }, onClick: tools.onTheme }, icon("sun"), icon("moon"), h("span", { text: "Light / dark" })),
    ),
  );
}

/** Brings the sidebar in step with the store. */
export function renderSidebar() {
  parts.team.textContent = store.team.name ?? "Workspace";
  document.querySelector(".team-mark").textContent = (store.team.name ?? "W").slice(0, 1);
  parts.state.textContent = store.online ? "local sandbox" : "reconnecting…";
  parts.state.classList.toggle("lost", !store.online);
  renderPeople();
  const joined = visibleChannels().filter((c) => isMember(c) && !c.is_mpim);
  const others = visibleChannels().filter((c) => !isMember(c) && !c.is_archived);
  const archived = joined.filter((c) => c.is_archived);
  keyed(parts.lists, [
    heading("Channels", iconButton(icon("plus"), "Create a channel", createChannel, { dataset: { do: "create-channel" } })),
    ...joined.filter((c) => !c.is_archived).map(channelItem),
    ...(others.length > 0 ? [heading("You could join"), ...others.map(channelItem)] : []),
    ...(archived.length > 0 ? [heading("Archived"), ...archived.map(channelItem)] : []),
    heading("App"),
    ...appItems(),
    ...directItems(),
  ]);
}

function renderPeople() {
  const list = people();
  const sig = `${store.usersRev}`;
  if (parts.person.dataset.sig !== sig) {
    parts.person.replaceChildren(...list.map((person) => h("option", { value: person.name, text: fullName(person) })));
    parts.person.dataset.sig = sig;
  }
  parts.person.value = store.route.person ?? "";
  parts.face.replaceChildren(store.me ? avatar(store.me, "small") : "");
  const me = user(store.me);
  parts.title.textContent = me?.profile?.title || me?.title || "";
  const other = list.find((person) => person.id !== store.me);
  if (other) parts.window.href = hashOf(store.route.place ?? "general", other.name);
}

const heading = (text, extra) => ({ key: `heading ${text}`, sig: "", make: () => h("div", { class: "side-heading" }, h("h2", { text }), extra) });

function link({ key, where, mark, name, active, unread = {}, muted, dataset }) {
  const label = [name, unread.unread && "unread", unread.mentions > 0 && `${unread.mentions} mentions`].filter(Boolean).join(", ");
  return {
    key,
    sig: JSON.stringify([where, name, active, unread, muted, store.route.person]),
    make: () =>
      h(
        "a",
        { class: `side-link${active ? " active" : ""}${unread.unread ? " unread" : ""}${muted ? " muted" : ""}`, href: hashOf(where), "aria-current": active ? "page" : null, "aria-label": label, dataset },
        mark,
        h("span", { class: "side-name", text: name }),
        unread.mentions > 0 ? h("span", { class: "count", text: String(unread.mentions) }) : unread.unread && h("span", { class: "dot" }),
      ),
  };
}

function channelItem(channel) {
  const member = isMember(channel);
  const active = [channel.name, channel.id].includes(store.route.place);
  return link({
    key: channel.id,
    where: placeOf(channel),
    mark: icon(channel.is_private ? "lock" : "hash"),
    name: channel.name,
    active,
    unread: member && !active ? unreadOf(channel) : {},
    muted: channel.is_archived || !member,
    dataset: { channel: channel.name, channelId: channel.id },
  });
}

function appItems() {
  const dm = [...store.channels.values()].find((c) => c.is_im && (c.user === store.me || isMember(c)));
  const name = store.app.name ?? user(store.app.bot_user_id)?.real_name ?? "App";
  const talking = store.route.place === "app-messages" || (dm && store.route.place === dm.id);
  const home = () => link({ key: "app", where: "app", mark: icon("home"), name: `${name} home`, active: store.route.place === "app", dataset: { channel: "app" } });
  return [
    ...(store.app.hasHome ? [home()] : []),
    link({ key: "app-messages", where: "app-messages", mark: icon("reply"), name: `${name} messages`, active: talking, unread: dm && !talking ? unreadOf(dm) : {}, dataset: { channel: "app-messages" } }),
  ];
}

function directItems() {
  const bot = store.app.bot_user_id;
  const list = [...store.channels.values()].filter((c) => (c.is_im && isMember(c) && !isMember(c, bot) && c.user !== store.me) || (c.is_mpim && isMember(c)));
  if (list.length === 0) return [];
  const other = (c) => (c.members ?? []).find((id) => id !== store.me) ?? c.user;
  const items = list.map((c) => link({ key: c.id, where: c.id, mark: avatar(other(c), "tiny"), name: c.name ?? fullName(user(other(c)) ?? { name: other(c) }), active: store.route.place === c.id, unread: unreadOf(c), dataset: { channel: c.id } }));
  return [heading("Direct messages"), ...items];
}

async function createChannel() {
  const answer = await ask("Create a channel", [{ name: "name", label: "Name", placeholder: "e.g. team-storage" }, { name: "private", label: "Private", type: "checkbox" }], "Create");
  if (!answer?.name) return;
  const made = await api.act("create_channel", { user: store.me, name: answer.name.trim(), private: answer.private });
  if (made.ok === false) toast(failure(made), "error");
  else go({ place: made.channel?.name ?? answer.name.trim() });
}
