// What the message box offers while one types: commands, their forms, people, channels, emoji.

import { findEmoji } from "./emoji.js";
import { plainLine } from "./entry.js";
import { plainString } from "./mrkdwn.js";
import { fullName } from "./people.js";
import { visibleChannels } from "./route.js";
import { people, store, user } from "./state.js";

const MAX = 8;

/**
 * What fits at the caret: `{start, end, items: [{label, detail, insert, mark?}], exact}` or null.
 * `exact` says that what stands there is complete, so that Enter sends instead of completing.
 */
export function complete(text, caret, { commands = true } = {}) {
  const before = text.slice(0, caret);
  if (commands && before.startsWith("/")) {
    const found = before.includes(" ") ? forms(before, text) : commandNames(before);
    if (found) return found;
  }
  return token(before, caret);
}

function commandNames(before) {
  const hits = store.app.commands.filter((command) => command.command.startsWith(before.toLowerCase()));
  const items = hits.map((command) => ({ label: command.command, hint: command.usage_hint, detail: command.description, insert: `${command.command} ` }));
  return result(0, before.length, items, hits.some((command) => command.command === before));
}

// "declare [title]" → "declare": the part that is typed as it stands.
const literal = (form) => form.split(/\s*[[<@(…]/)[0].trim();

function forms(before, text) {
  const space = before.indexOf(" ");
  const command = before.slice(0, space);
  const rest = before.slice(space + 1);
  const known = store.completions[command] ?? [];
  const typed = rest.toLowerCase();
  const open = known.filter(({ text: form }) => literal(form).startsWith(typed) && literal(form) !== typed);
  const complete_ = known.filter(({ text: form }) => typed === literal(form) || (literal(form) !== "" && typed.startsWith(`${literal(form)} `)));
  if (complete_.length > 0 && /[@#:][\p{L}\p{N}._-]*$/u.test(rest)) return null;
  const toItem = ({ text: form, description }) => ({ label: `${command} ${literal(form)}`, hint: form.slice(literal(form).length).trim(), detail: description, insert: `${command} ${literal(form)} ` });
  const items = [...complete_.map((form) => ({ ...toItem(form), insert: null })), ...open.map(toItem)];
  return result(0, text.length, items, complete_.length > 0);
}

const TOKEN = /(?:^|[\s(])([@#:])([\p{L}\p{N}+._'-]*)$/u;

function token(before, caret) {
  const match = TOKEN.exec(before);
  if (!match) return null;
  const [, sigil, query] = match;
  const start = caret - query.length - 1;
  if (sigil === ":" && query.length < 2) return null;
  const items = SIGILS[sigil](query.toLowerCase());
  const exact = items.some((item) => item.insert.trim() === `${sigil}${query}`);
  return result(start, caret, items, exact);
}

const SIGILS = {
  "@": (query) => {
    const bot = user(store.app.bot_user_id);
    const all = [...people(), bot].filter(Boolean);
    const hits = all.filter((p) => p.name.toLowerCase().startsWith(query) || fullName(p).toLowerCase().split(" ").some((word) => word.startsWith(query)));
    const groups = ["here", "channel"].filter((name) => name.startsWith(query)).map((name) => ({ label: `@${name}`, detail: "Notify everybody here", insert: `@${name} ` }));
    return [...hits.map((p) => ({ label: `@${p.name}`, detail: [fullName(p), p.profile?.title].filter(Boolean).join(", "), insert: `@${p.name} ` })), ...groups];
  },
  "#": (query) => visibleChannels().filter((c) => c.name.includes(query)).map((c) => ({ label: `#${c.name}`, detail: plainLine(plainString(c.topic?.value)), insert: `#${c.name} ` })),
  ":": (query) => findEmoji(query, MAX).map(({ name, char }) => ({ label: `:${name}:`, mark: char, detail: "", insert: `:${name}: ` })),
};

function result(start, end, items, exact) {
  return items.length === 0 ? null : { start, end, items: items.slice(0, MAX), exact };
}
