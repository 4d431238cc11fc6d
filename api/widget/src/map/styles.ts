import { css } from "lit";

export const mapStyles = css`
  .panel {
    overflow-y: auto;
  }
  .top {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 0.75rem;
    padding: 0.5rem 0.75rem;
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
    flex: 1 1 auto;
  }
  .kinds label {
    position: relative;
    color: var(--text);
  }
  .kinds input {
    position: absolute;
    inset: 0;
    min-height: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .kinds span {
    display: block;
    padding: 0.15rem 0.7rem;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
  }
  .kinds input:checked + span {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
    font-weight: 600;
  }
  .kinds input:focus-visible + span {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .ways {
    display: flex;
    gap: 0.15rem;
  }
  .canvas {
    flex: 1;
    min-height: 11rem;
    font: inherit;
    background: var(--sunken);
  }
  .table {
    flex: 1;
    min-height: 8rem;
    overflow: auto;
    border-block: 1px solid var(--line);
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 0.35rem 0.75rem;
    text-align: start;
    vertical-align: top;
    border-top: 1px solid var(--line);
  }
  th {
    position: sticky;
    inset-block-start: 0;
    background: var(--surface);
    color: var(--muted);
    font-weight: 400;
    border: 0;
    box-shadow: 0 1px var(--line);
  }
  .below {
    flex: none;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.45rem;
    padding: 0.5rem 0.75rem 0.75rem;
  }
  .time {
    display: flex;
    align-items: center;
    gap: 0.6rem;
  }
  .time input {
    flex: 1;
    min-width: 4rem;
    padding: 0;
    border: 0;
    background: none;
    accent-color: var(--accent);
  }
  .time output {
    min-width: 3rem;
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.15rem 1rem;
    font-size: 0.93em;
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
  }
  td:last-child {
    width: 35%;
  }
  .legend b {
    white-space: nowrap;
    overflow-wrap: normal;
    color: var(--muted);
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  .swatch {
    flex: none;
    display: inline-block;
    width: 0.85rem;
    height: 0.85rem;
    border: 1px solid var(--line-strong);
    border-radius: 3px;
    vertical-align: -0.1em;
  }
  .facts {
    display: grid;
    gap: 0.2rem;
    padding: 0.5rem 0.75rem;
    border-radius: 8px;
    background: var(--sunken);
  }
  .facts dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0 0.75rem;
    font-size: 0.93em;
  }
  .facts dt {
    color: var(--muted);
  }
  .pin {
    width: 1.1rem;
    height: 1.1rem;
    border: 3px solid #fff;
    border-radius: 50%;
    background: #171b22;
    box-shadow: 0 0 0 2px #171b22;
  }
  @media (forced-colors: active) {
    .swatch {
      forced-color-adjust: none;
    }
    .kinds input:checked + span {
      outline: 2px solid;
    }
  }
`;
