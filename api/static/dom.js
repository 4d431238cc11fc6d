// Building DOM nodes without HTML strings.

/** An element: properties by name, `data-…`/`aria-…` as attributes, `on` listeners, then children (strings become text). */
export function el(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (key.includes("-") || key === "role" || key === "for") node.setAttribute(key, value);
    else node[key] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** A whole number of per cent. */
export const percent = (share) => `${Math.round(share * 100)}%`;

/** A day as the reader writes it. */
export const day = (text) => new Date(text).toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" });

/** A time of day; with the day where it is another one. */
export function clock(text) {
  const moment = new Date(text);
  const today = moment.toDateString() === new Date().toDateString();
  const time = moment.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  return today ? time : `${moment.toLocaleDateString(undefined, { day: "numeric", month: "short" })} ${time}`;
}

/** A name of the API as words: `site_down` as "site down". */
export const words = (name) => name.replaceAll("_", " ");

/** A button that stays pressed. */
export function choice(label, chosen) {
  const button = el("button", { type: "button", className: "quiet", "aria-pressed": "false" }, label);
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return;
    button.setAttribute("aria-pressed", "true");
    chosen();
  });
  return button;
}

/** Of two choices, pressing one releases the other. */
export function exclusive(one, other) {
  one.addEventListener("click", () => other.setAttribute("aria-pressed", "false"));
  other.addEventListener("click", () => one.setAttribute("aria-pressed", "false"));
}
