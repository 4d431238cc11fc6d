import { css } from "lit";

export const orderStyles = css`
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.9rem;
    align-content: start;
    padding: 0.75rem 1rem 1.5rem;
  }
  .row-order {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.1rem 0.6rem;
    align-items: start;
    width: 100%;
    padding: 0.5rem 0.6rem;
    text-align: start;
    border-radius: 8px;
  }
  .row-order:hover {
    background: var(--sunken);
  }
  .row-order b {
    font-weight: 600;
  }
  .row-order .trail {
    grid-column: 1 / -1;
  }
  .list {
    margin-inline: -0.6rem;
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.6rem;
  }
  .title {
    font-size: 1.05rem;
    font-weight: 650;
  }
  .lines > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.15rem 0.6rem;
    padding-block: 0.4rem;
    border-top: 1px solid var(--line);
  }
  .lines > li.part {
    padding-inline-start: 1.2rem;
  }
  .what {
    flex: 1 1 9rem;
    min-width: 0;
  }
  .why {
    flex-basis: 100%;
    color: var(--muted);
    font-size: 0.93em;
  }
  .acting {
    display: grid;
    gap: 0.6rem;
    padding: 0.75rem 0.9rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .acting label {
    display: grid;
    gap: 0.1rem;
  }
  .acting label.check {
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }
  .acting input[type="checkbox"] {
    min-height: 0;
    width: 1.1rem;
    height: 1.1rem;
    accent-color: var(--accent);
  }
  .acting fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
    gap: 0.5rem 1rem;
    padding-top: 0.4rem;
    border-top: 1px solid var(--line);
  }
  .acting legend {
    float: left;
    grid-column: 1 / -1;
    padding: 0;
    font-weight: 600;
  }
  t2r-process {
    margin-top: 0.4rem;
  }
  .timeline > li {
    display: grid;
    grid-template-columns: 5.5rem minmax(0, 1fr);
    gap: 0 0.7rem;
    padding-block: 0.2rem;
  }
  .timeline time {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
`;
