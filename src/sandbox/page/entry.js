// What a person types ↔ the text Slack stores: escaping, @names, #channels and links.

import { people, store, user, userName } from "./state.js";

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const TOKEN = /(`+[^`]*`+)|(?<![\p{L}\p{N}@#/])([@#])([\p{L}\p{N}][\p{L}\p{N}._-]*)|(https?:\/\/[^\s<>|"]+[^\s<>|".,:;!?)\]'])/gu;
const BROADCAST = ["here", "channel", "everyone"];

/** Typed text → message text, as Slack's own client writes it. */
export function encode(typed) {
  let out = "";
  let at = 0;
  for (const match of typed.matchAll(TOKEN)) {
    const [whole, code, sigil, name, url] = match;
    out += escape(typed.slice(at, match.index));
    at = match.index + whole.length;
    if (sigil) out += named(sigil, name) ?? escape(whole);
    else out += url ? `<${escape(url)}>` : escape(code);
  }
  return out + escape(typed.slice(at));
}

// "@bob." is bob and a full stop.
function named(sigil, name) {
  const resolve = sigil === "@" ? userToken : channelToken;
  const short = name.replace(/[._-]+$/, "");
  const found = resolve(name) ?? resolve(short);
  if (!found) return null;
  return resolve(name) ? found : `${found}${name.slice(short.length)}`;
}

function userToken(name) {
  if (BROADCAST.includes(name)) return `<!${name}>`;
  const lower = name.toLowerCase();
  const bot = user(store.app.bot_user_id);
  const found = [...people(), bot].find((person) => person && (person.name.toLowerCase() === lower || person.id === name));
  return found ? `<@${found.id}>` : null;
}

function channelToken(name) {
  const channel = [...store.channels.values()].find((c) => c.name === name && !c.is_im);
  return channel ? `<#${channel.id}>` : null;
}

/** Message text → what the person would type, for editing. */
export function decode(text) {
  const plain = String(text ?? "").replace(/<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g, (whole, sigil, id, label) => {
    if (sigil === "@") return `@${user(id)?.name ?? label ?? id}`;
    if (sigil === "#") return `#${store.channels.get(id)?.name ?? label ?? id}`;
    if (sigil === "!") return BROADCAST.includes(id) ? `@${id}` : whole;
    return id;
  });
  return unescape(plain);
}

/** The line for screen readers and notices: message text without markup. */
export function plainLine(text) {
  return unescape(String(text ?? "").replace(/<@([^<>|]+)(?:\|[^<>]*)?>/g, (_, id) => `@${userName(id)}`).replace(/<[^<>|]*\|([^<>]*)>/g, "$1"));
}
