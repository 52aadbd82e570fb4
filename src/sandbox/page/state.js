// What the page knows: the sandbox's state, kept current by the event stream, seen by one person.
// Objects are replaced, never changed in place, so that renderers can compare by identity.

import * as api from "./api.js";
import { seenAt, syncClock } from "./time.js";

/** The one store. `route` is what the URL hash says; `online` whether the stream is connected. */
export const store = {
  ready: false,
  online: true,
  me: null,
  route: { person: null, place: null, thread: null },
  team: {},
  app: { commands: [], shortcuts: [] },
  completions: {},
  users: new Map(),
  usersRev: 0,
  channels: new Map(),
  messages: new Map(),
  ephemerals: new Map(),
  views: new Map(),
  homes: new Map(),
  limits: { enabled: false },
  sockets: null,
  clock: {},
};

const listeners = new Set();
let scheduled = false;

/** Calls `listener` after each batch of changes. */
export const subscribe = (listener) => listeners.add(listener);

/** Asks for one rendering after the current task. */
export function changed() {
  if (scheduled) return;
  scheduled = true;
  setTimeout(() => {
    scheduled = false;
    for (const listener of listeners) listener();
  }, 0);
}

// The stream's position that the store stands at.
let seq = 0;

// Events that arrive while the state is on its way, to be taken in after it.
let waiting = null;

/** Fetches the whole state. Returns whether it worked. */
export async function reload() {
  waiting ??= [];
  const state = await api.get("state");
  const late = waiting ?? [];
  waiting = null;
  const good = state.ok !== false && Array.isArray(state.users);
  if (good) take(state);
  late.forEach(apply);
  changed();
  return good;
}

function take(state) {
  seq = state.seq ?? 0;
  store.team = state.team ?? {};
  store.app = readApp(state.app ?? {});
  store.completions = state.completions ?? state.app?.completions ?? {};
  store.users = new Map(state.users.map((user) => [user.id, user]));
  store.usersRev += 1;
  store.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
  store.messages = new Map(Object.entries(state.messages ?? {}).map(([id, list]) => [id, new Map(list.map((m) => [m.ts, m]))]));
  const local = [...store.ephemerals].filter(([, message]) => message.local);
  store.ephemerals = new Map([...(state.ephemerals ?? []).map((e) => [ephemeralKey(e), e]), ...local]);
  store.views = new Map(Object.entries(state.views ?? {}));
  store.homes = new Map(Object.entries(state.homes ?? {}));
  store.limits = typeof state.limits === "object" && state.limits ? state.limits : { enabled: Boolean(state.limits) };
  store.sockets = typeof state.sockets === "number" ? state.sockets : (state.sockets?.connected ?? null);
  store.clock = typeof state.clock === "number" ? { now_ms: state.clock } : (state.clock ?? {});
  syncClock(store.clock.now_ms);
  store.ready = true;
}

function readApp(app) {
  const features = app.manifest?.features ?? {};
  const hasHome = Boolean(features.app_home?.home_tab_enabled);
  return { ...app, hasHome, bot_user_id: app.bot_user_id ?? app.bot_user, commands: app.commands ?? features.slash_commands ?? [], shortcuts: app.shortcuts ?? features.shortcuts ?? [] };
}

const ephemeralKey = (message) => `${message.channel}/${message.ts}/${message.user ?? ""}`;

let reloading = null;

/** Reloads soon; several requests in a row become one. */
function reloadSoon() {
  reloading ??= setTimeout(() => {
    reloading = null;
    reload();
  }, 60);
}

const APPLY = {
  message(event) {
    const message = event.message;
    if (!message) return reloadSoon();
    const list = new Map(store.messages.get(event.channel) ?? []);
    if (message.deleted) list.delete(message.ts);
    else list.set(message.ts, message);
    seenAt(Number.parseFloat(message.ts) * 1000);
    store.messages.set(event.channel, list);
    return undefined;
  },
  channel(event) {
    const channel = typeof event.channel === "object" ? event.channel : null;
    if (!channel) return reloadSoon();
    if (channel.deleted) {
      store.channels.delete(channel.id);
      return undefined;
    }
    const before = store.channels.get(channel.id);
    store.channels.set(channel.id, channel);
    if (!before || isMember(before) !== isMember(channel)) reloadSoon();
    return undefined;
  },
  ephemeral(event) {
    if (!event.ephemeral) return reloadSoon();
    const message = { channel: event.channel, user: event.user, ...event.ephemeral };
    const key = ephemeralKey(message);
    if (message.deleted) store.ephemerals.delete(key);
    else store.ephemerals.set(key, message);
    return undefined;
  },
  view(event) {
    if (!Array.isArray(event.view) || !event.user) return reloadSoon();
    store.views.set(event.user, event.view);
    return undefined;
  },
  home(event) {
    if (!event.home || !event.user) return reloadSoon();
    store.homes.set(event.user, event.home);
    return undefined;
  },
  user(event) {
    if (!event.user?.id) return reloadSoon();
    store.users = new Map(store.users).set(event.user.id, event.user);
    store.usersRev += 1;
    return undefined;
  },
};

/** Takes in one event of the stream; what the loaded state already holds is passed over. */
export function apply(event) {
  if (waiting) {
    waiting.push(event);
    return;
  }
  if (event.seq !== undefined && event.seq <= seq) return;
  seq = event.seq ?? seq;
  const known = APPLY[event.kind];
  if (known) known(event);
  else reloadSoon();
  changed();
}

