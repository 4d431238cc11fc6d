import { css } from "lit";

export const flowStyles = css`
  .body {
    display: grid;
    gap: 0.9rem;
    align-content: start;
    padding: 0.75rem 1rem 2rem;
  }
  .about {
    display: grid;
    gap: 0.4rem;
  }
  .words {
    padding: 0.4rem 0.75rem;
    border-inline-start: 3px solid var(--line);
    color: var(--text);
    white-space: pre-wrap;
  }
  .step {
    display: grid;
    gap: 0.55rem;
    padding: 0.85rem 1rem 1rem;
    border: 1px solid var(--line);
    border-inline-start: 4px solid var(--accent);
    border-radius: var(--radius);
  }
  .step.done {
    border-inline-start-color: var(--good);
  }
  .step[data-kind="action"],
  .step[data-kind="hand_over"] {
    border-inline-start-color: var(--warn);
  }
  .kind {
    color: var(--muted);
    font-size: 0.9em;
    font-weight: 600;
  }
  .step-title {
    font-size: 1.15rem;
    letter-spacing: -0.01em;
  }
  .step-title:focus {
    outline: none;
  }
  .wording {
    padding: 0.45rem 0.75rem;
    border-radius: 8px;
    background: var(--accent-soft);
  }
  .wording b {
    color: var(--accent-strong);
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
  }
  .ways .apart {
    margin-inline-start: auto;
  }
  .blank {
    display: grid;
    grid-template-columns: minmax(6rem, 12rem) minmax(0, 1fr);
    align-items: center;
    gap: 0.4rem;
  }
  .effect {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.1rem 0.8rem;
  }
  .effect dt {
    color: var(--muted);
  }
  .confirm {
    display: grid;
    gap: 0.5rem;
  }

  .questions > ol,
  .questions details > ol {
    margin-top: 0.3rem;
  }
  .question {
    display: grid;
    grid-template-columns: 1.4rem minmax(0, 1fr) max-content;
    gap: 0 0.4rem;
    padding: 0.3rem 0;
    border-top: 1px solid var(--line);
  }
  .question:first-child {
    border-top: 0;
  }
  .sign {
    font-weight: 700;
    text-align: center;
    color: var(--muted);
  }
  [data-standing="answered"] .sign {
    color: var(--good);
  }
  [data-standing="next"] .sign {
    color: var(--accent);
  }
  [data-standing="next"] .asked {
    font-weight: 600;
  }
  [data-standing="stale"] dl,
  [data-standing="open"] .asked {
    color: var(--muted);
  }
  [data-standing="stale"] b {
    text-decoration: line-through;
    text-decoration-color: var(--line-strong);
  }
  .question dl {
    grid-column: 2;
  }
  .question dl div,
  .question dt {
    display: inline;
  }
  .question dl div::after {
    content: " · ";
    color: var(--muted);
  }
  .question dl div:has(dd)::after {
    content: "";
  }
  .question .correct {
    grid-row: 1;
    grid-column: 3;
    min-height: 0;
    padding: 0 0.5rem;
  }
  .correction {
    grid-column: 2 / -1;
    display: grid;
    gap: 0.4rem;
    padding-block: 0.4rem;
  }
  form.grid {
    display: grid;
    gap: 0.5rem;
    margin-top: 0.5rem;
  }
  .grid label {
    display: grid;
    gap: 0.15rem;
  }
  .grid label > * {
    color: var(--text);
    font-size: 1rem;
    font-size: inherit;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
    gap: 0.5rem;
  }
  textarea {
    min-height: 4.5rem;
    resize: vertical;
    field-sizing: content;
    max-height: 14rem;
  }

  .begin {
    display: grid;
    gap: 0.5rem;
    padding: 0.75rem 1rem;
    border-bottom: 1px solid var(--line);
  }
  .begin textarea {
    min-height: 2.6rem;
  }
  .begin .ways input {
    flex: 1 1 15rem;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 0.3rem;
    padding: 0.5rem 1rem 0;
  }
  .bar h2 {
    flex: 1;
  }
  .rows {
    padding: 0.25rem 0.5rem 1rem;
  }
  .case-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content;
    gap: 0 0.6rem;
    width: 100%;
    padding: 0.45rem 0.6rem;
    border-radius: 8px;
    text-align: start;
  }
  .case-row:hover {
    background: var(--sunken);
  }
  .case-row b {
    font-weight: 600;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .case-row .tag {
    align-self: start;
  }
  .case-row .trail {
    grid-column: 1 / -1;
  }
  .hint {
    margin-top: 0.3rem;
  }
  @container (width < 34rem) {
    .blank {
      grid-template-columns: minmax(0, 1fr);
      gap: 0.1rem;
    }
  }
`;
