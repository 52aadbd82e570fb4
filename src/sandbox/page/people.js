// Faces and names: avatars are coloured initials, by CSS class.

import { h } from "./dom.js";
import { emojiChar } from "./emoji.js";
import { store, user } from "./state.js";

const HUES = 12;

function hue(id) {
  let sum = 7;
  for (const char of id) sum = (sum * 31 + char.codePointAt(0)) % 9973;
  return sum % HUES;
}

const initials = (name) => {
  const words = name.trim().split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? "?"];
  return letters.map((word) => [...word][0].toUpperCase()).join("");
};

/** The full name of a person, for headings and lists. */
export function fullName(person) {
  return person.real_name || person.profile?.real_name || person.name;
}

/** A person's coloured initials. */
export function avatar(id, size = "") {
  const person = user(id);
  const name = person ? fullName(person) : id;
  const shade = id && id === store.app.bot_user_id ? "app" : `hue-${hue(id ?? "?")}`;
  return h("span", { class: `avatar ${shade} ${size}`, "aria-hidden": "true", text: initials(name) });
}

/** Who wrote a message: `{id, name, badge, face}`. */
export function author(message, size = "") {
  if (message.local) return { id: "sandbox", name: "Sandbox", badge: null, face: h("span", { class: `avatar plain ${size}`, "aria-hidden": "true", text: "i" }) };
  const isBot = Boolean(message.bot_id) || message.subtype === "bot_message" || user(message.user)?.is_bot;
  if (!isBot) return { id: message.user, name: nameOf(message.user), badge: badgeOf(user(message.user)), face: avatar(message.user, size) };
  const own = message.user === store.app.bot_user_id || (message.bot_id && message.bot_id === store.app.bot_id);
  const name = message.username || message.bot_profile?.name || (own ? store.app.name : null) || nameOf(message.user ?? message.bot_id);
  return { id: message.user ?? message.bot_id, name, badge: "App", face: botFace(message, name, own, size) };
}

const nameOf = (id) => (user(id) ? fullName(user(id)) : (id ?? "unknown"));

function badgeOf(person) {
  if (!person) return null;
  if (person.team_id && store.team.id && person.team_id !== store.team.id) return "External";
  return person.is_restricted || person.is_ultra_restricted ? "Guest" : null;
}

function botFace(message, name, own, size) {
  const emoji = message.icons?.emoji ? emojiChar(message.icons.emoji.replaceAll(":", "")) : null;
  const shade = own ? "app" : `hue-${hue(name)}`;
  return h("span", { class: `avatar ${shade} ${size}`, "aria-hidden": "true", text: emoji ?? initials(name) });
}
