// Modals: the stack of views that the app opened for the acting person, shown one at a time (the top one).

import * as api from "./api.js";
import { failure, renderBlocks } from "./blocks.js";
import { closePopover, dropDialog, h, iconButton } from "./dom.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { plainString } from "./mrkdwn.js";
import { currentChannel } from "./route.js";
import { store } from "./state.js";

// One entry per open view: {dialog, body, form, view, person}.
const open = new Map();

/** Brings the dialogs in step with the acting person's stack. */
export function renderModals() {
  const stack = store.views.get(store.me) ?? [];
  for (const [id, entry] of open) {
    if (entry.person === store.me && stack.some((view) => view.id === id)) continue;
    remove(id, entry);
  }
  stack.forEach((view, depth) => {
    const entry = open.get(view.id) ?? create(view);
    const top = depth === stack.length - 1;
    if (entry.view !== view) update(entry, view, depth);
    if (top && !entry.dialog.open) show(entry);
    else if (!top && entry.dialog.open) entry.dialog.close();
  });
}

function remove(id, entry) {
  open.delete(id);
  closePopover(false);
  dropDialog(entry.dialog);
}

function create(view) {
  const title = h("h2", { id: `title-${view.id}` });
  const entry = {
    person: store.me,
    form: new Form(),
    view: null,
    title,
    lead: h("span", { class: "modal-lead" }),
    banner: h("p", { class: "banner", role: "alert", hidden: true }),
    body: h("div", { class: "modal-body", tabindex: "-1" }),
    foot: h("footer", { class: "modal-foot" }),
    dialog: h("dialog", { class: "modal", "aria-labelledby": title.id, dataset: { view: view.id } }),
  };
  entry.surface = {
    form: entry.form,
    where: () => ({ view_id: view.id }),
    channel: currentChannel()?.id,
    changed: (block) => showError(entry, block.block_id, null),
  };
  const head = h("header", { class: "modal-head" }, entry.lead, title, iconButton(icon("close"), "Close", () => closeAll(), { dataset: { close: "all" } }));
  const frame = h("form", { class: "modal-frame", novalidate: true }, head, entry.banner, entry.body, entry.foot);
  frame.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(entry);
  });
  frame.addEventListener("keydown", (event) => {
    const enter = event.key === "Enter" && !event.isComposing;
    const wanted = event.ctrlKey || event.metaKey || event.target.matches("input.field");
    if (!enter || !wanted || !entry.view.submit) return;
    event.preventDefault();
    submit(entry);
  });
  entry.dialog.append(frame);
  entry.dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!closePopover()) closeOne(entry);
  });
  // Some browsers close a dialog on a second Escape without asking first.
  entry.dialog.addEventListener("close", () => {
    const top = (store.views.get(store.me) ?? []).at(-1);
    if (open.get(view.id) === entry && top?.id === view.id) closeOne(entry);
  });
  document.getElementById("modals").append(entry.dialog);
  open.set(view.id, entry);
  return entry;
}

function update(entry, view, depth) {
  const typing = document.activeElement?.dataset?.actionId;
  entry.view = view;
  entry.dialog.dataset.callbackId = view.callback_id ?? "";
  entry.title.textContent = plainString(view.title);
  entry.lead.replaceChildren(...(depth > 0 ? [iconButton(icon("back"), "Back", () => closeOne(entry), { dataset: { close: "one" } })] : []));
  renderBlocks(entry.body, view.blocks, entry.surface);
  if (view.errors) showErrors(entry, view.errors);
  drawFoot(entry, view, depth);
  if (typing && document.activeElement === document.body) find(entry, typing)?.focus();
}

const find = (entry, actionId) => entry.body.querySelector(`[data-action-id="${CSS.escape(actionId)}"]`);

function drawFoot(entry, view, depth) {
  const close = h("button", { type: "button", class: "btn", dataset: { close: "one" }, text: plainString(view.close ?? (view.submit ? "Cancel" : depth > 0 ? "Back" : "Close")), onClick: () => closeOne(entry) });
  const send = view.submit && h("button", { type: "submit", class: "btn primary", dataset: { submit: "1" }, text: plainString(view.submit) });
  entry.foot.replaceChildren(...[close, send].filter(Boolean));
}

function show(entry) {
  entry.dialog.showModal();
  const first = entry.body.querySelector('[data-focus="1"]') ?? entry.body.querySelector("input.field, textarea.field, button.select, .choices input") ?? entry.foot.querySelector("[data-submit]") ?? entry.body;
  first.focus();
}

function showError(entry, blockId, message) {
  const line = entry.body.querySelector(`[data-error-for="${CSS.escape(blockId)}"]`);
  if (!line) return false;
  line.textContent = message ?? "";
  line.hidden = !message;
  const control = line.parentElement.querySelector("[data-action-id]");
  if (message) control?.setAttribute("aria-invalid", "true");
  else control?.removeAttribute("aria-invalid");
  return true;
}

function showErrors(entry, errors) {
  for (const line of entry.body.querySelectorAll("[data-error-for]")) showError(entry, line.dataset.errorFor, null);
  const unplaced = Object.entries(errors).filter(([blockId, message]) => !showError(entry, blockId, message));
  banner(entry, unplaced.map(([, message]) => message).join(" "));
  const first = entry.body.querySelector(".field-error:not([hidden])")?.parentElement;
  first?.scrollIntoView({ block: "center" });
  first?.querySelector("[data-action-id] input, [data-action-id]")?.focus();
}

function banner(entry, text) {
  entry.banner.textContent = text;
  entry.banner.hidden = text === "";
}

async function submit(entry) {
  if (entry.busy) return;
  const { view, form } = entry;
  const errors = form.validate(view.blocks ?? []);
  showErrors(entry, errors);
  if (Object.keys(errors).length > 0) return;
  busy(entry, true);
  const answer = await api.act("submit", { user: store.me, view_id: view.id, values: form.collect(view.blocks) });
  busy(entry, false);
  if (answer.response_action === "errors" || answer.errors) showErrors(entry, answer.errors ?? {});
  else if (answer.ok === false) banner(entry, answer.error === "operation_timeout" ? "We had some trouble connecting. Try again?" : failure(answer));
}

function busy(entry, on) {
  entry.busy = on;
  entry.dialog.classList.toggle("busy", on);
  entry.dialog.setAttribute("aria-busy", String(on));
  const send = entry.foot.querySelector("[data-submit]");
  if (send) send.disabled = on;
}

async function closeOne(entry) {
  const answer = await api.act("close", { user: store.me, view_id: entry.view.id });
  if (answer.ok === false) dropLocally(entry.view.id);
}

async function closeAll() {
  const stack = [...(store.views.get(store.me) ?? [])].reverse();
  for (const view of stack) {
    const answer = await api.act("close", { user: store.me, view_id: view.id });
    if (answer.ok === false) dropLocally(view.id);
  }
}

// The server no longer knows the view: the page forgets it as well.
function dropLocally(id) {
  store.views.set(store.me, (store.views.get(store.me) ?? []).filter((view) => view.id !== id));
  renderModals();
}
