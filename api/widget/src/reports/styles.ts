import { css } from "lit";

export const reportStyles = css`
  :host {
    background: var(--ground);
  }
  .work {
    flex: 1;
    min-height: 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .list,
  .report {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
  }
  .list {
    background: var(--surface);
  }
  .head {
    background: var(--surface);
  }
  .head h2:focus {
    outline: none;
  }
  .runs {
    padding: 0.4rem 0.5rem 1.5rem;
  }
  .runs button {
    display: grid;
    gap: 0.1rem;
    width: 100%;
    padding: 0.5rem 0.6rem;
    border-radius: 8px;
    text-align: start;
  }
  .runs button:hover {
    background: var(--sunken);
  }
  .runs button[aria-current] {
    background: var(--accent-soft);
  }
  .runs button[aria-current] .trail {
    color: var(--text);
  }
  .runs b {
    font-weight: 600;
  }
  .never {
    padding: 0.5rem 1.1rem;
    border-top: 1px solid var(--line);
  }
  .never h3 {
    color: var(--muted);
    font-size: 0.93em;
  }
  .never li {
    padding-block: 0.2rem;
  }
  .body {
    display: grid;
    gap: 0.75rem;
    align-content: start;
    padding: 0.75rem;
  }
  .card {
    display: grid;
    gap: 0.5rem;
    padding: 0.75rem 1rem 0.9rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 0.75rem;
  }
  .top label {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
    margin-inline-start: auto;
  }
  .top select {
    color: var(--text);
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 0.35rem 0.9rem 0.35rem 0;
    border-top: 1px solid var(--line);
    text-align: start;
    vertical-align: baseline;
    font-weight: inherit;
  }
  thead th {
    border: 0;
    color: var(--muted);
    font-weight: 400;
  }
  td {
    overflow-wrap: normal;
  }
  .score {
    display: inline-block;
    min-width: 1.6em;
  }
  tbody th[scope="rowgroup"] {
    padding-top: 0.9rem;
    color: var(--muted);
    font-weight: 600;
  }
  .number {
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }
  .means {
    display: block;
    max-width: 46rem;
  }
  .better {
    color: var(--good);
  }
  .worse {
    color: var(--bad);
    font-weight: 600;
  }
  .weak {
    color: var(--muted);
  }
  .bar {
    display: inline-block;
    width: 5rem;
    height: 0.55rem;
    margin-inline-end: 0.4rem;
    border-radius: 999px;
    background: var(--sunken);
    overflow: hidden;
  }
  .bar i {
    display: block;
    height: 100%;
    background: var(--accent);
  }
  .lacking li {
    padding-inline-start: 0.75rem;
    border-inline-start: 3px solid var(--line);
    margin-top: 0.35rem;
  }
  .facts {
    display: grid;
    grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr);
    gap: 0.15rem 0.9rem;
    margin-top: 0.4rem;
  }
  .facts dt {
    color: var(--muted);
  }
  .facts dd {
    font-variant-numeric: tabular-nums;
  }
  .back {
    flex: none;
  }
  @container (width >= 60rem) {
    .work {
      grid-template-columns: minmax(15rem, 20rem) minmax(0, 1fr);
    }
    .report {
      border-inline-start: 1px solid var(--line);
    }
    .back {
      display: none;
    }
  }
  @container (width < 60rem) {
    .work.open .list,
    .work:not(.open) .report {
      display: none;
    }
  }
  @container (width < 60rem) {
    .bar {
      width: 2.5rem;
    }
  }
  @container (width < 40rem) {
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    table,
    tbody {
      display: block;
    }
    tr {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(6.5rem, 1fr));
      gap: 0 0.75rem;
      padding-block: 0.4rem;
      border-top: 1px solid var(--line);
    }
    th,
    td {
      padding: 0;
      border: 0;
    }
    tr > :first-child {
      grid-column: 1 / -1;
    }
    td.number {
      text-align: start;
    }
    td[data-label]::before {
      content: attr(data-label);
      display: block;
      color: var(--muted);
      font-size: 0.86em;
    }
    .top label {
      margin-inline-start: 0;
    }
  }
`;
