// Line icons, drawn for this page on a 20 × 20 grid.

const PATHS = {
  hash: "M4 7.5h13M3 12.5h13M8.5 3 6.5 17M13.5 3l-2 14",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  home: "M3 9.5 10 3.5l7 6M5 8.5V16.5h10V8.5M8.5 16.5v-4h3v4",
  people: "M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4M2.5 16.5c0-3 2-5 5-5s5 2 5 5M13 9.3a2.3 2.3 0 1 0-.6-4.5M14 11.8c2.2.5 3.5 2.2 3.5 4.7",
  pin: "M8 3h5l-.5 5 2.5 3H5.5L8 8zM10.2 11v6",
  bolt: "M11 2.5 4.5 11.5H9.5L8.5 17.5 15.5 8.5H10.5z",
  plus: "M10 4v12M4 10h12",
  smile: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15M7 12c.7 1.2 1.7 1.8 3 1.8s2.3-.6 3-1.8M7.3 7.8v.4M12.7 7.8v.4",
  reply: "M4 4.5h12v9H9.5L6 16.5v-3H4z",
  dots: "M5 10h.01M10 10h.01M15 10h.01",
  edit: "M4 16l.8-3.2L13 4.6l2.4 2.4-8.2 8.2zM11.5 6.1l2.4 2.4",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 10.5h6.6L14 6M8.7 9v4.5M11.3 9v4.5",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4l-6 6 6 6",
  send: "M3.5 16.5 17 10 3.5 3.5 5.5 10zM5.5 10H10",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  sun: "M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4M10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7 6 6M14 14l1.3 1.3M15.3 4.7 14 6M6 14l-1.3 1.3",
  moon: "M16 12A6.8 6.8 0 0 1 8 4a6.8 6.8 0 1 0 8 8z",
  search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M13.2 13.2 17 17",
  flask: "M8 3h4M8.7 3v5L4 16a1 1 0 0 0 1 1.5h10a1 1 0 0 0 1-1.5l-4.7-8V3M6.5 12.5h7",
  chevron: "M5.5 8 10 12.5 14.5 8",
  clip: "M14.5 9.5 9.3 14.7a3 3 0 0 1-4.3-4.3l6-6a2 2 0 0 1 2.9 2.9l-5.8 5.8a1 1 0 0 1-1.4-1.4L11.5 7",
  bookmark: "M6 3.5h8v13l-4-3-4 3z",
  file: "M5.5 2.5h6l3.5 3.5v11.5h-9.5zM11.5 2.5V6H15M8 10h4.5M8 13h4.5",
  check: "M4.5 10.5 8.5 14.5 15.5 6",
  eye: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5S2.5 10 2.5 10M10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  clock: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15M10 5.8V10l3 2",
  image: "M3 4.5h14v11H3zM3.5 13.5 7.5 9.5l3 3 2.5-2 3.5 3M13 8.2h.01",
};

/** An icon by name, for decoration only (hidden from screen readers). */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.dots);
  svg.append(path);
  return svg;
}
