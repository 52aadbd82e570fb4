// Where the page is, kept in the URL hash: `#person/place` or `#person/place/thread_ts`.
// `place` is a channel's name or id, or `app` for the app's home tab and `app-messages` for the talk with it.

import { appDm, canSee, changed, people, store } from "./state.js";

/** Reads the hash into `store.route`. */
export function readHash() {
  const [person, place, thread] = location.hash.replace(/^#/, "").split("/").map(decode);
  store.route = { person: person || null, place: place || null, thread: thread || null };
  settle();
  changed();
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Fills the gaps of the route with what exists: a person, and a place that this person can see. */
export function settle() {
  if (!store.ready) return;
  const all = people();
  const me = all.find((p) => p.name === store.route.person || p.id === store.route.person) ?? all.find((p) => p.name === "alice") ?? all[0];
  store.me = me?.id ?? null;
  store.route = { ...store.route, person: me?.name ?? me?.id ?? null };
  if (place()) return;
  const first = visibleChannels()[0];
  store.route = { ...store.route, place: first ? placeOf(first) : "app", thread: null };
  writeHash(true);
}

function writeHash(replace = false) {
  const { person, place: where, thread } = store.route;
  const hash = `#${[person, where, thread].filter(Boolean).map(encodeURIComponent).join("/")}`;
  if (hash === location.hash) return;
  if (replace) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
}

/** Goes somewhere; parts not given stay (the thread closes unless given). */
export function go({ person = store.route.person, place: where = store.route.place, thread = null }) {
  store.route = { person, place: where, thread };
  settle();
  writeHash();
  changed();
}

/** The hash of a place for links. */
export const hashOf = (where, person = store.route.person) => `#${encodeURIComponent(person)}/${encodeURIComponent(where)}`;

/** What a channel is called in the hash. */
export const placeOf = (channel) => channel.name ?? channel.id;

/** The channels of the sidebar: those one is in first by name, then those one could join; archived ones only while one is in them. */
export function visibleChannels() {
  return [...store.channels.values()].filter((c) => !c.is_im && canSee(c)).sort((a, b) => sortKey(a).localeCompare(sortKey(b)));
}

const sortKey = (channel) => `${channel.is_archived ? 2 : channel.is_general ? 0 : 1}${channel.name}`;

/** The current place: `{kind: "channel", channel}`, `{kind: "home"}`, `{kind: "dm", channel}` (channel null before the first word), or null. */
export function place() {
  const wanted = store.route.place;
  if (wanted === "app") return { kind: "home", channel: null };
  if (wanted === "app-messages") return { kind: "dm", channel: appDm() };
  const channel = [...store.channels.values()].find((c) => c.id === wanted || (c.name === wanted && !c.is_im));
  if (!channel || !canSee(channel)) return null;
  return channel.is_im && channel.id === appDm()?.id ? { kind: "dm", channel } : { kind: "channel", channel };
}

/** The channel (or direct message) on show, if any. */
export const currentChannel = () => place()?.channel ?? null;
