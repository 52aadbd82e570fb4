// Slack's mrkdwn as DOM nodes. Nothing is ever parsed as HTML; unknown markup stays visible as text.

import { h } from "./dom.js";
import { emojiChar } from "./emoji.js";
import { store, user, userName } from "./state.js";
import { ago, dateTokens, fullTime } from "./time.js";

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** mrkdwn → a fragment with paragraphs, quotes, lists and code blocks. */
export function mrkdwn(text) {
  const fragment = document.createDocumentFragment();
  const parts = String(text ?? "").split(/```\n?([\s\S]*?)\n?```/);
  parts.forEach((part, i) => {
    if (i % 2 === 1) fragment.append(h("pre", { class: "code-block" }, h("code", {}, inlineRefs(part))));
    else if (part.trim() !== "" || parts.length === 1) lines(fragment, i > 0 ? part.replace(/^\n/, "") : part);
  });
  return fragment;
}

const KINDS = [
  ["quote", /^(?:&gt;|>)\s?(.*)$/],
  ["bullet", /^\s*[•◦▪-]\s+(.*)$/],
  ["number", /^\s*\d+[.)]\s+.*$/],
];

function lineKind(line) {
  for (const [kind, pattern] of KINDS) {
    const match = pattern.exec(line);
    if (match) return { kind, text: match[1] ?? line };
  }
  return { kind: "text", text: line };
}

function lines(fragment, text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const { kind, text: rest } = lineKind(line);
    if (groups.at(-1)?.kind !== kind) groups.push({ kind, content: [] });
    groups.at(-1).content.push(rest);
  }
  for (const { kind, content } of groups) fragment.append(groupNode(kind, content));
}

function groupNode(kind, content) {
  if (kind === "quote") return h("blockquote", {}, inline(content.join("\n")));
  if (kind === "bullet") return h("ul", { class: "plain-list" }, content.map((line) => h("li", {}, inline(line))));
  if (kind === "number") return h("ol", { class: "as-typed" }, content.map((line) => h("li", {}, inline(line.trim()))));
  return h("span", { class: "text" }, inline(content.join("\n")));
}

// One pattern per inline construct, tried at each position from the left.
const EDGE = "(?<![\\p{L}\\p{N}])";
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<ref>[^<>\\n]+)>",
    `${EDGE}\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\p{L}\\p{N}])`,
    `${EDGE}_(?<italic>[^\\s_](?:[^\\n]*?[^\\s_])?)_(?![\\p{L}\\p{N}_])`,
    `${EDGE}~(?<strike>[^\\s~](?:[^~\\n]*[^\\s~])?)~(?![\\p{L}\\p{N}])`,
    ":(?<emoji>[\\w+'-]+(?:::skin-tone-[2-6])?):",
    "(?<url>https?://[^\\s<>|\"]+[^\\s<>|\".,:;!?)\\]'])",
    "(?<newline>\\n)",
  ].join("|"),
  "gu",
);

/** Inline mrkdwn → an array of nodes. */
export function inline(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) nodes.push(unescape(text.slice(at, match.index)));
    nodes.push(inlineNode(match));
    at = match.index + match[0].length;
  }
  if (at < text.length) nodes.push(unescape(text.slice(at)));
  return nodes;
}

function inlineNode({ 0: whole, groups }) {
  if (groups.code !== undefined) return h("code", { class: "code" }, inlineRefs(groups.code));
  if (groups.ref !== undefined) return reference(groups.ref);
  if (groups.bold !== undefined) return h("strong", {}, inline(groups.bold));
  if (groups.italic !== undefined) return h("em", {}, inline(groups.italic));
  if (groups.strike !== undefined) return h("s", {}, inline(groups.strike));
  if (groups.emoji !== undefined) return emojiNode(groups.emoji) ?? whole;
  if (groups.url !== undefined) return link(unescape(groups.url), unescape(groups.url));
  return h("br");
}

// Inside code only references are resolved, as in Slack.
function inlineRefs(text) {
  return text.split(/(<[^<>\n]+>)/).map((part, i) => (i % 2 === 1 ? reference(part.slice(1, -1)) : unescape(part)));
}

