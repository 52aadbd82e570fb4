// A select box with a filter and full keyboard use: one or many values, options at hand or asked for while typing.

import { closePopover, h, openPopover, placePopover, popoverOf } from "./dom.js";
import { icon } from "./icons.js";

let number = 0;

/**
 * Builds the box. `load(query)` gives `[{label?, options: [{value, text, detail?}]}]`, `chosen` is the list of chosen options,
 * `onChange(list)` is called for each change, `onDone()` when a choice is final (one value chosen, or a list of many closed).
 */
export function selectBox(config) {
  const trigger = h("button", {
    type: "button",
    id: config.id,
    class: `select${config.multi ? " multi" : ""}`,
    role: "combobox",
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    "aria-label": config.label,
    dataset: { actionId: config.actionId },
  });
  const box = { ...config, trigger, chosen: [...config.chosen], groups: [], flat: [], active: -1, dirty: false };
  drawTrigger(box);
  trigger.addEventListener("click", () => (popoverOf(trigger) ? closePopover() : open(box)));
  trigger.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open(box);
  });
  return trigger;
}

function drawTrigger(box) {
  const { trigger, chosen, multi, placeholder } = box;
  trigger.dataset.value = chosen.map((option) => option.value).join(",");
  const label = chosen.length === 0 ? h("span", { class: "select-empty", text: placeholder }) : null;
  const values = chosen.map((option) => h("span", { class: multi ? "chip" : "select-value", text: option.text }));
  trigger.replaceChildren(...[label, h("span", { class: "select-values" }, values), icon("chevron")].filter(Boolean));
}

function open(box) {
  number += 1;
  const listId = `listbox-${number}`;
  const input = h("input", {
    class: "select-filter",
    type: "text",
    placeholder: box.remote ? "Type to search" : "Filter",
    "aria-label": `Filter: ${box.label}`,
    "aria-controls": listId,
    autocomplete: "off",
    spellcheck: "false",
  });
  const list = h("div", { id: listId, class: "options", role: "listbox", "aria-label": box.label, "aria-multiselectable": box.multi ? "true" : null });
  Object.assign(box, { input, list, dirty: false });
  const node = openPopover(box.trigger, [input, list], { label: box.label, onClose: () => finish(box) });
  node.classList.add("select-popover");
  input.addEventListener("input", () => refresh(box));
  input.addEventListener("keydown", (event) => onKey(box, event));
  input.focus();
  refresh(box);
}

function finish(box) {
  if (box.multi && box.dirty) box.onDone?.();
  box.dirty = false;
}

let wait = null;

function refresh(box) {
  clearTimeout(wait);
  const query = box.input.value.trim();
  if (!box.remote) return draw(box, box.load(query));
  box.list.replaceChildren(h("p", { class: "options-note", text: "Loading…" }));
  wait = setTimeout(async () => {
    const groups = await box.load(query);
    if (box.list.isConnected && box.input.value.trim() === query) draw(box, groups);
  }, 200);
  return undefined;
}

function draw(box, groups) {
  box.flat = [];
  const nodes = groups.flatMap((group) => {
    const options = group.options.map((option) => optionNode(box, option));
    return group.label && options.length > 0 ? [h("p", { class: "options-group", text: group.label }), ...options] : options;
  });
  box.list.replaceChildren(...(nodes.length > 0 ? nodes : [h("p", { class: "options-note", text: "No matches" })]));
  placePopover();
  const chosen = box.flat.findIndex(({ option }) => isChosen(box, option));
  activate(box, box.input.value === "" && chosen >= 0 ? chosen : 0);
}

function optionNode(box, option) {
  const node = h(
    "div",
    { class: "option", role: "option", id: `option-${number}-${box.flat.length}`, "aria-selected": String(isChosen(box, option)), dataset: { value: option.value } },
    h("span", { class: "option-text" }, h("span", { text: option.text }), option.detail && h("small", { text: option.detail })),
    icon("check"),
  );
  const index = box.flat.length;
  node.addEventListener("pointermove", () => activate(box, index, false));
  node.addEventListener("click", () => pick(box, option));
  box.flat.push({ option, node });
  return node;
}

const isChosen = (box, option) => box.chosen.some((chosen) => chosen.value === option.value);

function activate(box, index, scroll = true) {
  box.flat[box.active]?.node.classList.remove("active");
  box.active = box.flat.length === 0 ? -1 : (index + box.flat.length) % box.flat.length;
  const entry = box.flat[box.active];
  if (!entry) return;
  entry.node.classList.add("active");
  box.input.setAttribute("aria-activedescendant", entry.node.id);
  if (scroll) entry.node.scrollIntoView({ block: "nearest" });
}

function onKey(box, event) {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (moves[event.key]) {
    event.preventDefault();
    activate(box, box.active + moves[event.key]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    event.stopPropagation();
    if (box.flat[box.active]) pick(box, box.flat[box.active].option);
  } else if (event.key === "Tab") {
    closePopover();
  } else if (event.key === "Backspace" && box.multi && box.input.value === "" && box.chosen.length > 0) {
    change(box, box.chosen.slice(0, -1));
    refresh(box);
  }
}

function pick(box, option) {
  if (!box.multi) {
    change(box, [option]);
    closePopover();
    box.onDone?.();
    return;
  }
  const without = box.chosen.filter((chosen) => chosen.value !== option.value);
  const added = without.length === box.chosen.length;
  if (added && box.max && box.chosen.length >= box.max) return;
  change(box, added ? [...box.chosen, option] : without);
  box.input.value = "";
  refresh(box);
}

function change(box, chosen) {
  box.chosen = chosen;
  box.dirty = true;
  drawTrigger(box);
  box.onChange(chosen);
}

/** A filter over options at hand, for `load`. */
export function localOptions(groups) {
  return (query) => {
    const wanted = query.toLowerCase();
    const hit = (option) => option.text.toLowerCase().includes(wanted) || option.detail?.toLowerCase().includes(wanted);
    return groups.map((group) => ({ ...group, options: group.options.filter(hit) }));
  };
}
