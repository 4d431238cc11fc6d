// The tables of a report: judged metrics, eTOM processes, recorded cases.

import { html, nothing, type TemplateResult } from "lit";
import type { Format } from "../core/format.js";
import type { Direction, Evaluation, Group, Process, Recorded } from "./api.js";
import { flat, processOf, type Row, readable, unjudged } from "./comparing.js";
import type { ReportTexts } from "./texts.en.js";

const GATE_TONES = { "not worse": "good", worse: "bad", inconclusive: "warn" };
const [LOWEST, HIGHEST] = [3, 5]; // scores of a process

/** What the tables are written with; `open` opens a case, where they are ours. */
export interface Writing {
  w: ReportTexts;
  format: Format;
  open: ((id: number) => void) | null;
}

const value = (number: number | null, { w, format }: Writing): string =>
  number === null ? w.unknown : format.number(number, Math.abs(number) < 10 ? 3 : 1);

const share = (number: number | null, { w, format }: Writing): string =>
  number === null ? w.unknown : format.percent(number);

function difference(by: number | null, direction: Direction | null, writing: Writing): TemplateResult {
  const { w, format } = writing;
  if (by === null || direction === null) return html`<span class="weak">${w.unknown}</span>`;
  if (direction === "same") return html`<span class="weak">${w.direction.same}</span>`;
  const said = `${by > 0 ? "+" : "−"}${format.number(Math.abs(by), 3)}`;
  return html`<span class=${direction}><span aria-hidden="true">${direction === "better" ? "▲" : "▼"}</span> ${said} ${w.direction[direction]}</span>`;
}

/** The judged metrics; the verdicts of the gate are about the baseline, and left out beside an earlier run. */
export function metricsTable(rows: Row[], isBaseline: boolean, writing: Writing): TemplateResult {
  const { w, format } = writing;
  const before = isBaseline ? w.before : w.earlier;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${w.metric}</th><th scope="col" class="number">${before}</th><th scope="col" class="number">${w.now}</th>
        <th scope="col" class="number">${w.difference}</th>${isBaseline ? html`<th scope="col">${w.gate}</th>` : nothing}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({
          name,
          before: was,
          now,
          difference: by,
          direction,
          check,
        }) => html`<tr data-metric=${name} data-direction=${direction ?? "unknown"}>
          <th scope="row">
            <b lang="en">${readable(name)}</b>
            ${check.lower_is_better ? html`<span class="trail">${w.lowerIsBetter}</span>` : nothing}
            ${check.means ? html`<span class="trail means" lang="en">${check.means}</span>` : nothing}
          </th>
          <td class="number" data-label=${before}>${value(was, writing)}</td>
          <td class="number" data-label=${w.now}>${value(now, writing)}</td>
          <td class="number" data-label=${w.difference}>${difference(by, direction, writing)}</td>
          ${
            isBaseline
              ? html`<td data-label=${w.gate}>
                  <span class="tag" data-tone=${GATE_TONES[check.verdict]} title=${check.says || w.margin(format.number(check.margin, 3))}>${w.gates[check.verdict]}</span>
                </td>`
              : nothing
          }
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The eTOM processes by area, each beside its baseline and the published score. */
export function processTable(processes: Process[], rows: Row[], isBaseline: boolean, writing: Writing): TemplateResult {
  const { w, format } = writing;
  const beside = new Map(rows.map((row) => [processOf(row.name), row]));
  const areas = [...new Set(processes.map(({ area }) => area))];
  const before = isBaseline ? w.before : w.earlier;
  const score = (number: number | null | undefined): string =>
    number === null || number === undefined ? "–" : format.number(number, 1);
  const place = (number: number): number => (100 * (number - LOWEST)) / (HIGHEST - LOWEST);
  const row = ({ id, name, score: now, certified, tasks, supported, partial, kind, missing }: Process) => {
    const was = beside.get(id);
    return html`<tr data-process=${id}>
      <th scope="row">
        <span class="trail">${id}</span> <b lang="en">${name}</b>
        ${
          missing.length
            ? html`<details class="lacking">
                <summary>${w.lacks(missing.length)}<span class="unseen">: ${id}</span></summary>
                <ul>
                  ${missing.map((task) => html`<li><span lang="en">${task.name}</span> <span class="tag" data-tone="warn">${w.support[task.support] ?? task.support}</span> <span class="trail" lang="en">${task.says || w.noCheck}</span></li>`)}
                </ul>
              </details>`
            : nothing
        }
      </th>
      <td class="number" data-label=${w.score}>
        ${now === null ? html`<span class="weak">${w.outOfScope}</span>` : html`<span class="bar" aria-hidden="true"><i .style=${`width: ${place(now)}%`}></i></span><span class="score">${score(now)}</span>`}
      </td>
      <td class="number" data-label=${before}>${score(was?.before)}</td>
      <td class="number" data-label=${w.difference}>${was ? difference(was.difference, was.direction, writing) : html`<span class="weak">–</span>`}</td>
      <td class="number" data-label=${w.certificate}>${score(certified)}</td>
      <td data-label=${w.tasks}>${w.tasksOf(format.number(supported), format.number(partial), format.number(tasks))}</td>
      <td data-label=${w.who}>${kind ? w.kinds[kind] : "–"}</td>
    </tr>`;
  };
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${w.process}</th><th scope="col" class="number">${w.score}</th><th scope="col" class="number">${before}</th>
        <th scope="col" class="number">${w.difference}</th><th scope="col" class="number">${w.certificate}</th><th scope="col">${w.tasks}</th><th scope="col">${w.who}</th>
      </tr>
    </thead>
    ${areas.map(
      (area) => html`<tbody>
        <tr><th scope="rowgroup" colspan="7" lang="en">${area}</th></tr>
        ${processes.filter((each) => each.area === area).map(row)}
      </tbody>`,
    )}
  </table>
  <p class="trail">${w.certificateHint}</p>`;
}

