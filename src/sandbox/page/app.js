// The sandbox's page: a local Slack in the browser. This file starts it and ties the parts together.
//
// Hooks for browser tests (stable):
//   #person                          the "acting as" select (option values are names: alice, bob, …); the URL hash is `#person/place`
//   [data-channel="payments"]        sidebar links; also data-channel="app" (home tab, if the app has one) and "app-messages"; data-channel-id carries the id
//   #composer                        the message box; #thread-composer the one of the open thread; [role=option] its suggestions
//   [data-ts="…"]                    a message (in #view; a thread or pins in #panel show theirs too); with [data-author]; [data-ephemeral] when only one person sees it; [data-dismiss] its button
//   [data-thread="ts"]               the "n replies" line; [data-reaction="eyes"] a reaction; [data-quick="pushpin"] one-click reactions
//   [data-do="…"]                    react, reply, more, pin, unpin, edit, delete, shortcuts, upload, send, drawer, theme, switcher,
//                                    create-channel, channel-menu, members, pinned-messages, close-panel, add-fault, clear-faults, disconnect
//   [data-shortcut="callback_id"]    a shortcut in the ⚡ menu or in a message's ⋯ menu
//   [data-action-id="…"]             any Block Kit element: buttons, selects (the trigger; data-value = chosen), inputs, groups of boxes
//   [role=option][data-value="…"]    an option of an open select; [role=menuitem][data-value] of an overflow; .choices [data-value] a box or radio
//   dialog[data-view="V…"]           an open modal; [data-callback-id]; [data-submit] its button; [data-close=one|all] cancel and ✕
//   [data-error-for="block_id"]      the line for a field's error (hidden while there is none)
//   [data-confirm=yes|no]            buttons of a confirmation; [data-join="C…"] the Join button
//   [data-block-id="…"]              each block; #drawer [data-tab="calls"] the tools' tabs; [data-seq] a row of a log
//   body[data-ready]                 set once the state is loaded and the stream is open; body[data-busy] while an answer is awaited

import * as api from "./api.js";
import { composer } from "./composer.js";
import { closePopover, h } from "./dom.js";
import { toggleDrawer } from "./drawer.js";
import { barrier, renderHeader } from "./header.js";
import { leaveHome, renderHome } from "./home.js";
import { renderList, reveal } from "./list.js";
import { renderModals } from "./modal.js";
import { refreshTimes } from "./mrkdwn.js";
import { buildPanel, closePanel, openPanel, renderPanel } from "./panel.js";
import { openSwitcher } from "./quick.js";
import { currentChannel, go, place, placeOf, readHash, settle, visibleChannels } from "./route.js";
import { buildSidebar, renderSidebar } from "./sidebar.js";
import { apply, changed, channelMessages, isMember, pinnedTs, reload, replySummary, store, subscribe, userName } from "./state.js";
import { markRead, startReading } from "./unread.js";
import { hint } from "./welcome.js";

const byId = (id) => document.getElementById(id);
const messages = h("div", { class: "messages", role: "log", "aria-label": "Messages", tabindex: "0" });
const home = h("div", { class: "home blocks" });
const box = composer("composer", target);

function target() {
  const here = place();
  if (here?.kind === "dm") return { channel: here.channel?.id ?? null, key: `${store.me}/dm`, name: store.app.name ?? "the app" };
  if (here?.kind !== "channel") return null;
  return { channel: here.channel.id, key: `${store.me}/${here.channel.id}`, name: `#${here.channel.name ?? userName(here.channel.user)}` };
}

function render() {
  if (!store.ready) return;
  settle();
  connect();
  const here = place();
  const channel = currentChannel();
  if (channel && document.visibilityState === "visible") markRead(channel.id);
  renderSidebar();
  renderHeader(byId("header"), byId("bookmarks"), { onMenu: () => showMenu(true), openPanel });
  renderMain(here);
  renderPanel(byId("panel"));
  renderModals();
  refreshTimes();
  const where = here?.kind === "channel" ? `#${placeOf(here.channel)}` : (store.app.name ?? "App");
  document.title = `${where} · ${store.route.person} · Sandbox`;
}

