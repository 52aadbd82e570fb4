// The app's home tab.

import * as api from "./api.js";
import { failure, renderBlocks } from "./blocks.js";
import { h, toast } from "./dom.js";
import { Form } from "./form.js";
import { store } from "./state.js";

let opened = null;
const surfaces = new Map();

/** Draws the home view of the acting person, and tells the app when the tab is opened. */
export function renderHome(holder) {
  if (opened !== store.me) open();
  const view = store.homes.get(store.me);
  if (holder.dataset.home !== (view ? store.me : "none")) {
    holder.keyedNodes = null;
    holder.replaceChildren();
    holder.dataset.home = view ? store.me : "none";
  }
  if (view) renderBlocks(holder, view.blocks, surface(store.me));
  else if (!holder.firstChild) holder.append(h("p", { class: "empty", text: `${store.app.name ?? "The app"} has not published a home tab yet.` }));
}

function surface(person) {
  if (!surfaces.has(person)) surfaces.set(person, { form: new Form(), where: () => ({ view_id: store.homes.get(person)?.id }) });
  return surfaces.get(person);
}

async function open() {
  opened = store.me;
  const answer = await api.act("home", { user: store.me });
  if (answer.ok === false) toast(failure(answer), "error");
}

/** The tab was left: the next sight of it is a new opening. */
export function leaveHome() {
  opened = null;
}
