// The message list of a channel or a thread: day separators, grouping by author, staying at the bottom.

import { h, keyed } from "./dom.js";
import { editorOf } from "./actions.js";
import { isSystem, messageNode } from "./messages.js";
import { store } from "./state.js";
import { dayKey, dayLabel, tsDate } from "./time.js";

const GROUP_SECONDS = 300;

/** Brings `holder` in step with `messages`. `context`: `{channel, pins: Set, replies: Map, inThread}`. `lead` items come first. */
export function renderList(holder, messages, context, lead = []) {
  const list = listIn(holder);
  if (holder.listOf !== context.key || mineIsNew(holder, messages)) holder.stick = true;
  const items = [...lead];
  let previous = null;
  for (const message of messages) {
    const date = tsDate(message.ts);
    if (!context.inThread && (!previous || dayKey(tsDate(previous.ts)) !== dayKey(date))) {
      items.push(daySeparator(date));
      previous = null;
    }
    items.push(item(message, previous, context));
    previous = message;
  }
  keyed(list, items);
  holder.listOf = context.key;
  holder.newest = messages.at(-1)?.ts;
  if (holder.stick) toBottom(holder);
}

// The list inside the scrolling holder. Whoever reads the end stays at the end, whatever grows (previews, new messages).
function listIn(holder) {
  if (holder.list?.parentNode === holder) return holder.list;
  holder.list = h("div", { class: "message-list" });
  holder.replaceChildren(holder.list);
  holder.stick = true;
  let top = 0;
  holder.addEventListener("scroll", () => {
    const nearEnd = holder.scrollHeight - holder.scrollTop - holder.clientHeight < 40;
    if (nearEnd || holder.scrollTop < top) holder.stick = nearEnd;
    top = holder.scrollTop;
  });
  const watch = new ResizeObserver(() => holder.stick && toBottom(holder));
  watch.observe(holder.list);
  watch.observe(holder);
  return holder.list;
}

const toBottom = (holder) => (holder.scrollTop = holder.scrollHeight);

function mineIsNew(holder, messages) {
  const last = messages.at(-1);
  return last !== undefined && last.ts !== holder.newest && (last.user === store.me || last.for_user === store.me);
}

function daySeparator(date) {
  const label = dayLabel(date);
  return { key: `day-${dayKey(date)}`, sig: label, make: () => h("div", { class: "day", role: "separator" }, h("span", { text: label })) };
}

function item(message, previous, context) {
  const replies = context.replies?.get(message.ts) ?? null;
  const pinned = context.pins.has(message.ts) && !message.is_ephemeral;
  const compact = Boolean(previous) && !pinned && continues(previous, message);
  const summary = replies ? `${replies.count} ${replies.last}` : "";
  const editing = editorOf(message, context);
  const one = { channel: context.channel, pinned, compact, replies, inThread: context.inThread };
  return {
    key: `${message.ts}${message.is_ephemeral ? "-only-you" : ""}`,
    sig: [message, pinned, compact, summary, editing, store.usersRev, store.me, store.app],
    make: () => messageNode(message, one),
  };
}

function continues(previous, message) {
  if (isSystem(previous) || isSystem(message) || message.is_ephemeral || previous.is_ephemeral) return false;
  const same = previous.user === message.user && previous.bot_id === message.bot_id && previous.username === message.username;
  return same && Number.parseFloat(message.ts) - Number.parseFloat(previous.ts) < GROUP_SECONDS;
}

/** Empties a list that is not on show, so that no message stands in the page twice. */
export function clearList(holder) {
  if (holder.list) keyed(holder.list, []);
  holder.listOf = null;
}

/** Scrolls to a message and lights it up for a moment. */
export function reveal(holder, ts) {
  const node = holder.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "center" });
  node.classList.add("lit");
  setTimeout(() => node.classList.remove("lit"), 1600);
}
