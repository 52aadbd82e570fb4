// Block Kit's interactive elements. Each gets `(el, ctx)`; `ctx` is one block on one surface:
// `{block, form, where, channel, act(el, value), changed()}` (see blocks.js).

import * as api from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { confirmObject, menu } from "./menus.js";
import { inline, plain, plainString, safeUrl, textObject } from "./mrkdwn.js";
import { fullName } from "./people.js";
import { localOptions, selectBox } from "./select.js";
import { canSee, people, store, userName } from "./state.js";

/** An element by its type; an unknown type is named, not hidden. */
export function element(el, ctx) {
  const make = ELEMENTS[el.type];
  return make ? make(el, ctx) : h("span", { class: "unknown", text: `(${el.type} is not shown here)` });
}

/** Asks the `confirm` question, if there is one, then sends the action; shows that it is on its way. */
async function dispatch(el, ctx, value, node) {
  if (el.confirm && !(await confirmObject(el.confirm))) return;
  node?.classList.add("busy");
  node?.setAttribute("aria-busy", "true");
  await ctx.act(el, value);
  node?.classList.remove("busy");
  node?.removeAttribute("aria-busy");
}

function button(el, ctx) {
  const style = { primary: "primary", danger: "danger" }[el.style] ?? "";
  const props = { class: `btn ${style}`, "aria-label": el.accessibility_label, dataset: { actionId: el.action_id ?? "", value: el.value ?? "" } };
  if (el.url) {
    const open = (event) => dispatch(el, ctx, undefined, event.currentTarget);
    return h("a", { ...props, href: safeUrl(el.url), target: "_blank", rel: "noopener noreferrer", onClick: open }, textObject(el.text));
  }
  return h("button", { ...props, type: "button", onClick: (event) => dispatch(el, ctx, undefined, event.currentTarget) }, textObject(el.text));
}

function overflow(el, ctx) {
  const node = h("button", { type: "button", class: "btn overflow", title: "More", "aria-label": "More actions", "aria-haspopup": "menu", dataset: { actionId: el.action_id } }, icon("dots"));
  const items = (el.options ?? []).map((option) => ({
    label: plainString(option.text),
    detail: option.description && plainString(option.description),
    href: option.url && safeUrl(option.url),
    dataset: { value: option.value ?? "" },
    run: () => dispatch(el, ctx, option.value, node),
  }));
  node.addEventListener("click", () => menu(node, items, "More actions"));
  return node;
}

const toChoice = (option) => ({ value: option.value, text: plainString(option.text), detail: option.description && plainString(option.description) });
const staticGroups = (el) =>
  el.option_groups ? el.option_groups.map((group) => ({ label: plainString(group.label), options: group.options.map(toChoice) })) : [{ options: (el.options ?? []).map(toChoice) }];

const userChoice = (person) => ({ value: person.id, text: fullName(person), detail: [`@${person.name}`, person.profile?.title].filter(Boolean).join(" · ") });
const channelChoice = (channel) => ({ value: channel.id, text: channel.is_im ? userName(channel.user) : `${channel.is_private ? "🔒 " : "#"}${channel.name}` });
const channels = (filter) => [...store.channels.values()].filter((c) => canSee(c) && !c.is_archived && filter(c)).map(channelChoice);

const CONVERSATION_KIND = { im: (c) => c.is_im, mpim: (c) => c.is_mpim, private: (c) => c.is_private && !c.is_im && !c.is_mpim, public: (c) => !c.is_private && !c.is_im && !c.is_mpim };

function conversations(el) {
  const kinds = el.filter?.include;
  return channels((c) => !kinds || kinds.some((kind) => CONVERSATION_KIND[kind]?.(c)));
}

const SOURCES = {
  static: staticGroups,
  users: () => [{ options: people().map(userChoice) }],
  conversations: (el) => [{ options: conversations(el) }],
  channels: () => [{ options: channels((c) => !c.is_private && !c.is_im) }],
};

function select(source, multi) {
  return (el, ctx) => {
    const remote = source === "external";
    const groups = remote ? [] : SOURCES[source](el);
    const flat = groups.flatMap((group) => group.options);
    const label = ctx.label ?? plainString(el.placeholder ?? "Choose");
    const read = (list) => (multi ? list.map((option) => option.value) : (list[0]?.value ?? null));
    const node = selectBox({
      id: ctx.id,
      label,
      multi,
      remote,
      max: el.max_selected_items,
      actionId: el.action_id,
      placeholder: plainString(el.placeholder ?? (multi ? "Choose some" : "Choose one")),
      chosen: initialChoices(el, ctx, flat),
      load: remote ? (query) => externalOptions(el, ctx, query) : localOptions(groups),
      onChange: (list) => {
        for (const option of list) ctx.form.label(option.value, option.text);
        ctx.form.set(ctx.block, el, read(list));
        ctx.changed();
      },
      onDone: () => ctx.dispatches && dispatch(el, ctx, ctx.form.get(ctx.block, el), node),
    });
    return node;
  };
}

function initialChoices(el, ctx, flat) {
  let value = ctx.form.get(ctx.block, el);
  if (value === null && el.default_to_current_conversation && ctx.channel) {
    value = ctx.channel;
    ctx.form.set(ctx.block, el, value);
  }
  const values = Array.isArray(value) ? value : [value].filter((one) => one !== null && one !== undefined);
  const own = [el.initial_option, ...(el.initial_options ?? [])].filter(Boolean).map(toChoice);
  return values.map((one) => [...flat, ...own].find((option) => option.value === one) ?? { value: one, text: ctx.form.label(one) ?? store.channels.get(one)?.name ?? userName(one) });
}