function renderMain(here) {
  const view = byId("view");
  if (here?.kind === "home") {
    if (home.parentNode !== view) view.replaceChildren(home);
    byId("foot").replaceChildren();
    renderHome(home);
    return;
  }
  leaveHome();
  if (messages.parentNode !== view) view.replaceChildren(messages);
  const channel = here?.channel ?? null;
  const id = channel?.id ?? "";
  const list = channel ? channelMessages(id) : [];
  const context = { channel: id, pins: channel ? pinnedTs(channel) : new Set(), replies: replySummary(id), inThread: false, key: `${store.me}/${id}` };
  renderList(messages, list, context, hint(here, list));
  const stop = channel && barrier(channel);
  const foot = byId("foot");
  const sig = stop ? `${id} ${channel.is_archived} ${isMember(channel)}` : "box";
  if (foot.dataset.sig !== sig || !foot.firstChild) {
    foot.replaceChildren(stop || box);
    foot.dataset.sig = sig;
  }
  if (!stop) box.sync();
  if (arrived) arrive(id, context.replies);
}

// A link to a message (`#person/channel/ts`) shows it, and opens its thread when it has one.
let arrived = false;

function arrive(id, replies) {
  arrived = false;
  const { thread } = store.route;
  const message = store.messages.get(id)?.get(thread);
  if (!message) return;
  reveal(messages, message.thread_ts ?? thread);
  if (message.thread_ts && message.thread_ts !== thread) go({ thread: message.thread_ts });
  else if (!replies.has(thread)) go({});
}

function readAddress() {
  readHash();
  arrived = store.route.thread !== null;
}

let stopStream = null;
let streamOf = null;

function connect() {
  if (streamOf === store.me || !store.me) return;
  streamOf = store.me;
  startReading(store.me);
  stopStream?.();
  stopStream = api.stream(store.me, {
    onEvent: apply,
    onOpen: async () => {
      setOnline(true);
      await reload();
      document.body.dataset.ready = store.me;
    },
    onLost: () => setOnline(false),
  });
}

function setOnline(online) {
  store.online = online;
  changed();
}

function showMenu(open) {
  document.body.classList.toggle("menu-open", open);
  byId("scrim").hidden = !open;
  if (open) byId("sidebar").querySelector("a, select, button")?.focus();
}

function theme() {
  const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", document.documentElement.dataset.theme);
}

function tools() {
  showMenu(false);
  toggleDrawer(byId("drawer"));
}

function step(by) {
  const places = [...visibleChannels().filter((c) => isMember(c) && !c.is_archived).map(placeOf), ...(store.app.hasHome ? ["app"] : []), "app-messages"];
  const at = places.indexOf(store.route.place);
  go({ place: places[(at + by + places.length) % places.length] });
}

function onKey(event) {
  const inModal = document.querySelector("dialog[open]");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (!inModal) openSwitcher();
  } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && !inModal) {
    event.preventDefault();
    step(event.key === "ArrowUp" ? -1 : 1);
  } else if (event.key === "Escape" && !inModal && !event.defaultPrevented) {
    escape();
  }
}

function escape() {
  if (closePopover()) return;
  if (document.body.classList.contains("menu-open")) showMenu(false);
  else if (closePanel()) byId("composer")?.focus();
  else if (!byId("drawer").hidden) toggleDrawer(byId("drawer"), false);
}

async function start() {
  const saved = localStorage.getItem("theme");
  if (saved) document.documentElement.dataset.theme = saved;
  buildSidebar(byId("sidebar"), { onTheme: theme, onDrawer: tools, onSwitcher: openSwitcher });
  buildPanel(byId("panel"));
  subscribe(render);
  document.addEventListener("keydown", onKey);
  document.addEventListener("visibilitychange", changed);
  window.addEventListener("hashchange", () => {
    closePopover(false);
    showMenu(false);
    readAddress();
  });
  byId("scrim").addEventListener("click", () => showMenu(false));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("composer")?.focus();
  });
  while (!(await reload())) await new Promise((resolve) => setTimeout(resolve, 1000));
  readAddress();
  setInterval(changed, 15000);
}

start();
