// The `rich_text` block: sections, lists, quotes and preformatted text.

import { h } from "./dom.js";
import { broadcast, channelRef, emojiNode, link, mention } from "./mrkdwn.js";
import { dateTokens, fullTime } from "./time.js";

/** All elements of a rich_text block (or of a table cell) as nodes. */
export const richText = (block) => (block.elements ?? []).map(part);

const PARTS = {
  rich_text_section: (el) => h("span", { class: "text" }, inlines(el)),
  rich_text_preformatted: (el) => h("pre", { class: "code-block" }, h("code", {}, inlines(el))),
  rich_text_quote: (el) => h("blockquote", {}, inlines(el)),
  rich_text_list: list,
};

function part(el) {
  return PARTS[el.type]?.(el) ?? inlineElement(el);
}

function list(el) {
  const tag = el.style === "ordered" ? "ol" : "ul";
  const indent = Math.min(el.indent ?? 0, 8);
  const start = tag === "ol" && el.offset ? { start: el.offset + 1 } : {};
  return h(tag, { class: `rich-list indent-${indent}`, ...start }, (el.elements ?? []).map((item) => h("li", {}, inlines(item))));
}

const inlines = (el) => (el.elements ?? []).map(inlineElement);

const INLINES = {
  text: (el) => breaks(el.text),
  link: (el) => link(el.url, el.text ?? el.url),
  user: (el) => mention(el.user_id),
  usergroup: () => h("span", { class: "mention group", text: "@group" }),
  team: () => h("span", { class: "mention group", text: "@team" }),
  channel: (el) => channelRef(el.channel_id),
  emoji: (el) => emojiNode(el.name) ?? `:${el.name}:`,
  broadcast: (el) => broadcast(el.range),
  color: (el) => h("code", { class: "code", text: el.value }),
  date: dateElement,
};

function inlineElement(el) {
  const node = INLINES[el.type]?.(el) ?? el.text ?? "";
  return styled(node, el.style);
}

function dateElement(el) {
  const date = new Date(el.timestamp * 1000);
  const text = dateTokens(el.format ?? "{date_short_pretty} {time}", date) ?? el.fallback ?? "";
  return h("time", { datetime: date.toISOString(), title: fullTime(date), text });
}

const breaks = (text) => String(text ?? "").split(/(\n)/).map((piece) => (piece === "\n" ? h("br") : piece));

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function styled(node, style) {
  let current = node;
  for (const [name, tag] of Object.entries(STYLES)) {
    if (style?.[name]) current = h(tag, name === "code" ? { class: "code" } : {}, current);
  }
  return current;
}
