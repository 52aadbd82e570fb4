// Small helpers over the DOM: build elements, keep keyed lists in step with data, show popovers and toasts.
// User data only ever enters through text nodes and attributes, never as HTML.

/** Builds an element. `props`: class, text, on{Event}, dataset, boolean and plain attributes. Children: nodes, strings, arrays, null. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  append(node, children);
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "text") node.textContent = value;
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "value") node.value = value;
  else if (name.startsWith("on")) node.addEventListener(name.slice(2).toLowerCase(), value);
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** Appends nodes, strings and nested arrays; skips null and false. */
export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

/** Makes `nodes` the children of `parent`, moving only what is out of place (so that focus survives). */
function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

/** Keyed rendering: a node is rebuilt only when the signature of its item changed. Items: {key, sig, make}. */
export function keyed(parent, items) {
  const old = parent.keyedNodes ?? new Map();
  const next = new Map();
  for (const { key, sig, make } of items) {
    const before = old.get(key);
    const entry = before && sameSig(before.sig, sig) ? before : { sig, node: make(before?.node) };
    next.set(key, entry);
  }
  parent.keyedNodes = next;
  reconcile(parent, [...next.values()].map((entry) => entry.node));
}

function sameSig(a, b) {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

let popover = null;

/** Shows `content` beside `anchor`; closes on Escape, on a click elsewhere, or by `closePopover()`. One at a time. */
export function openPopover(anchor, content, { label = "Menu", role = "dialog", onClose } = {}) {
  closePopover();
  const host = anchor.closest("dialog") ?? document.body;
  const node = h("div", { class: "popover", role, "aria-label": label }, content);
  host.append(node);
  place(node, anchor);
  anchor.setAttribute("aria-expanded", "true");
  const off = new AbortController();
  popover = { node, anchor, onClose, off };
  const outside = (event) => {
    if (!node.contains(event.target) && !anchor.contains(event.target)) closePopover(false);
  };
  document.addEventListener("pointerdown", outside, { capture: true, signal: off.signal });
  window.addEventListener("resize", () => closePopover(false), { signal: off.signal });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    closePopover();
  });
  return node;
}

/** Closes the open popover; gives the focus back to what opened it unless told not to. */
export function closePopover(refocus = true) {
  if (!popover) return false;
  const { node, anchor, onClose, off } = popover;
  popover = null;
  off.abort();
  node.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus && anchor.isConnected) anchor.focus();
  onClose?.();
  return true;
}

/** Puts the open popover where it fits now that its contents changed. */
export function placePopover() {
  if (popover) place(popover.node, popover.anchor);
}

/** Whether a popover of this anchor is open. */
export function popoverOf(anchor) {
  return popover?.anchor === anchor;
}

function place(node, anchor) {
  const box = anchor.getBoundingClientRect();
  const gap = 6;
  const { offsetWidth: width, offsetHeight: height } = node;
  const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 8));
  const below = box.bottom + gap;
  const fits = below + height < window.innerHeight - 8;
  const top = fits ? below : Math.max(8, box.top - gap - height);
  node.style.left = `${left}px`;
  node.style.top = `${top}px`;
}

/** A short notice at the bottom of the page. */
export function toast(text, kind = "info") {
  const node = h("div", { class: `toast ${kind}`, text });
  const open = [...document.querySelectorAll("dialog[open]")].pop();
  const home = document.getElementById("toasts");
  if (open) open.append(home);
  else if (home.parentNode !== document.body) document.body.append(home);
  home.append(node);
  setTimeout(() => node.remove(), 6000);
}

/** Closes a dialog and takes it away. The cursor returns to where it was, notices stay. */
export function dropDialog(dialog) {
  const notices = dialog.querySelector("#toasts");
  if (notices) document.body.append(notices);
  dialog.close();
  dialog.remove();
  // Chromium gives the focus back but leaves the caret in what is gone: what is typed would be lost.
  const field = document.activeElement;
  if (!field?.matches("input, textarea")) return;
  field.blur();
  field.focus({ preventScroll: true });
}

/** A button with an icon; its label is read out and shown on hover. */
export function iconButton(icon, label, onClick, extra = {}) {
  return h("button", { type: "button", class: `icon-btn ${extra.class ?? ""}`, title: label, "aria-label": label, onClick, ...omit(extra, "class") }, icon);
}

function omit(object, name) {
  const { [name]: _, ...rest } = object;
  return rest;
}

/** Moves the focus among `[role=option|menuitem]`-like children with the arrow keys; Enter clicks. */
export function arrowNav(container, selector) {
  container.addEventListener("keydown", (event) => {
    const items = [...container.querySelectorAll(selector)];
    const at = items.indexOf(document.activeElement);
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!move || items.length === 0) return;
    event.preventDefault();
    items[(at + move + items.length) % items.length]?.focus();
  });
}