let localNumber = 0;

/** A line that only this window shows, such as a failed command. */
export function localNotice(channel, text, thread_ts) {
  localNumber += 1;
  const ts = (newestTs(channel, thread_ts) + localNumber / 1e6).toFixed(6);
  const message = { ts, channel, user: store.me, thread_ts, text, local: true };
  store.ephemerals.set(ephemeralKey(message), message);
  changed();
}

function newestTs(channel, thread_ts) {
  const shown = thread_ts ? threadMessages(channel, thread_ts) : channelMessages(channel);
  return Number.parseFloat(shown.at(-1)?.ts ?? "1");
}

const DISMISSED = new Set(JSON.parse(sessionStorage.getItem("dismissed") ?? "[]"));

/** Hides an ephemeral message in this tab. */
export function dismiss(message) {
  DISMISSED.add(ephemeralKey(message));
  sessionStorage.setItem("dismissed", JSON.stringify([...DISMISSED].slice(-300)));
  changed();
}

/** A person or bot by id. */
export const user = (id) => store.users.get(id) ?? null;

/** The name to show for a user id. */
export function userName(id) {
  const found = user(id);
  if (found) return found.profile?.display_name || found.real_name || found.name;
  return id === store.app.bot_user_id ? (store.app.name ?? "app") : id;
}

/** Those who can be acted as: people, not bots, not deactivated. */
export const people = () => [...store.users.values()].filter((person) => !person.is_bot && !person.deleted && person.id !== "USLACKBOT");

/** Whether the acting person (or another) is in a channel. */
export const isMember = (channel, person = store.me) => (channel.members ?? []).includes(person);

/** Whether the acting person may see a channel in the sidebar. */
export function canSee(channel) {
  if (channel.is_im || channel.is_mpim) return isMember(channel) || channel.user === store.me;
  if (isMember(channel)) return true;
  const me = user(store.me);
  const guest = me?.is_restricted || me?.is_ultra_restricted || (me?.team_id && store.team.id && me.team_id !== store.team.id);
  return !channel.is_private && !guest;
}

/** The direct conversation of the acting person with the app, if there is one. */
export function appDm() {
  const bot = store.app.bot_user_id;
  return [...store.channels.values()].find((c) => c.is_im && (c.user === store.me || (isMember(c) && (c.user === bot || isMember(c, bot))))) ?? null;
}

const byTs = (a, b) => Number.parseFloat(a.ts) - Number.parseFloat(b.ts) || (a.ts < b.ts ? -1 : 1);
const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

/** Messages of the channel's main list, with the ephemerals of the acting person, oldest first. */
export function channelMessages(channel) {
  const list = [...(store.messages.get(channel)?.values() ?? [])].filter((m) => !isReply(m) || m.subtype === "thread_broadcast");
  return [...list, ...ephemeralsOf(channel).filter((e) => !e.thread_ts)].sort(byTs);
}

/** A thread: its parent first, then replies and ephemerals of the thread. */
export function threadMessages(channel, thread_ts) {
  const list = [...(store.messages.get(channel)?.values() ?? [])].filter((m) => m.ts === thread_ts || m.thread_ts === thread_ts);
  return [...list, ...ephemeralsOf(channel).filter((e) => e.thread_ts === thread_ts)].sort(byTs);
}

function ephemeralsOf(channel) {
  return [...store.ephemerals.values()]
    .filter((e) => e.channel === channel && e.user === store.me && !DISMISSED.has(ephemeralKey(e)))
    .map(asEphemeral);
}

const EPHEMERAL = new WeakMap();

// The same object for the same message, so that it is not drawn anew each time.
function asEphemeral(message) {
  if (!EPHEMERAL.has(message)) EPHEMERAL.set(message, { ...message, is_ephemeral: true, for_user: message.user, user: message.author ?? store.app.bot_user_id });
  return EPHEMERAL.get(message);
}

/** The original of an ephemeral message as the store keeps it. */
export const ephemeralSource = (message) => ({ channel: message.channel, ts: message.ts, user: message.for_user });

/** Replies of each parent of a channel: `ts` → `{count, last, users}`. */
export function replySummary(channel) {
  const summary = new Map();
  for (const message of store.messages.get(channel)?.values() ?? []) {
    if (!isReply(message)) continue;
    const entry = summary.get(message.thread_ts) ?? { count: 0, last: "0", users: [] };
    entry.count += 1;
    if (Number.parseFloat(message.ts) > Number.parseFloat(entry.last)) entry.last = message.ts;
    const author = message.user ?? message.bot_id;
    if (!entry.users.includes(author)) entry.users.push(author);
    summary.set(message.thread_ts, entry);
  }
  return summary;
}

/** The stamps of the pinned messages of a channel. */
export function pinnedTs(channel) {
  const fromChannel = (channel.pins ?? []).map((pin) => (typeof pin === "string" ? pin : (pin.ts ?? pin.message?.ts)));
  const fromMessages = [...(store.messages.get(channel.id)?.values() ?? [])].filter((m) => m.pinned_to?.includes(channel.id)).map((m) => m.ts);
  return new Set([...fromChannel, ...fromMessages]);
}