export function recordedCards(recorded: Recorded, writing: Writing): TemplateResult {
  const { w, format } = writing;
  const queues = recorded.queues.map((each) => ({ ...each, name: each.queue ?? w.firstLine }));
  const days = recorded.days.map((each) => ({ ...each, name: format.day(`${each.day}T12:00`) }));
  return html`<section class="card" aria-labelledby="rules-title">
      <h3 id="rules-title">${w.rules}</h3>
      ${rulesTable(recorded, writing)}
    </section>
    <section class="card" aria-labelledby="walked-title">
      <h3 id="walked-title">${w.walked}</h3>
      ${walkedTable(recorded, writing)}
    </section>
    <section class="card" aria-labelledby="days-title">
      <h3 id="days-title">${w.byDay}</h3>
      ${groupTable(w.day, days.reverse(), writing)}
    </section>
    <section class="card" aria-labelledby="queues-title">
      <h3 id="queues-title">${w.byQueue}</h3>
      ${groupTable(w.queue, queues, writing)}
    </section>`;
}

function rulesTable({ rules }: Recorded, writing: Writing): TemplateResult {
  const { w, format, open } = writing;
  return html`<table>
    <thead><tr><th scope="col">${w.rule}</th><th scope="col" class="number">${w.kept}</th><th scope="col">${w.broken}</th></tr></thead>
    <tbody>
      ${rules.map(
        ({ id, text, weight, kept, broken, cases }) => html`<tr data-rule=${id}>
          <th scope="row"><span lang="en">${text}</span> <span class="trail">${w.weights[weight] ?? weight}</span></th>
          <td class="number ${broken && weight === "severe" ? "worse" : ""}" data-label=${w.kept}>${share(kept, writing)}</td>
          <td data-label=${w.broken}>
            ${cases.length ? nothing : "–"}
            ${cases.map((name) => html`${open && /^\d+$/.test(name) ? html`<button type="button" class="link" aria-label=${w.openCase(name)} @click=${() => open(Number(name))}>#${name}</button>` : name} `)}
            ${broken > cases.length ? html`<span class="trail">${w.brokenMore(format.number(broken - cases.length))}</span>` : nothing}
          </td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function walkedTable({ processes }: Recorded, writing: Writing): TemplateResult {
  const { w, format } = writing;
  return html`<table>
    <thead><tr><th scope="col">${w.process}</th><th scope="col" class="number">${w.cases}</th><th scope="col" class="number">${w.median}</th><th scope="col">${w.who}</th><th scope="col" class="number">${w.deviations}</th></tr></thead>
    <tbody>
      ${processes.map(
        ({ id, name, cases, seconds, kind, deviations }) => html`<tr data-process=${id}>
          <th scope="row"><span class="trail">${id}</span> <b lang="en">${name ?? w.unknown}</b></th>
          <td class="number" data-label=${w.cases}>${format.number(cases)}</td>
          <td class="number" data-label=${w.median}>${seconds === null ? "–" : span(seconds, writing)}</td>
          <td data-label=${w.who}>${kind ? w.kinds[kind] : "–"}</td>
          <td class="number ${deviations ? "worse" : ""}" data-label=${w.deviations}>${format.number(deviations)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function groupTable(by: string, groups: (Group & { name: string })[], writing: Writing): TemplateResult {
  const { w, format } = writing;
  if (!groups.length) return html`<p class="trail">${w.noEnded}</p>`;
  return html`<table>
    <thead><tr><th scope="col">${by}</th><th scope="col" class="number">${w.cases}</th><th scope="col" class="number">${w.conforming}</th><th scope="col" class="number">${w.severe}</th><th scope="col" class="number">${w.fitness}</th></tr></thead>
    <tbody>
      ${groups.map(
        ({ name, cases, conforming, severe, fitness }) => html`<tr>
          <th scope="row">${name}</th>
          <td class="number" data-label=${w.cases}>${format.number(cases)}</td>
          <td class="number" data-label=${w.conforming}>${conforming === null ? nothing : html`<span class="bar" aria-hidden="true"><i .style=${`width: ${100 * conforming}%`}></i></span>`}${share(conforming, writing)}</td>
          <td class="number ${severe ? "worse" : ""}" data-label=${w.severe}>${share(severe, writing)}</td>
          <td class="number" data-label=${w.fitness}>${share(fitness, writing)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The metrics that nothing judges, and on what the evaluation was run. */
export function details(evaluation: Evaluation, writing: Writing): TemplateResult {
  const { w } = writing;
  const others = unjudged(evaluation);
  return html`${
    others.length
      ? html`<details class="card" ?open=${!evaluation.checks.length}>
          <summary>${w.others}</summary>
          <dl class="facts">${others.map(([name, number]) => html`<dt lang="en">${readable(name)}</dt><dd>${value(number, writing)}</dd>`)}</dl>
        </details>`
      : nothing
  }
  <details class="card" part="data">
    <summary>${w.onWhat}</summary>
    <dl class="facts">
      <dt>${w.command}</dt><dd lang="en"><code>${evaluation.command}</code></dd>
      <dt>${w.took}</dt><dd>${span(evaluation.seconds, writing)}</dd>
      ${flat(evaluation.config).map(([name, said]) => html`<dt lang="en">${readable(name)}</dt><dd lang="en">${said}</dd>`)}
    </dl>
  </details>`;
}

function span(seconds: number, { w, format }: Writing): string {
  if (seconds < 90) return w.seconds(format.number(seconds, seconds < 10 ? 1 : 0));
  return seconds < 5_400 ? w.minutes(format.number(seconds / 60, 0)) : w.hours(format.number(seconds / 3_600, 1));
}
