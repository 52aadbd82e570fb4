// Block Kit's blocks, for messages, modals and the home tab.

import * as api from "./api.js";
import { h, keyed, toast } from "./dom.js";
import { element, imagePlaceholder } from "./elements.js";
import { markdown } from "./markdown.js";
import { inline, mrkdwn, plain, plainString, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { store } from "./state.js";

/**
 * Brings `parent` in step with `blocks`. `surface` is `{form, where(), channel?, changed?}`, the same object each time:
 * `where()` gives `{view_id}` or `{channel, ts}`. Unchanged blocks keep their nodes, and so focus and half-typed text.
 */
export function renderBlocks(parent, blocks, surface) {
  surface.blocks = blocks ?? [];
  const items = (blocks ?? []).map((block, i) => {
    const named = block.block_id ? block : { ...block, block_id: `block-${i}` };
    return { key: named.block_id, sig: `${store.usersRev} ${JSON.stringify(named)}`, make: () => blockNode(named, surface) };
  });
  keyed(parent, items);
}

let number = 0;

function blockNode(block, surface) {
  const make = BLOCKS[block.type];
  const ctx = context(block, surface);
  const node = make ? make(block, ctx) : h("p", { class: "unknown", text: `(A ${block.type} block is not shown here.)` });
  node.classList.add("block", `b-${block.type.replaceAll("_", "-")}`);
  node.dataset.blockId = block.block_id;
  return node;
}

function context(block, surface) {
  number += 1;
  return {
    block,
    id: `el-${number}`,
    form: surface.form,
    where: surface.where,
    channel: surface.channel,
    dispatches: block.type !== "input" || block.dispatch_action === true,
    changed: () => surface.changed?.(block),
    act: (el, value) => act(block, el, value, surface),
  };
}

async function act(block, el, value, surface) {
  const body = { user: store.me, ...surface.where(), action_id: el.action_id, block_id: block.block_id, value };
  if (surface.where().view_id) body.values = surface.form.collect(surface.blocks);
  const answer = await api.act("click", body);
  if (answer.ok === false) toast(failure(answer), "error");
}

/** What to tell the person when the app did not take an interaction. */
export function failure(answer) {
  if (answer.error === "operation_timeout") return "The app did not answer in time (operation_timeout).";
  return `That did not work: ${answer.error ?? "unknown error"}${answer.detail ? ` (${answer.detail})` : ""}.`;
}

function section(block, ctx) {
  const accessory = block.accessory && h("div", { class: "accessory" }, element(block.accessory, ctx));
  const fields = (block.fields ?? []).map((field) => h("div", { class: "section-field" }, textObject(field)));
  const main = h("div", { class: "section-main" }, block.text && h("div", { class: "section-text" }, textObject(block.text)), fields.length > 0 && h("div", { class: "fields" }, fields));
  return h("div", {}, main, accessory);
}

function input(block, ctx) {
  const label = plainString(block.label);
  const inner = { ...ctx, label, required: !block.optional };
  const mark = block.optional ? h("span", { class: "optional", text: "(optional)" }) : null;
  return h(
    "div",
    {},
    h("label", { class: "input-label", for: ctx.id }, plain(block.label?.text), " ", mark),
    element(block.element, inner),
    h("p", { class: "field-error", role: "alert", dataset: { errorFor: block.block_id }, hidden: true }),
    block.hint && h("p", { class: "hint" }, plain(block.hint.text)),
  );
}

const contextItem = (el) => (el.type === "image" ? imagePlaceholder(el, true) : h("span", { class: "context-text" }, el.type === "mrkdwn" ? mrkdwn(el.text) : plain(el.text)));

function image(block) {
  return h("figure", {}, block.title && h("figcaption", {}, textObject(block.title)), imagePlaceholder(block));
}

function table(block) {
  const settings = block.column_settings ?? [];
  const cellClass = (i) => `align-${settings[i]?.align ?? "left"}${settings[i]?.is_wrapped ? " wrapped" : ""}`;
  const cell = (data, i, tag) => h(tag, { class: cellClass(i) }, data?.type === "rich_text" ? richText(data) : plain(String(data?.text ?? "")));
  const row = (cells, tag) => h("tr", {}, cells.map((data, i) => cell(data, i, tag)));
  const [head, ...rest] = block.rows ?? [];
  return h("div", {}, h("div", { class: "table-wrap" }, h("table", {}, head && h("thead", {}, row(head, "th")), h("tbody", {}, rest.map((cells) => row(cells, "td"))))));
}

const ALERT = { info: "info", warning: "warning", error: "error", success: "success", default: "info" };

const BLOCKS = {
  section,
  input,
  image,
  table,
  header: (block) => h("h3", {}, plain(block.text?.text)),
  divider: () => h("hr"),
  context: (block) => h("div", {}, (block.elements ?? []).map(contextItem)),
  actions: (block, ctx) => h("div", {}, (block.elements ?? []).map((el) => element(el, ctx))),
  rich_text: (block) => h("div", {}, richText(block)),
  markdown: (block) => h("div", { class: "md" }, markdown(block.text)),
  alert: (block) => h("div", { class: `alert-${ALERT[block.level] ?? "info"}`, role: "note" }, textObject(block.text)),
  video: (block) => h("p", { class: "unknown" }, inline(`Video: ${plainString(block.title)}`)),
};
