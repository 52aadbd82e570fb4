// What the acting person has not seen yet, remembered in this browser: the newest stamp read in each channel.

import { store } from "./state.js";

const read = new Map();

function marks(person) {
  if (!read.has(person)) read.set(person, JSON.parse(localStorage.getItem(`read:${person}`) ?? "null"));
  return read.get(person);
}

function save(person, value) {
  read.set(person, value);
  localStorage.setItem(`read:${person}`, JSON.stringify(value));
}

const newest = (channel) => [...(store.messages.get(channel)?.keys() ?? [])].reduce((max, ts) => (Number.parseFloat(ts) > Number.parseFloat(max) ? ts : max), "0");

/** Starts the bookkeeping of a person: what is there at the first sight counts as read. A restarted sandbox starts anew. */
export function startReading(person) {
  const known = marks(person);
  const everything = Object.fromEntries([...store.channels.keys()].map((id) => [id, newest(id)]));
  const restarted = known && Object.keys(known).some((id) => !store.channels.has(id));
  if (!known || restarted) save(person, everything);
}

/** Marks a channel as read by the acting person. */
export function markRead(channel) {
  const known = marks(store.me) ?? {};
  const last = newest(channel);
  if (known[channel] !== last) save(store.me, { ...known, [channel]: last });
}

/** `{unread, mentions}` of a channel for the acting person. */
export function unreadOf(channel) {
  const since = Number.parseFloat(marks(store.me)?.[channel.id] ?? "0");
  const fresh = [...(store.messages.get(channel.id)?.values() ?? [])].filter((m) => Number.parseFloat(m.ts) > since && m.user !== store.me);
  const calls = fresh.filter((m) => channel.is_im || `${m.text ?? ""}${JSON.stringify(m.blocks ?? "")}`.includes(`<@${store.me}`));
  return { unread: fresh.length > 0, mentions: calls.length };
}
