// What a person has typed or chosen in a surface with stateful elements (a modal, the home tab, a message).
// Values are kept by block_id and action_id, so they survive the app's update of an open view, as in Slack.

const INITIAL = {
  plain_text_input: (el) => el.initial_value ?? null,
  number_input: (el) => el.initial_value ?? null,
  email_text_input: (el) => el.initial_value ?? null,
  url_text_input: (el) => el.initial_value ?? null,
  rich_text_input: () => null,
  static_select: (el) => el.initial_option?.value ?? null,
  external_select: (el) => el.initial_option?.value ?? null,
  users_select: (el) => el.initial_user ?? null,
  conversations_select: (el) => el.initial_conversation ?? null,
  channels_select: (el) => el.initial_channel ?? null,
  multi_static_select: (el) => (el.initial_options ?? []).map((option) => option.value),
  multi_external_select: (el) => (el.initial_options ?? []).map((option) => option.value),
  multi_users_select: (el) => el.initial_users ?? [],
  multi_conversations_select: (el) => el.initial_conversations ?? [],
  multi_channels_select: (el) => el.initial_channels ?? [],
  checkboxes: (el) => (el.initial_options ?? []).map((option) => option.value),
  radio_buttons: (el) => el.initial_option?.value ?? null,
  datepicker: (el) => el.initial_date ?? null,
  timepicker: (el) => el.initial_time ?? null,
  datetimepicker: (el) => el.initial_date_time ?? null,
};

const isStateful = (el) => el && INITIAL[el.type] !== undefined;
const isEmpty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** The values of one surface. */
export class Form {
  #values = new Map();
  #labels = new Map();

  /** The current value of an element: what was entered, else its initial value. */
  get(block, el) {
    const key = keyOf(block, el);
    return this.#values.has(key) ? this.#values.get(key) : INITIAL[el.type](el);
  }

  /** Remembers a value. */
  set(block, el, value) {
    this.#values.set(keyOf(block, el), value);
  }

  /** Remembers the text of a chosen option that is not in the element itself (external selects). */
  label(value, text) {
    if (text !== undefined) this.#labels.set(value, text);
    return this.#labels.get(value);
  }

  /** All values of the given blocks by action_id (`block_id/action_id` where two share one); empty ones are null. */
  collect(blocks) {
    const values = {};
    const all = statefulElements(blocks);
    for (const { block, el } of all) {
      const value = this.get(block, el);
      const shared = all.filter((other) => other.el.action_id === el.action_id).length > 1;
      values[shared ? `${block.block_id}/${el.action_id}` : el.action_id] = isEmpty(value) ? null : value;
    }
    return values;
  }

  /** Client-side checks, as Slack makes them before it sends a submission: block_id → message. */
  validate(blocks) {
    const errors = {};
    for (const block of blocks.filter((b) => b.type === "input" && isStateful(b.element))) {
      const value = this.get(block, block.element);
      const message = isEmpty(value) ? (block.optional ? null : "Please complete this required field.") : invalid(block.element, value);
      if (message) errors[block.block_id] = message;
    }
    return errors;
  }
}

const keyOf = (block, el) => `${block.block_id}\u0000${el.action_id}`;

/** Every element of the blocks that holds a value. */
function statefulElements(blocks) {
  const found = [];
  for (const block of blocks ?? []) {
    const elements = [block.element, block.accessory, ...(block.type === "actions" ? (block.elements ?? []) : [])];
    for (const el of elements) if (isStateful(el)) found.push({ block, el });
  }
  return found;
}

const CHECKS = {
  plain_text_input: lengths,
  number_input: number,
  email_text_input: (_, value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : "Please enter a valid email address."),
  url_text_input: (_, value) => (/^https?:\/\/\S+$/i.test(value) ? null : "Please enter a valid URL, with http:// or https://."),
};

const invalid = (el, value) => CHECKS[el.type]?.(el, value) ?? null;

function lengths(el, value) {
  const length = [...value].length;
  if (el.min_length && length < el.min_length) return `Please enter at least ${el.min_length} characters.`;
  if (el.max_length && length > el.max_length) return `Please enter at most ${el.max_length} characters.`;
  return null;
}

function number(el, text) {
  const pattern = el.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(text.trim())) return el.is_decimal_allowed ? "Please enter a number." : "Please enter a whole number.";
  if (el.min_value !== undefined && Number(text) < Number(el.min_value)) return `The number must be at least ${el.min_value}.`;
  if (el.max_value !== undefined && Number(text) > Number(el.max_value)) return `The number must be at most ${el.max_value}.`;
  return null;
}
