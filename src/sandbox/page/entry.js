// What a person types ↔ the text Slack stores: escaping, @names, #channels and links.

import { people, store, user, userName } from "./state.js";

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const TOKEN = /(`+[^`]*`+)|(?<![\p{L}\p{N}@#/])([@#])([\p{L}\p{N}][\p{L}\p{N}._-]*)|(https?:\/\/[^\s<>|"]+[^\s<>|".,:;!?)\]'])/gu;
const BROADCAST = ["here", "channel", "everyone"];

/** Typed text → message text, as Slack's own client writes it. */
export function encode(typed) {
  return tokens(typed, (sigil, name) => (sigil === "@" ? userToken(name) : channelToken(name)), escape);
}

/** Typed text → command text. Names become ids only when the command asks for it (`should_escape`). */
export function encodeCommand(typed, shouldEscape) {
  if (!shouldEscape) return typed;
  const labelled = (sigil, name) => {
    const bare = sigil === "@" ? userToken(name) : channelToken(name);
    const private_ = sigil === "#" && byChannelName(name)?.is_private;
    return bare?.startsWith("<!") ? bare : bare?.replace(">", `|${private_ ? "" : trimName(name)}>`);
  };
  return tokens(typed, labelled, (text) => text);
}

function tokens(typed, resolve, plain) {
  let out = "";
  let at = 0;
  for (const match of typed.matchAll(TOKEN)) {
    const [whole, code, sigil, name, url] = match;
    out += plain(typed.slice(at, match.index));
    at = match.index + whole.length;
    if (sigil) out += withTail(sigil, name, resolve) ?? plain(whole);
    else if (url) out += plain === escape ? `<${escape(url)}>` : url;
    else out += plain(code ?? whole);
  }
  return out + plain(typed.slice(at));
}

const trimName = (name) => name.replace(/[._-]+$/, "");

// "@bob." is bob and a full stop.
function withTail(sigil, name, resolve) {
  const exact = resolve(sigil, name);
  if (exact) return exact;
  const short = trimName(name);
  const found = short !== name && resolve(sigil, short);
  return found ? `${found}${name.slice(short.length)}` : null;
}

function userToken(name) {
  if (BROADCAST.includes(name)) return `<!${name}>`;
  const lower = name.toLowerCase();
  const bot = user(store.app.bot_user_id);
  const found = [...people(), bot].find((person) => person && (person.name.toLowerCase() === lower || person.id === name));
  return found ? `<@${found.id}>` : null;
}

const byChannelName = (name) => [...store.channels.values()].find((c) => c.name === name && !c.is_im);
const channelToken = (name) => (byChannelName(name) ? `<#${byChannelName(name).id}>` : null);

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
