// One look for all elements. Every colour is a custom property that the page may set (`--t2r-accent` and so on); light and dark
// follow the page's `color-scheme`, or the element's `theme`. Contrast is WCAG AA or better in both.

import { css } from "lit";

export const theme = css`
  :host {
    --ground: var(--t2r-ground, light-dark(#f4f5f8, #0f1217));
    --surface: var(--t2r-surface, light-dark(#ffffff, #171b22));
    --sunken: var(--t2r-sunken, light-dark(#f0f2f6, #1f252e));
    --line: var(--t2r-line, light-dark(#e0e4eb, #2a313c));
    --line-strong: var(--t2r-line-strong, light-dark(#868f9f, #6f7a8b));
    --text: var(--t2r-text, light-dark(#161a21, #e8ebf0));
    --muted: var(--t2r-muted, light-dark(#535c6a, #a3acba));
    --accent: var(--t2r-accent, light-dark(#1f5fcf, #84b2ff));
    --accent-strong: var(--t2r-accent-strong, light-dark(#174ea6, #a9caff));
    --on-accent: var(--t2r-on-accent, light-dark(#ffffff, #0a1a33));
    --accent-soft: var(--t2r-accent-soft, light-dark(#e8effc, #1a2a45));
    --good: var(--t2r-good, light-dark(#0a6a3d, #7cdba5));
    --good-soft: var(--t2r-good-soft, light-dark(#e2f4ea, #12301f));
    --warn: var(--t2r-warn, light-dark(#7a4800, #f2c46e));
    --warn-soft: var(--t2r-warn-soft, light-dark(#fdf1da, #33260d));
    --bad: var(--t2r-bad, light-dark(#a81d2a, #ff9ca4));
    --bad-soft: var(--t2r-bad-soft, light-dark(#fde8e9, #3a171b));
    --mark: var(--t2r-mark, light-dark(#ffe88a, #6b5710));
    --on-mark: var(--t2r-on-mark, light-dark(#161a21, #fff6d6));
    --radius: var(--t2r-radius, 10px);
    --font: var(
      --t2r-font,
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      "Noto Sans Devanagari",
      "Liberation Sans",
      sans-serif
    );
    --code: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    display: block;
    container-type: inline-size;
    box-sizing: border-box;
    font: var(--t2r-font-size, 0.875rem) / 1.5 var(--font);
    color: var(--text);
    background: var(--surface);
    overflow-wrap: anywhere;
    text-align: start;
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
  :host([theme="auto"]) {
    color-scheme: light dark;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  pre,
  blockquote,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2,
  h3,
  h4 {
    font-size: 1em;
    font-weight: 650;
    line-height: 1.35;
  }
  a {
    color: var(--accent);
    text-underline-offset: 2px;
  }
  code,
  pre,
  kbd {
    font-family: var(--code);
    font-size: 0.92em;
  }
  mark {
    background: var(--mark);
    color: var(--on-mark);
    border-radius: 3px;
    padding: 0.1em 0;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
    border-radius: 6px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    margin: 0;
  }
  button {
    cursor: pointer;
    min-height: 1.9rem;
    padding: 0.2rem 0.7rem;
    border: 1px solid transparent;
    border-radius: 7px;
    background: none;
    line-height: 1.35;
  }
  button:disabled {
    cursor: default;
    opacity: 0.6;
  }
  .primary {
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  .primary:hover:not(:disabled) {
    background: var(--accent-strong);
  }
  .secondary {
    background: var(--surface);
    border-color: var(--line-strong);
  }
  .secondary:hover:not(:disabled) {
    border-color: var(--accent);
    color: var(--accent-strong);
  }
  .quiet {
    color: var(--muted);
  }
  .quiet:hover:not(:disabled) {
    background: var(--sunken);
    color: var(--text);
  }
  .quiet[aria-pressed="true"] {
    background: var(--accent-soft);
    color: var(--accent-strong);
    border-color: currentcolor;
  }
  .link {
    min-height: 0;
    padding: 0;
    border: 0;
    color: var(--accent);
    text-align: start;
  }
  .link:hover {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .icon {
    min-width: 1.9rem;
    padding: 0;
    display: inline-grid;
    place-items: center;
  }
  input,
  select,
  textarea {
    min-height: 1.9rem;
    min-width: 0;
    max-width: 100%;
    padding: 0.2rem 0.5rem;
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: 7px;
  }
  ::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  label {
    color: var(--muted);
    font-size: 0.93em;
  }
  summary {
    cursor: pointer;
    width: fit-content;
    color: var(--muted);
    border-radius: 6px;
  }
  summary:hover {
    color: var(--text);
  }

  .trail {
    color: var(--muted);
    font-size: 0.9em;
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    padding: 0 0.5em;
    border-radius: 999px;
    background: var(--sunken);
    color: var(--muted);
    font-size: 0.86em;
    line-height: 1.6;
    white-space: nowrap;
  }
  .tag[data-tone="good"] {
    background: var(--good-soft);
    color: var(--good);
  }
  .tag[data-tone="warn"] {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .tag[data-tone="bad"] {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .tag[data-tone="accent"] {
    background: var(--accent-soft);
    color: var(--accent-strong);
  }
  .notice {
    padding: 0.5rem 0.75rem;
    border-radius: 8px;
    background: var(--warn-soft);
  }
  .notice h4 {
    color: var(--warn);
    font-size: 0.9em;
  }
  .notice.calm {
    background: var(--accent-soft);
  }
  .notice.calm h4 {
    color: var(--accent-strong);
  }
  .problem {
    color: var(--bad);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
  }
  .panel {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
  }
  .head {
    flex: none;
    display: flex;
    align-items: center;
    gap: 0.4rem;
    min-height: 2.6rem;
    padding: 0.25rem 0.5rem 0.25rem 1rem;
    border-bottom: 1px solid var(--line);
  }
  .head h2 {
    flex: 1;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .empty {
    padding: 1.5rem 1rem;
    color: var(--muted);
    text-align: center;
    text-wrap: balance;
  }
  .connection {
    flex: none;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding: 0.3rem 1rem;
    background: var(--warn-soft);
    color: var(--warn);
    font-size: 0.93em;
  }
  .connection[data-state="offline"] {
    background: var(--bad-soft);
    color: var(--bad);
  }

  dialog {
    width: min(34rem, calc(100vw - 2rem));
    max-height: calc(100dvh - 2rem);
    padding: 1rem 1.25rem 1.25rem;
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    box-shadow: 0 20px 60px rgb(0 0 0 / 25%);
  }
  dialog::backdrop {
    background: rgb(10 14 20 / 45%);
  }
  dialog .bar {
    padding: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-bottom: 0.6rem;
  }
  .keys {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 0.35rem 1rem;
    align-items: center;
  }
  .keys + .trail {
    margin-top: 0.6rem;
  }
  .keys dt {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
  }
  kbd {
    min-width: 1.6em;
    padding: 0 0.4em;
    border: 1px solid var(--line-strong);
    border-bottom-width: 2px;
    border-radius: 5px;
    background: var(--surface);
    text-align: center;
    line-height: 1.5;
  }

  .prose > * + * {
    margin-top: 0.6rem;
  }
  .prose h2,
  .prose h3,
  .prose h4,
  .prose h5,
  .prose h6 {
    margin: 1.1rem 0 0;
    font-size: 1em;
    line-height: 1.4;
  }
  .prose ul,
  .prose ol {
    padding-inline-start: 1.5rem;
  }
  .prose ul {
    list-style: disc;
  }
  .prose ol {
    list-style: decimal;
  }
  .prose li + li {
    margin-top: 0.25rem;
  }
  .prose li::marker {
    color: var(--muted);
  }
  .prose code {
    padding: 0.1em 0.3em;
    border-radius: 5px;
    background: var(--sunken);
  }
  .prose pre {
    padding: 0.6rem 0.8rem;
    overflow-x: auto;
    border-radius: 8px;
    background: var(--sunken);
  }
  .prose pre code {
    padding: 0;
  }
  .prose blockquote {
    padding-inline-start: 0.8rem;
    border-inline-start: 3px solid var(--line);
    color: var(--muted);
  }
  .prose .table {
    overflow-x: auto;
  }
  .prose table {
    border-collapse: collapse;
  }
  .prose th,
  .prose td {
    padding: 0.25rem 0.7rem;
    border: 1px solid var(--line);
    text-align: start;
  }
  .prose th {
    background: var(--sunken);
    font-weight: 650;
  }
  .prose hr {
    border: 0;
    border-top: 1px solid var(--line);
  }

  @media (prefers-reduced-motion: no-preference) {
    .busy::before {
      animation: pulse 1.1s ease-in-out infinite;
    }
    @keyframes pulse {
      50% {
        opacity: 0.25;
      }
    }
  }
  @media (pointer: coarse) {
    button:not(.link),
    input,
    select {
      min-height: 2.5rem;
    }
  }
  @media (forced-colors: active) {
    .tag,
    .notice,
    .primary {
      border: 1px solid;
    }
  }
`;
