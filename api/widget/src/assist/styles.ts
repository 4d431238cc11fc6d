import { css } from "lit";

export const assistStyles = css`
  .log {
    padding: 0.25rem 1rem 1rem;
    scroll-padding-block: 0.5rem;
  }
  .welcome {
    padding: clamp(1rem, 10cqh, 4rem) 0 1rem;
    text-align: center;
  }
  .welcome h2 {
    font-size: 1.45rem;
    letter-spacing: -0.015em;
  }
  .welcome p {
    max-width: 30rem;
    margin: 0.5rem auto 1.1rem;
    color: var(--muted);
    text-wrap: balance;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
  }
  .chips .trail {
    align-self: center;
  }
  .welcome .chips {
    justify-content: center;
  }
  .chips button {
    max-width: 100%;
    padding: 0.2rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: 1rem;
    background: var(--surface);
    text-align: start;
  }
  .chips button:hover {
    border-color: var(--accent);
    color: var(--accent-strong);
  }

  .turn {
    display: grid;
    gap: 0.55rem;
    padding-block: 0.9rem 1rem;
    scroll-margin-top: 0;
    outline-offset: -2px;
  }
  .turn + .turn {
    border-top: 1px solid var(--line);
  }
  .turn.last {
    min-height: calc(100cqh - 1rem);
    align-content: start;
  }
  .asked {
    font-size: 1.08rem;
    white-space: pre-wrap;
  }
  .read {
    margin-top: -0.35rem;
  }
  .read b {
    color: var(--text);
    font-weight: 600;
  }
  .read s {
    text-decoration-color: var(--line-strong);
  }
  .verdict {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.6rem;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    padding: 0.05rem 0.6rem;
    border-radius: 0.8rem;
    font-weight: 650;
    color: var(--muted);
    background: var(--sunken);
  }
  .badge::before {
    content: "";
    flex: none;
    width: 0.5em;
    height: 0.5em;
    border-radius: 50%;
    background: currentcolor;
  }
  [data-decision="answered"] .badge {
    color: var(--good);
    background: var(--good-soft);
  }
  [data-decision="suggested"] .badge {
    color: var(--warn);
    background: var(--warn-soft);
  }
  .sure {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    font-weight: 600;
  }
  .sure[data-level="high"] {
    color: var(--good);
  }
  .sure[data-level="medium"] {
    color: var(--warn);
  }
  .sure[data-level="low"] {
    color: var(--bad);
  }
  .meter {
    display: inline-grid;
    grid-template-columns: repeat(3, 0.55em);
    gap: 2px;
  }
  .meter i {
    height: 0.55em;
    border-radius: 2px;
    background: currentcolor;
  }
  .sure[data-level="medium"] i:nth-child(3),
  .sure[data-level="low"] i:nth-child(n + 2) {
    opacity: 0.25;
  }

  .sentences {
    display: grid;
    gap: 0.3rem;
    max-width: 46rem;
  }
  .sentences:empty {
    display: none;
  }
  .sentence {
    position: relative;
    margin-inline: -0.5rem;
    padding: 0.05rem 0.5rem;
    border-radius: 7px;
  }
  .sentence.step {
    padding-inline-start: 2.1rem;
  }
  .kept {
    white-space: nowrap;
  }
  .ordinal {
    position: absolute;
    inset-inline-start: 0.5rem;
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  .sentence:hover,
  .sentence:focus-within,
  .sentence.lit,
  .sources li:hover,
  .sources li.lit {
    background: var(--accent-soft);
  }
  .cite {
    min-width: 1.6em;
    min-height: 0;
    margin-inline-start: 0.3em;
    padding: 0 0.35em;
    font-size: 0.8em;
    font-weight: 650;
    line-height: 1.6;
    font-variant-numeric: tabular-nums;
    color: var(--accent-strong);
    background: var(--accent-soft);
    border-radius: 5px;
    vertical-align: 0.08em;
    border: 1px solid transparent;
  }
  .cite:hover,
  .cite:focus-visible,
  .sentence.lit .cite {
    background: var(--accent);
    color: var(--on-accent);
  }
  .cite[data-inside] {
    color: var(--warn);
    background: var(--warn-soft);
    border: 1px dashed currentcolor;
  }
  .cite[data-inside]:hover,
  .cite[data-inside]:focus-visible,
  .sentence.lit .cite[data-inside] {
    color: var(--surface);
    background: var(--warn);
  }

  .card {
    position: fixed;
    inset: auto;
    margin: 0;
    z-index: 10;
    max-width: min(26rem, calc(100vw - 1.5rem));
    padding: 0.6rem 0.75rem;
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: 9px;
    box-shadow: 0 8px 30px rgb(10 14 20 / 18%);
  }
  .card h4 {
    margin-bottom: 0.15rem;
  }
  .quote {
    max-height: 9em;
    margin-top: 0.35rem;
    overflow: hidden;
    white-space: pre-wrap;
    color: var(--muted);
  }
  .quote mark {
    white-space: pre-wrap;
  }

  .sources {
    display: grid;
    gap: 1px;
    margin-inline: -0.5rem;
  }
  .sources li {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    padding: 0.15rem 0.5rem;
    border-radius: 7px;
  }
  .sources .link {
    flex: 1;
    color: var(--text);
  }
  .sources .link:hover {
    color: var(--accent-strong);
  }
  .number {
    flex: none;
    min-width: 1.6em;
    text-align: center;
    border-radius: 5px;
    font-size: 0.8em;
    font-weight: 650;
    line-height: 1.6;
    color: var(--accent-strong);
    background: var(--accent-soft);
  }
  .turn > .tag {
    justify-self: start;
  }
  .act {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem;
  }
  .act .secondary {
    padding-inline: 0.6rem;
  }
  .judge {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem;
    margin-inline-start: -0.5rem;
  }
  .judge .quiet {
    padding-inline: 0.5rem;
  }
  .comment {
    display: flex;
    gap: 0.4rem;
  }
  .comment input {
    flex: 1;
  }
  .note {
    color: var(--muted);
  }
  .more {
    display: grid;
    gap: 0.6rem;
  }
  .more summary + * {
    margin-top: 0.5rem;
  }
  .pools {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr));
    gap: 0.75rem;
  }
  .pool h4 {
    color: var(--muted);
  }
  .pool > ol {
    display: grid;
    gap: 0.4rem;
    margin-top: 0.3rem;
  }
  .passage {
    padding: 0.45rem 0.65rem;
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  .passage > .link {
    color: var(--text);
    font-weight: 600;
  }
  .snippet {
    max-height: 4.5em;
    margin-top: 0.2rem;
    overflow: hidden;
    color: var(--muted);
    mask-image: linear-gradient(#000 60%, transparent);
  }
  .why {
    margin-top: 0.25rem;
    font-size: 0.93em;
  }
  .parts {
    display: grid;
    grid-template-columns: max-content minmax(3rem, 1fr) max-content;
    align-items: center;
    gap: 0.1rem 0.6rem;
    margin-block: 0.3rem;
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  progress {
    width: 100%;
    height: 0.4rem;
    appearance: none;
    border: 0;
    border-radius: 999px;
    background: var(--sunken);
    overflow: hidden;
  }
  progress::-webkit-progress-bar {
    background: var(--sunken);
  }
  progress::-webkit-progress-value {
    background: var(--accent);
  }
  progress::-moz-progress-bar {
    background: var(--accent);
  }
  progress.less::-webkit-progress-value {
    background: var(--warn);
  }
  progress.less::-moz-progress-bar {
    background: var(--warn);
  }

  .composer {
    flex: none;
    padding: 0.5rem 0.75rem 0.6rem;
    border-top: 1px solid var(--line);
  }
  .box {
    display: flex;
    align-items: flex-end;
    gap: 0.4rem;
    padding: 0.3rem;
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: 11px;
  }
  .box:focus-within {
    border-color: var(--accent);
    outline: 1px solid var(--accent);
  }
  .box textarea {
    flex: 1;
    max-height: 9rem;
    padding: 0.25rem 0.5rem;
    border: 0;
    outline: 0;
    background: none;
    resize: none;
    field-sizing: content;
  }
  .box .primary {
    min-width: 4rem;
    border-radius: 8px;
  }
  .options {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.75rem;
    margin-top: 0.35rem;
    padding-inline: 0.3rem;
  }
  .options label {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
  }
  .options input,
  .options select {
    min-height: 1.6rem;
    padding-block: 0;
    color: var(--text);
  }
  .options input {
    width: 6rem;
  }
  .options .trail {
    margin-inline-start: auto;
  }
  .reader {
    position: absolute;
    inset: 0;
    z-index: 5;
  }
  @container (width < 27rem) {
    .log {
      padding-inline: 0.75rem;
    }
  }
  @container (width >= 54rem) {
    .judge {
      margin-inline-start: auto;
    }
  }
`;