async function externalOptions(el, ctx, query) {
  if (query.length < (el.min_query_length ?? 0)) return [];
  const answer = await api.act("options", { user: store.me, ...ctx.where(), action_id: el.action_id, block_id: ctx.block.block_id, query });
  const body = answer.options || answer.option_groups ? answer : (answer.ack ?? {});
  return body.options || body.option_groups ? staticGroups(body) : [];
}

function textInput(kind) {
  return (el, ctx) => {
    const multiline = el.multiline || el.type === "rich_text_input";
    const node = h(multiline ? "textarea" : "input", {
      class: "field",
      id: ctx.id,
      rows: multiline ? 4 : null,
      type: multiline ? null : "text",
      inputmode: kind,
      maxlength: el.max_length ?? null,
      "aria-required": ctx.required ? "true" : null,
      placeholder: el.placeholder && plainString(el.placeholder),
      autocomplete: "off",
      dataset: { actionId: el.action_id, focus: el.focus_on_load ? "1" : "" },
      value: ctx.form.get(ctx.block, el) ?? "",
    });
    wireText(node, el, ctx);
    return node;
  };
}

function wireText(node, el, ctx) {
  const triggers = el.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  let wait = null;
  const send = () => ctx.dispatches && dispatch(el, ctx, node.value, null);
  node.addEventListener("input", () => {
    ctx.form.set(ctx.block, el, node.value);
    ctx.changed();
    if (!triggers.includes("on_character_entered")) return;
    clearTimeout(wait);
    wait = setTimeout(send, 250);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (node.tagName === "TEXTAREA" || !ctx.dispatches || !triggers.includes("on_enter_pressed")) return;
    event.preventDefault();
    event.stopPropagation();
    send();
  });
}

function choices(type) {
  return (el, ctx) => {
    const current = () => [ctx.form.get(ctx.block, el) ?? []].flat();
    const set = h("div", { class: "choices", role: type === "radio" ? "radiogroup" : "group", "aria-label": ctx.label ?? null, dataset: { actionId: el.action_id } });
    const rows = (el.options ?? []).map((option) => {
      const input = h("input", { type, name: `${ctx.id}-${el.action_id}`, checked: current().includes(option.value), dataset: { value: option.value } });
      input.addEventListener("change", () => {
        const checked = [...set.querySelectorAll("input")].filter((one) => one.checked).map((one) => one.dataset.value);
        ctx.form.set(ctx.block, el, type === "radio" ? (checked[0] ?? null) : checked);
        ctx.changed();
        if (ctx.dispatches) dispatch(el, ctx, ctx.form.get(ctx.block, el), set);
      });
      return h("label", { class: "check-row" }, input, h("span", { class: "option-text" }, h("span", {}, textObject(option.text)), option.description && h("small", {}, textObject(option.description))));
    });
    set.append(...rows);
    return set;
  };
}

function picker(type, { toInput = (value) => value, fromInput = (text) => text } = {}) {
  return (el, ctx) => {
    const value = ctx.form.get(ctx.block, el);
    const node = h("input", { type, class: "field short", id: ctx.id, "aria-label": ctx.label ?? plainString(el.placeholder ?? type), dataset: { actionId: el.action_id }, value: value === null ? "" : toInput(value) });
    node.addEventListener("change", () => {
      const chosen = node.value === "" ? null : fromInput(node.value);
      ctx.form.set(ctx.block, el, chosen);
      ctx.changed();
      if (ctx.dispatches && chosen !== null) dispatch(el, ctx, chosen, node);
    });
    return node;
  };
}

const two = (n) => String(n).padStart(2, "0");

function toLocalInput(seconds) {
  const d = new Date(Number(seconds) * 1000);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** An image that cannot be fetched here (the page loads nothing from elsewhere): its description in a frame. */
export function imagePlaceholder(el, small = false) {
  const own = /^(data:image\/|\/)/.test(el.image_url ?? "");
  if (own) return h("img", { class: small ? "image small" : "image", src: el.image_url, alt: el.alt_text ?? "" });
  return h("span", { class: small ? "image-frame small" : "image-frame", role: "img", "aria-label": el.alt_text ?? "image", title: el.alt_text }, icon("image"), small ? null : h("span", { text: el.alt_text ?? "image" }));
}

const ELEMENTS = {
  button,
  overflow,
  image: (el) => imagePlaceholder(el, true),
  static_select: select("static", false),
  multi_static_select: select("static", true),
  external_select: select("external", false),
  multi_external_select: select("external", true),
  users_select: select("users", false),
  multi_users_select: select("users", true),
  conversations_select: select("conversations", false),
  multi_conversations_select: select("conversations", true),
  channels_select: select("channels", false),
  multi_channels_select: select("channels", true),
  plain_text_input: textInput("text"),
  rich_text_input: textInput("text"),
  number_input: textInput("decimal"),
  email_text_input: textInput("email"),
  url_text_input: textInput("url"),
  checkboxes: choices("checkbox"),
  radio_buttons: choices("radio"),
  datepicker: picker("date"),
  timepicker: picker("time"),
  datetimepicker: picker("datetime-local", { toInput: toLocalInput, fromInput: (text) => Math.floor(new Date(text).getTime() / 1000) }),
  mrkdwn: (el) => h("span", {}, inline(el.text ?? "")),
  plain_text: (el) => h("span", {}, plain(el.text)),
};