/** An emoji by short code as a node, or null when unknown. */
export function emojiNode(name) {
  const char = emojiChar(name);
  return char ? h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:`, text: char }) : null;
}

function reference(inner) {
  const [target, ...rest] = inner.split("|");
  const label = rest.length > 0 ? unescape(rest.join("|")) : null;
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelRef(target.slice(1), label);
  if (target.startsWith("!date^")) return dateRef(target.slice(6), label);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention group", text: label ?? "@group" });
  if (target.startsWith("!")) return broadcast(target.slice(1), label);
  const href = unescape(target);
  return link(href, label || href.replace(/^mailto:|^tel:/, ""));
}

/** A person's name as a highlighted mention. */
export function mention(id, label) {
  const known = user(id) || id === store.app.bot_user_id;
  const text = known ? `@${userName(id)}` : `@${label ?? id}`;
  return h("span", { class: `mention${id === store.me ? " me" : ""}`, dataset: { user: id }, text });
}

/** `<#C…>`: a link to the channel when the acting person can open it. */
export function channelRef(id, label) {
  const channel = store.channels.get(id);
  const name = channel?.name ?? label;
  if (!channel) return h("span", { class: "mention channel", text: name ? `#${name}` : "#private-channel" });
  return h("a", { class: "mention channel", href: `#${store.route.person}/${channel.name ?? channel.id}`, text: `#${name}` });
}

/** `<!here>` and its like. */
export const broadcast = (name, label) => h("span", { class: "mention everyone", text: label ?? `@${name}` });

function dateRef(spec, fallback) {
  const [stamp, template = "{date_short_pretty} {time}", href] = spec.split("^");
  const date = new Date(Number(stamp) * 1000);
  const text = Number.isNaN(date.getTime()) ? null : dateTokens(unescape(template), date);
  if (text === null) return fallback ?? spec;
  const node = h("time", { datetime: date.toISOString(), title: `${fullTime(date)} (${ago(date)})`, text });
  if (template.includes("{ago}")) node.dataset.template = unescape(template);
  return href ? h("a", { href: safeUrl(unescape(href)), target: "_blank", rel: "noopener noreferrer" }, node) : node;
}

/** Keeps the distances from now in step with the time, wherever they stand. */
export function refreshTimes() {
  for (const node of document.querySelectorAll("time[data-template]")) {
    const text = dateTokens(node.dataset.template, new Date(node.dateTime));
    if (node.textContent !== text) node.textContent = text;
  }
}

/** Only web, mail and telephone addresses become links; anything else leads nowhere. */
export function safeUrl(href) {
  return /^(https?:|mailto:|tel:|\/)/i.test(href) ? href : null;
}

const ARCHIVE = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/;

/** A link. Links to messages and channels of this workspace stay in the page. */
export function link(href, label) {
  const local = ARCHIVE.exec(href);
  const channel = local && store.channels.get(local[1]);
  if (channel) {
    const spot = local[2] ? `/${local[2]}.${local[3]}` : "";
    return h("a", { href: `#${store.route.person}/${channel.name ?? channel.id}${spot}`, text: label });
  }
  return h("a", { href: safeUrl(href), target: "_blank", rel: "noopener noreferrer", text: label });
}

/** A text object (`plain_text` or `mrkdwn`) → nodes. */
export function textObject(object) {
  if (!object) return [];
  if (typeof object === "string") return [object];
  return object.type === "mrkdwn" ? [mrkdwn(object.text)] : plain(object.text, object.emoji !== false);
}

/** Plain text with short codes as emoji and line breaks kept. */
export function plain(text, emoji = true) {
  return String(text ?? "")
    .split(/(:[\w+'-]+:|\n)/)
    .map((part) => {
      if (part === "\n") return h("br");
      return (emoji && /^:.+:$/.test(part) && emojiNode(part.slice(1, -1))) || part;
    });
}

/** A text object as one string, for labels and options. */
export function plainString(object) {
  const text = typeof object === "string" ? object : (object?.text ?? "");
  return text.replace(/:([\w+'-]+):/g, (whole, name) => emojiChar(name) ?? whole);
}
