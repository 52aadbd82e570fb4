// Times as the viewer reads them: message stamps, day separators, and Slack's <!date^…> tokens, all in local time.

const format = (options) => new Intl.DateTimeFormat(undefined, options);
const FORMATS = {
  time: format({ hour: "numeric", minute: "2-digit" }),
  timeSecs: format({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
  full: format({ weekday: "long", year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit", second: "2-digit", timeZoneName: "short" }),
  day: format({ weekday: "long", month: "long", day: "numeric" }),
  date: format({ year: "numeric", month: "long", day: "numeric" }),
  dateNum: format({ year: "numeric", month: "2-digit", day: "2-digit" }),
  dateShort: format({ year: "numeric", month: "short", day: "numeric" }),
  dateLong: format({ weekday: "long", year: "numeric", month: "long", day: "numeric" }),
};

let offset = 0;

/** Tells the page what time the sandbox thinks it is; a clock stopped by hand may be far from the machine's. */
export function syncClock(nowMs) {
  if (Number.isFinite(nowMs)) offset = nowMs - Date.now();
}

/** Something happened at this moment: the sandbox's clock is there at least. */
export function seenAt(ms) {
  if (ms > now()) syncClock(ms);
}

/** The sandbox's time, in milliseconds. */
export const now = () => Date.now() + offset;

/** The moment of a message stamp such as `1700000000.000100`. */
export const tsDate = (ts) => new Date(Number.parseFloat(ts) * 1000);

/** Hours and minutes. */
export const clockTime = (date) => FORMATS.time.format(date);

/** Hours, minutes and seconds. */
export const clockSeconds = (date) => FORMATS.timeSecs.format(date);

/** Everything, for tooltips. */
export const fullTime = (date) => FORMATS.full.format(date);

/** A key that is the same for two moments of one day. */
export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

/** "Today", "Yesterday", or the day's name. */
export function dayLabel(date) {
  return relativeDay(date) ?? FORMATS.day.format(date);
}

function relativeDay(date) {
  const days = Math.round((startOfDay(date) - startOfDay(new Date(now()))) / 86400000);
  return { 0: "Today", "-1": "Yesterday", 1: "Tomorrow" }[days];
}

function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** "3 minutes ago", "in 2 hours". What is past counts full units; what is to come is rounded, as people promise it. */
export function ago(date) {
  const seconds = Math.round((date.getTime() - now()) / 1000);
  const whole = seconds < 0 ? Math.trunc : Math.round;
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return words.format(whole(seconds / size), unit);
  }
  return seconds > 0 ? "in a moment" : "just now";
}

const pretty = (date, fallback) => {
  const word = relativeDay(date);
  return word ? word.toLowerCase() : fallback.format(date);
};

const TOKENS = {
  date_num: (d) => FORMATS.dateNum.format(d),
  date: (d) => FORMATS.date.format(d),
  date_short: (d) => FORMATS.dateShort.format(d),
  date_long: (d) => FORMATS.dateLong.format(d),
  date_pretty: (d) => pretty(d, FORMATS.date),
  date_short_pretty: (d) => pretty(d, FORMATS.dateShort),
  date_long_pretty: (d) => pretty(d, FORMATS.dateLong),
  day_divider_pretty: (d) => pretty(d, FORMATS.dateLong),
  time: (d) => FORMATS.time.format(d),
  time_secs: (d) => FORMATS.timeSecs.format(d),
  ago: (d) => ago(d),
};

/** Fills the tokens of `<!date^…>`; an unknown token leaves the caller with null (it shows the fallback then). */
export function dateTokens(template, date) {
  let unknown = false;
  const text = template.replace(/\{(\w+)\}/g, (whole, token) => {
    if (TOKENS[token]) return TOKENS[token](date);
    unknown = true;
    return whole;
  });
  return unknown ? null : text;
}
