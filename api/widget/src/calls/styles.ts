import { css } from "lit";

export const callStyles = css`
  :host {
    background: none;
  }
  .panel {
    height: auto;
  }
  .cards {
    display: grid;
    gap: 1px;
    background: var(--line);
    border-bottom: 1px solid var(--line);
  }
  .card {
    --tone: var(--accent);
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.6rem;
    padding: 0.7rem 1rem 0.85rem;
    background: var(--surface);
    border-inline-start: 4px solid var(--tone);
  }
  .card[data-standing="ringing"] {
    --tone: var(--good);
    background: linear-gradient(var(--good-soft), var(--surface) 4rem);
  }
  .card[data-standing="held"] {
    --tone: var(--warn);
  }
  .card[data-standing="left"] {
    --tone: var(--line-strong);
  }
  .card.folded {
    padding-block: 0.3rem;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
  }
  .standing {
    display: inline-flex;
    align-items: center;
    gap: 0.45rem;
    font-weight: 600;
    color: var(--text);
  }
  .dot {
    width: 0.6rem;
    height: 0.6rem;
    border-radius: 50%;
    background: var(--tone);
  }
  h2 {
    font-size: 1.1rem;
  }
  .folded h2 {
    font-size: 1em;
  }
  .number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .nobody {
    font-size: 0.875rem;
    font-weight: 400;
    color: var(--muted);
  }
  .card {
    position: relative;
  }
  .hide {
    position: absolute;
    inset-block-start: 0.4rem;
    inset-inline-end: 0.5rem;
  }
  header:has(.hide) {
    padding-inline-end: 2rem;
  }
  h2 .number:not(:first-child) {
    color: var(--muted);
    font-weight: 500;
  }
  .about {
    flex: 1;
    min-width: 8rem;
  }
  .reason {
    padding-inline-start: 0.75rem;
    border-inline-start: 3px solid var(--line);
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
    gap: 0.6rem 1.5rem;
  }
  .columns h3 {
    color: var(--muted);
    font-size: 0.9em;
  }
  .badge[data-look="critical"] b {
    color: var(--bad);
  }
  .badge[data-look="major"] b,
  .badge[data-look="minor"] b {
    color: var(--warn);
  }
  .badge[data-look="stale"],
  .badge[data-look="unknown"] {
    color: var(--muted);
  }
  .checked [aria-hidden] {
    color: var(--good);
    font-weight: 700;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
  }
  .ways select,
  .ways input {
    flex: 1 1 12rem;
  }
  .ways .problem {
    flex-basis: 100%;
  }
  .ways .problem:empty {
    display: none;
  }
  @media (prefers-reduced-motion: no-preference) {
    [data-standing="ringing"] .dot {
      animation: ring 1.2s ease-out infinite;
    }
    @keyframes ring {
      from {
        box-shadow: 0 0 0 0 var(--tone);
      }
      to {
        box-shadow: 0 0 0 0.55rem transparent;
      }
    }
  }
`;
