import { css } from "lit";

export const customerStyles = css`
  .body {
    display: grid;
    gap: 0.75rem;
    align-content: start;
    padding: 0.75rem 1rem 2rem;
  }
  .card {
    display: grid;
    gap: 0.45rem;
    align-content: start;
    padding: 0.75rem 0.9rem 0.9rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  h3 .trail {
    font-weight: 400;
  }
  .card h3:focus {
    outline: none;
  }
  .verify {
    border-inline-start: 4px solid var(--warn);
  }
  .problem:empty {
    display: none;
  }
  .who {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    align-items: center;
    gap: 0 0.8rem;
  }
  .who .face {
    grid-row: span 2;
    display: grid;
    place-items: center;
    width: 2.9rem;
    height: 2.9rem;
    border-radius: 50%;
    font-weight: 650;
    background: var(--accent-soft);
    color: var(--accent-strong);
  }
  .who h2 {
    font-size: 1.2rem;
    letter-spacing: -0.01em;
  }
  .title {
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }
  .title h3 {
    flex: 1;
  }
  .facts {
    display: grid;
    grid-template-columns: minmax(5.5rem, max-content) minmax(0, 1fr);
    gap: 0.15rem 0.9rem;
  }
  .facts dt {
    color: var(--muted);
  }
  .masked {
    color: var(--muted);
  }
  .grid {
    display: grid;
    gap: 0.5rem;
  }
  .grid label {
    display: grid;
    gap: 0.15rem;
  }
  .grid label input {
    color: var(--text);
    font-size: 0.875rem;
    width: 100%;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
    gap: 0.5rem;
    grid-column: 1 / -1;
  }
  .code {
    max-width: 10rem;
    font-size: 1.15rem !important;
    letter-spacing: 0.2em;
    font-variant-numeric: tabular-nums;
  }
  .medium {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content;
    align-items: end;
    gap: 0.3rem 0.4rem;
  }
  .medium .problem {
    grid-column: 1 / -1;
  }
  [aria-invalid="true"] {
    border-color: var(--bad);
  }
  .conflict table {
    width: 100%;
    margin-block: 0.4rem;
    border-collapse: collapse;
  }
  .conflict th,
  .conflict td {
    padding: 0.15rem 0.5rem 0.15rem 0;
    text-align: start;
    vertical-align: top;
  }
  .grid label select {
    color: var(--text);
    font-size: 0.875rem;
    width: 100%;
  }
  .end {
    display: grid;
    gap: 0.5rem;
    background: var(--bad-soft);
  }
  .end h4 {
    color: var(--bad);
  }
  .end h4:focus {
    outline: none;
  }
  .means {
    padding-inline-start: 1.1rem;
    list-style: disc;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
  }
  .ways input {
    flex: 1 1 8rem;
  }
  .ways .short {
    flex: 0 1 6rem;
  }
  details form {
    margin-top: 0.4rem;
  }
  meter {
    flex: 1;
    min-width: 5rem;
    max-width: 14rem;
    height: 0.9rem;
  }
  .reasons li {
    padding-block: 0.05rem;
  }
  .reasons [data-way="up"] [aria-hidden] {
    color: var(--bad);
  }
  .reasons [data-way="down"] [aria-hidden] {
    color: var(--good);
  }
  .list > li + li {
    margin-top: 0.5rem;
    padding-top: 0.5rem;
    border-top: 1px solid var(--line);
  }
  .list.plain > li {
    margin: 0;
    padding: 0;
    border: 0;
  }
  .pick {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content;
    gap: 0 0.6rem;
    width: calc(100% + 1rem);
    margin-inline: -0.5rem;
    padding: 0.35rem 0.5rem;
    border-radius: 8px;
    text-align: start;
  }
  .pick:hover {
    background: var(--sunken);
  }
  .pick b {
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .pick .trail {
    grid-column: 1 / -1;
  }
  .find {
    display: flex;
    gap: 0.4rem;
    padding: 0.75rem 1rem 0;
  }
  .find input {
    flex: 1;
  }
  .changes li {
    padding-block: 0.3rem;
    border-top: 1px solid var(--line);
  }
  @container (width >= 46rem) {
    .body {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .whole {
      grid-column: 1 / -1;
    }
    .column {
      display: grid;
      gap: 0.75rem;
      align-content: start;
    }
  }
  @container (width < 46rem) {
    .column {
      display: contents;
    }
  }
`;
