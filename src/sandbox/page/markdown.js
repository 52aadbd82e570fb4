// Markdown (the `markdown` block and .md files) as DOM nodes: headings, lists, tables, quotes, code, rules, inline marks.

import { h } from "./dom.js";
import { channelRef, emojiNode, link, mention } from "./mrkdwn.js";

/** Markdown source → a fragment. */
export function markdown(source) {
  const fragment = document.createDocumentFragment();
  const rows = String(source ?? "").replaceAll("\r\n", "\n").split("\n");
  let at = 0;
  while (at < rows.length) {
    const rule = BLOCKS.find(({ test }) => test(rows, at));
    const { node, next } = rule.make(rows, at);
    if (node) fragment.append(node);
    at = next;
  }
  return fragment;
}

const LIST = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const FENCE = /^\s*(```|~~~)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;
const DIVISION = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const COMMENT = /^\s*<!--/;

const BLOCKS = [
  { test: (rows, at) => rows[at].trim() === "", make: (_, at) => ({ node: null, next: at + 1 }) },
  { test: (rows, at) => COMMENT.test(rows[at]), make: comment },
  { test: (rows, at) => FENCE.test(rows[at]), make: fence },
  { test: (rows, at) => HEADING.test(rows[at]), make: heading },
  { test: (rows, at) => RULE.test(rows[at]), make: (_, at) => ({ node: h("hr"), next: at + 1 }) },
  { test: (rows, at) => rows[at].includes("|") && DIVISION.test(rows[at + 1] ?? "") && (rows[at + 1] ?? "").includes("-"), make: table },
  { test: (rows, at) => /^\s*>/.test(rows[at]), make: quote },
  { test: (rows, at) => LIST.test(rows[at]), make: list },
  { test: () => true, make: paragraph },
];

function comment(rows, at) {
  let next = at;
  while (next < rows.length && !rows[next].includes("-->")) next += 1;
  return { node: null, next: next + 1 };
}

function fence(rows, at) {
  const mark = FENCE.exec(rows[at])[1];
  let end = at + 1;
  while (end < rows.length && !rows[end].trim().startsWith(mark)) end += 1;
  const code = h("code", { text: rows.slice(at + 1, end).join("\n") });
  return { node: h("pre", { class: "code-block" }, code), next: end + 1 };
}

function heading(rows, at) {
  const [, marks, text] = HEADING.exec(rows[at]);
  const level = Math.min(marks.length + 2, 6);
  return { node: h(`h${level}`, { class: `md-h md-h${marks.length}` }, inline(text)), next: at + 1 };
}

function quote(rows, at) {
  let end = at;
  while (end < rows.length && /^\s*>/.test(rows[end])) end += 1;
  const inner = rows.slice(at, end).map((row) => row.replace(/^\s*>\s?/, "")).join("\n");
  return { node: h("blockquote", {}, markdown(inner)), next: end };
}

const cells = (row) =>
  row
    .trim()
    .replace(/^\||(?<!\\)\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

function table(rows, at) {
  const head = cells(rows[at]);
  const align = cells(rows[at + 1]).map((cell) => (cell.endsWith(":") ? (cell.startsWith(":") ? "center" : "right") : "left"));
  let end = at + 2;
  while (end < rows.length && rows[end].includes("|") && rows[end].trim() !== "") end += 1;
  const row = (list, tag) => h("tr", {}, list.map((cell, i) => h(tag, { class: `align-${align[i] ?? "left"}` }, inline(cell))));
  const body = rows.slice(at + 2, end).map((line) => row(cells(line), "td"));
  const top = head.some((cell) => cell !== "") && h("thead", {}, row(head, "th"));
  return { node: h("div", { class: "table-wrap" }, h("table", {}, top, h("tbody", {}, body))), next: end };
}

function list(rows, at) {
  const [, lead, marker] = LIST.exec(rows[at]);
  const ordered = /\d/.test(marker);
  const node = h(ordered ? "ol" : "ul", ordered ? { start: Number.parseInt(marker, 10) } : {});
  let next = at;
  while (next < rows.length) {
    const match = LIST.exec(rows[next]);
    if (match && match[1].length > lead.length + 1) {
      const inner = list(rows, next);
      (node.lastElementChild ?? node).append(inner.node);
      next = inner.next;
    } else if (match && match[1].length >= lead.length && /\d/.test(match[2]) === ordered) {
      node.append(item(match[3]));
      next += 1;
    } else if (!match && node.lastElementChild && /^\s{2,}\S/.test(rows[next])) {
      node.lastElementChild.append(" ", ...inline(rows[next].trim()));
      next += 1;
    } else break;
  }
  return { node, next };
}

function item(text) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return h("li", {}, inline(text));
  const box = h("input", { type: "checkbox", disabled: true, checked: task[1] !== " " });
  return h("li", { class: "task" }, box, " ", inline(task[2]));
}

function paragraph(rows, at) {
  let end = at + 1;
  while (end < rows.length && !BLOCKS.slice(0, -1).some(({ test }) => test(rows, end))) end += 1;
  const content = rows.slice(at, end).map((row) => row.trim());
  const nodes = content.flatMap((row, i) => (i === 0 ? inline(row) : [" ", ...inline(row)]));
  return { node: h("p", {}, nodes), next: end };
}

const INLINE = new RegExp(
  [
    "\\\\(?<escaped>[\\\\`*_{}\\[\\]()#+.!|~<>-])",
    "`(?<code>[^`]+)`",
    "!?\\[(?<label>[^\\]]*)\\]\\((?<href>[^)\\s]+)\\)",
    "<(?<auto>https?://[^<>\\s]+)>",
    "<@(?<user>[UW][A-Z0-9]+)(?:\\|[^<>]*)?>",
    "<#(?<channel>C[A-Z0-9]+)(?:\\|[^<>]*)?>",
    "\\*\\*(?<strong>[^\\s*](?:.*?[^\\s*])?)\\*\\*",
    "(?<![\\p{L}\\p{N}])__(?<strong2>\\S(?:.*?\\S)?)__(?![\\p{L}\\p{N}])",
    "\\*(?<em>[^\\s*](?:[^*]*[^\\s*])?)\\*",
    "(?<![\\p{L}\\p{N}])_(?<em2>[^\\s_](?:[^_]*[^\\s_])?)_(?![\\p{L}\\p{N}])",
    "~~(?<strike>.+?)~~",
    ":(?<emoji>[\\w+-]+):",
    "(?<url>https?://[^\\s<>|\"]+[^\\s<>|\".,:;!?)\\]'])",
  ].join("|"),
  "gu",
);

function inline(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) nodes.push(decode(text.slice(at, match.index)));
    nodes.push(inlineNode(match[0], match.groups));
    at = match.index + match[0].length;
  }
  if (at < text.length) nodes.push(decode(text.slice(at)));
  return nodes;
}

const decode = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function inlineNode(whole, groups) {
  const strong = groups.strong ?? groups.strong2;
  const em = groups.em ?? groups.em2;
  if (groups.escaped !== undefined) return groups.escaped;
  if (groups.code !== undefined) return h("code", { class: "code", text: groups.code });
  if (groups.href !== undefined) return link(groups.href, groups.label || groups.href);
  if (groups.auto ?? groups.url) return link(groups.auto ?? groups.url, groups.auto ?? groups.url);
  if (groups.user !== undefined) return mention(groups.user);
  if (groups.channel !== undefined) return channelRef(groups.channel);
  if (strong !== undefined) return h("strong", {}, inline(strong));
  if (em !== undefined) return h("em", {}, inline(em));
  if (groups.strike !== undefined) return h("s", {}, inline(groups.strike));
  return emojiNode(groups.emoji) ?? whole;
}
