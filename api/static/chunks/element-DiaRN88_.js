import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{c as t,d as n,h as r,i,o as a,p as o,r as s,t as c}from"./element-DBwN1AG3.js";import{a as l}from"./define-Cwv4mjmw.js";import{i as u,n as d}from"./keep-Dstxxa3K.js";import{t as f}from"./translations-MUrqCPEJ.js";import{t as p}from"./preload-helper-B08HEnpN.js";var m=1e-9,h=/^processes\/([\d.]+)\/score$/;function g(e,t){let n=[`worse`,`better`,`same`,null];return e.checks.map(e=>_(e,t)).sort((e,t)=>n.indexOf(e.direction)-n.indexOf(t.direction))}function _(e,t){let{name:n,now:r,lower_is_better:i}=e;if(!t)return{name:n,now:r,before:e.before,difference:e.difference,direction:e.direction,check:e};let a=t.checks.find(e=>e.name===n)?.now??null;if(a===null||r===null)return{name:n,now:r,before:a,difference:null,direction:null,check:e};let o=r-a;return{name:n,now:r,before:a,difference:o,direction:Math.abs(o)<=m?`same`:o<0===i?`better`:`worse`,check:e}}var v=e=>h.exec(e)?.[1]??null;function y({checks:e,metrics:t}){let n=new Set(e.map(({name:e})=>e.replace(/^metrics\./,``)));return Object.entries(t).filter(([e])=>!n.has(e))}var b=e=>e.replace(/^metrics\./,``).replaceAll(`_`,` `).replaceAll(`.`,` · `);function x(e,t=``){return Object.entries(e).flatMap(([e,n])=>typeof n==`object`&&n&&!Array.isArray(n)?x(n,`${t}${e}.`):[[`${t}${e}`,Array.isArray(n)?n.join(`, `):String(n)]])}var S=r`
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
`,C={"not worse":`good`,worse:`bad`,inconclusive:`warn`},[w,T]=[3,5],E=(e,{w:t,format:n})=>e===null?t.unknown:n.number(e,Math.abs(e)<10?3:1),D=(e,{w:t,format:n})=>e===null?t.unknown:n.percent(e);function O(e,t,n){let{w:r,format:i}=n;if(e===null||t===null)return o`<span class="weak">${r.unknown}</span>`;if(t===`same`)return o`<span class="weak">${r.direction.same}</span>`;let a=`${e>0?`+`:`−`}${i.number(Math.abs(e),3)}`;return o`<span class=${t}><span aria-hidden="true">${t===`better`?`▲`:`▼`}</span> ${a} ${r.direction[t]}</span>`}function k(e,t,r){let{w:i,format:a}=r,s=t?i.before:i.earlier;return o`<table>
    <thead>
      <tr>
        <th scope="col">${i.metric}</th><th scope="col" class="number">${s}</th><th scope="col" class="number">${i.now}</th>
        <th scope="col" class="number">${i.difference}</th>${t?o`<th scope="col">${i.gate}</th>`:n}
      </tr>
    </thead>
    <tbody>
      ${e.map(({name:e,before:c,now:l,difference:u,direction:d,check:f})=>o`<tr data-metric=${e} data-direction=${d??`unknown`}>
          <th scope="row">
            <b lang="en">${b(e)}</b>
            ${f.lower_is_better?o`<span class="trail">${i.lowerIsBetter}</span>`:n}
            ${f.means?o`<span class="trail means" lang="en">${f.means}</span>`:n}
          </th>
          <td class="number" data-label=${s}>${E(c,r)}</td>
          <td class="number" data-label=${i.now}>${E(l,r)}</td>
          <td class="number" data-label=${i.difference}>${O(u,d,r)}</td>
          ${t?o`<td data-label=${i.gate}>
                  <span class="tag" data-tone=${C[f.verdict]} title=${f.says||i.margin(a.number(f.margin,3))}>${i.gates[f.verdict]}</span>
                </td>`:n}
        </tr>`)}
    </tbody>
  </table>`}function A(e,t,r,i){let{w:a,format:s}=i,c=new Map(t.map(e=>[v(e.name),e])),l=[...new Set(e.map(({area:e})=>e))],u=r?a.before:a.earlier,d=e=>e==null?`–`:s.number(e,1),f=e=>100*(e-w)/(T-w),p=({id:e,name:t,score:r,certified:l,tasks:p,supported:m,partial:h,kind:g,missing:_})=>{let v=c.get(e);return o`<tr data-process=${e}>
      <th scope="row">
        <span class="trail">${e}</span> <b lang="en">${t}</b>
        ${_.length?o`<details class="lacking">
                <summary>${a.lacks(_.length)}<span class="unseen">: ${e}</span></summary>
                <ul>
                  ${_.map(e=>o`<li><span lang="en">${e.name}</span> <span class="tag" data-tone="warn">${a.support[e.support]??e.support}</span> <span class="trail" lang="en">${e.says||a.noCheck}</span></li>`)}
                </ul>
              </details>`:n}
      </th>
      <td class="number" data-label=${a.score}>
        ${r===null?o`<span class="weak">${a.outOfScope}</span>`:o`<span class="bar" aria-hidden="true"><i .style=${`width: ${f(r)}%`}></i></span><span class="score">${d(r)}</span>`}
      </td>
      <td class="number" data-label=${u}>${d(v?.before)}</td>
      <td class="number" data-label=${a.difference}>${v?O(v.difference,v.direction,i):o`<span class="weak">–</span>`}</td>
      <td class="number" data-label=${a.certificate}>${d(l)}</td>
      <td data-label=${a.tasks}>${a.tasksOf(s.number(m),s.number(h),s.number(p))}</td>
      <td data-label=${a.who}>${g?a.kinds[g]:`–`}</td>
    </tr>`};return o`<table>
    <thead>
      <tr>
        <th scope="col">${a.process}</th><th scope="col" class="number">${a.score}</th><th scope="col" class="number">${u}</th>
        <th scope="col" class="number">${a.difference}</th><th scope="col" class="number">${a.certificate}</th><th scope="col">${a.tasks}</th><th scope="col">${a.who}</th>
      </tr>
    </thead>
    ${l.map(t=>o`<tbody>
        <tr><th scope="rowgroup" colspan="7" lang="en">${t}</th></tr>
        ${e.filter(e=>e.area===t).map(p)}
      </tbody>`)}
  </table>
  <p class="trail">${a.certificateHint}</p>`}function j(e,t){let{w:n,format:r}=t,i=e.queues.map(e=>({...e,name:e.queue??n.firstLine})),a=e.days.map(e=>({...e,name:r.day(`${e.day}T12:00`)}));return o`<section class="card" aria-labelledby="rules-title">
      <h3 id="rules-title">${n.rules}</h3>
      ${M(e,t)}
    </section>
    <section class="card" aria-labelledby="walked-title">
      <h3 id="walked-title">${n.walked}</h3>
      ${N(e,t)}
    </section>
    <section class="card" aria-labelledby="days-title">
      <h3 id="days-title">${n.byDay}</h3>
      ${P(n.day,a.reverse(),t)}
    </section>
    <section class="card" aria-labelledby="queues-title">
      <h3 id="queues-title">${n.byQueue}</h3>
      ${P(n.queue,i,t)}
    </section>`}function M({rules:e},t){let{w:r,format:i,open:a}=t;return o`<table>
    <thead><tr><th scope="col">${r.rule}</th><th scope="col" class="number">${r.kept}</th><th scope="col">${r.broken}</th></tr></thead>
    <tbody>
      ${e.map(({id:e,text:s,weight:c,kept:l,broken:u,cases:d})=>o`<tr data-rule=${e}>
          <th scope="row"><span lang="en">${s}</span> <span class="trail">${r.weights[c]??c}</span></th>
          <td class="number ${u&&c===`severe`?`worse`:``}" data-label=${r.kept}>${D(l,t)}</td>
          <td data-label=${r.broken}>
            ${d.length?n:`–`}
            ${d.map(e=>o`${a&&/^\d+$/.test(e)?o`<button type="button" class="link" aria-label=${r.openCase(e)} @click=${()=>a(Number(e))}>#${e}</button>`:e} `)}
            ${u>d.length?o`<span class="trail">${r.brokenMore(i.number(u-d.length))}</span>`:n}
          </td>
        </tr>`)}
    </tbody>
  </table>`}function N({processes:e},t){let{w:n,format:r}=t;return o`<table>
    <thead><tr><th scope="col">${n.process}</th><th scope="col" class="number">${n.cases}</th><th scope="col" class="number">${n.median}</th><th scope="col">${n.who}</th><th scope="col" class="number">${n.deviations}</th></tr></thead>
    <tbody>
      ${e.map(({id:e,name:i,cases:a,seconds:s,kind:c,deviations:l})=>o`<tr data-process=${e}>
          <th scope="row"><span class="trail">${e}</span> <b lang="en">${i??n.unknown}</b></th>
          <td class="number" data-label=${n.cases}>${r.number(a)}</td>
          <td class="number" data-label=${n.median}>${s===null?`–`:I(s,t)}</td>
          <td data-label=${n.who}>${c?n.kinds[c]:`–`}</td>
          <td class="number ${l?`worse`:``}" data-label=${n.deviations}>${r.number(l)}</td>
        </tr>`)}
    </tbody>
  </table>`}function P(e,t,r){let{w:i,format:a}=r;return t.length?o`<table>
    <thead><tr><th scope="col">${e}</th><th scope="col" class="number">${i.cases}</th><th scope="col" class="number">${i.conforming}</th><th scope="col" class="number">${i.severe}</th><th scope="col" class="number">${i.fitness}</th></tr></thead>
    <tbody>
      ${t.map(({name:e,cases:t,conforming:s,severe:c,fitness:l})=>o`<tr>
          <th scope="row">${e}</th>
          <td class="number" data-label=${i.cases}>${a.number(t)}</td>
          <td class="number" data-label=${i.conforming}>${s===null?n:o`<span class="bar" aria-hidden="true"><i .style=${`width: ${100*s}%`}></i></span>`}${D(s,r)}</td>
          <td class="number ${c?`worse`:``}" data-label=${i.severe}>${D(c,r)}</td>
          <td class="number" data-label=${i.fitness}>${D(l,r)}</td>
        </tr>`)}
    </tbody>
  </table>`:o`<p class="trail">${i.noEnded}</p>`}function F(e,t){let{w:r}=t,i=y(e);return o`${i.length?o`<details class="card" ?open=${!e.checks.length}>
          <summary>${r.others}</summary>
          <dl class="facts">${i.map(([e,n])=>o`<dt lang="en">${b(e)}</dt><dd>${E(n,t)}</dd>`)}</dl>
        </details>`:n}
  <details class="card" part="data">
    <summary>${r.onWhat}</summary>
    <dl class="facts">
      <dt>${r.command}</dt><dd lang="en"><code>${e.command}</code></dd>
      <dt>${r.took}</dt><dd>${I(e.seconds,t)}</dd>
      ${x(e.config).map(([e,t])=>o`<dt lang="en">${b(e)}</dt><dd lang="en">${t}</dd>`)}
    </dl>
  </details>`}function I(e,{w:t,format:n}){return e<90?t.seconds(n.number(e,+(e<10))):e<5400?t.minutes(n.number(e/60,0)):t.hours(n.number(e/3600,1))}var L=new f({reports:`Evaluation reports`,evaluations:`Evaluations`,all:`All evaluations`,looking:`Looking…`,none:`No evaluation has been run here.`,noneHint:`What is run with --keep is shown here:`,pick:`Pick an evaluation.`,names:{questions:`Answers to our questions`,past:`Past cases, each on its day`,routing:`Choice of the flow`,flows:`Flows, on simulated customers`,diagnostics:`Diagnoses, on a simulated network`,conformance:`eTOM conformance`,cases:`Recorded cases`},neverRun:`Never run`,notReadable:`Could not be read`,verdict:{pass:`Not worse`,worse:`Worse`,failed:`Could not be run`,none:`Not judged`},better:e=>`${e} better`,worse:e=>`${e} worse`,same:`all the same`,ranAt:e=>`run ${e}`,comparedWith:`Compared with`,baseline:`the baseline`,earlierRun:e=>`the run of ${e}`,judged:`Judged metrics`,nothingJudged:`Nothing of it is judged: there is no baseline.`,metric:`Metric`,before:`Baseline`,earlier:`Then`,now:`Now`,difference:`Difference`,direction:{better:`better`,worse:`worse`,same:`the same`},unknown:`not known`,gate:`Release gate`,gates:{"not worse":`within its margin`,worse:`worse than allowed`,inconclusive:`not certain`},margin:e=>`margin ${e}`,lowerIsBetter:`lower is better`,processes:`eTOM processes`,process:`Process`,score:`Score`,certificate:`JioAssist`,certificateHint:`The score published for JioAssist. 5.0 is no deviation, 3.0 no support.`,tasks:`Tasks`,tasksOf:(e,t,n)=>`${e} of ${n}${t===`0`?``:`, ${t} in part`}`,lacks:e=>e===1?`one task lacks something`:`${e} tasks lack something`,support:{partial:`in part`,"not supported":`not supported`},noCheck:`nothing checks it`,outOfScope:`out of scope`,rules:`Rules kept`,rule:`Rule`,kept:`Kept`,broken:`Broken by`,brokenMore:e=>`and ${e} more`,weights:{severe:`severe`,some:`some weight`,minor:`minor`},openCase:e=>`Open case ${e}`,walked:`Processes gone through`,cases:`Cases`,median:`Median time`,who:`Who`,kinds:{A:`the system`,M:`people`,AM:`both`},deviations:`Deviations`,byDay:`Ended cases, by day`,day:`Day`,byQueue:`Ended cases, by who had them last`,queue:`Queue`,firstLine:`solved where they began`,conforming:`Keep all rules`,severe:`Break a severe one`,fitness:`Fit the process`,noEnded:`None of the cases had ended.`,others:`Other metrics`,onWhat:`On what it was run`,command:`Command`,took:`Took`,seconds:e=>`${e} s`,minutes:e=>`${e} min`,hours:e=>`${e} h`},{hi:async()=>(await p(async()=>{let{hi:e}=await import(`./texts.hi-BEdbVbJG.js`);return{hi:e}},[],import.meta.url)).hi}),R=e({T2rReports:()=>U}),z=`evaluations:read`,B=100,V={pass:`good`,worse:`bad`,failed:`warn`},H=`of the database`,U=class extends c{constructor(...e){super(...e),this.page=null,this.problem=``,this.report=null,this.reportProblem=``,this.runs=[],this.earlier=null,this.name=null,this.#e=new AbortController}static{this.styles=[i,S]}#e;get w(){return L.of(this.speaks,()=>this.requestUpdate())}connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;document.addEventListener(`visibilitychange`,()=>!document.hidden&&void this.#t(),{signal:e}),e.addEventListener(`abort`,()=>this.#e.abort())}identified(){this.#t()}async#t(){let{signal:e}=this.leaving;if(l(this.me,z))try{let t=await this.client.get(`/v1/evaluations?newest=true&limit=${B}`,e),n=this.page===null;this.page=t,this.problem=``;let r=t.items.find(({name:e})=>e===u(`report`,``));n&&r&&await this.#n(r)}catch(t){e.aborted||(this.problem=this.inWords(t))}}async#n({id:e,name:t}){let n=t!==this.name;this.name=t,d(`report`,t),this.#e.abort(),this.#e=new AbortController;let{signal:r}=this.#e;this.reportProblem=``,this.earlier=this.report=null,n&&(this.runs=[]);try{let[i,a]=await Promise.all([this.client.get(`/v1/evaluations/${e}`,r),this.client.get(`/v1/evaluations?name=${t}&limit=${B}`,r)]);if(r.aborted)return;this.report=i,this.runs=a.items,this.announce(`${this.#o(t)}: ${this.#s(i.verdict)}`),await this.updateComplete,n&&this.renderRoot.querySelector(`.report h2`)?.focus()}catch(e){r.aborted||(this.reportProblem=this.inWords(e))}}async#r(e){let{signal:t}=this.#e;try{let n=e?await this.client.get(`/v1/evaluations/${e}`,t):null;t.aborted||(this.earlier=n)}catch(e){t.aborted||(this.reportProblem=this.inWords(e))}}#i(){let{name:e}=this;this.#e.abort(),this.name=this.report=null,d(`report`,``),this.updateComplete.then(()=>this.renderRoot.querySelector(`[data-evaluation="${e}"]`)?.focus())}#a(e){this.context.pick({case:e}),this.emit(`case-picked`,{case:e})}#o(e){return this.w.names[e]??a(e)}#s(e){return this.w.verdict[e??`none`]}view(){let{t:e,w:t,page:r}=this;return this.me&&!l(this.me,z)?o`<p class="empty">${e.notAllowed(z)}</p>`:o`<div class="work ${this.name===null?``:`open`}">
      <div class="list">
        <div class="head" part="head"><h2>${t.reports}</h2></div>
        <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.evaluations}>
          ${this.problem?o`<p class="empty problem" role="alert">${this.problem}</p>`:n}
          ${r?this.#c(r):this.problem?n:o`<p class="empty">${t.looking}</p>`}
        </div>
      </div>
      <div class="report">${this.#d()}</div>
    </div>`}#c({items:e,never_run:t,unreadable:r}){let{w:i,format:a}=this;return o`${e.length?o`<ul class="runs">
            ${e.map(e=>o`<li><button type="button" data-evaluation=${e.name} aria-current=${e.name===this.name?`true`:n} @click=${()=>this.#n(e)}>
                <b>${this.#o(e.name)}</b>
                <span class="row">${this.#l(e.verdict)}<span class="trail">${this.#u(e)}</span></span>
                <span class="trail">${i.ranAt(a.clock(e.at))}</span>
              </button></li>`)}
          </ul>`:o`<p class="empty">${i.none}</p>`}
    ${t.length?o`<div class="never" part="never">
            <h3>${i.neverRun}</h3>
            <ul>${t.map(e=>o`<li data-never=${e}>${this.#o(e)}</li>`)}</ul>
            <p class="trail">${i.noneHint} <code lang="en">t2r eval gate --keep</code>, <code lang="en">t2r eval cases --keep</code></p>
          </div>`:n}
    ${r.length?o`<div class="never">
            <h3>${i.notReadable}</h3>
            <ul>${r.map(({file:e,problem:t})=>o`<li class="problem"><code>${e}</code>: <span lang="en">${t}</span></li>`)}</ul>
          </div>`:n}`}#l(e){return o`<span class="tag" data-tone=${e?V[e]:n}>${this.#s(e)}</span>`}#u({judged:e,better:t,worse:n}){let{w:r,format:i}=this;return e?[t&&r.better(i.number(t)),n&&r.worse(i.number(n))].filter(Boolean).join(` · `)||r.same:``}#d(){let{w:e,report:t,name:r}=this;return r===null?o`<p class="empty">${this.page?.items.length?e.pick:n}</p>`:o`<div class="head">
        <button type="button" class="quiet back" @click=${()=>this.#i()}>‹ ${e.all}</button>
        <h2 tabindex="-1">${this.#o(r)}</h2>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.#o(r)}>
        ${this.reportProblem?o`<p class="empty problem" role="alert">${this.reportProblem}</p>`:n}
        ${t?this.#f(t):this.reportProblem?n:o`<p class="empty">${e.looking}</p>`}
      </div>`}#f(e){let{w:t,format:r,earlier:i}=this,a={w:t,format:r,open:e.config.cases===H?e=>this.#a(e):null},s=g(e,i),c=i===null,l=e.conformance?s.filter(({name:e})=>v(e)===null):s;return o`<div class="body">
      <div class="top">${this.#l(e.verdict)}${this.#p(e)}</div>
      ${e.error?o`<p class="notice problem" lang="en">${e.error}</p>`:n}
      ${l.length?o`<section class="card" part="metrics" aria-labelledby="metrics-title">
              <h3 id="metrics-title">${t.judged}</h3>
              ${k(l,c,a)}
            </section>`:e.error?n:o`<p class="trail">${t.nothingJudged}</p>`}
      ${e.conformance?o`<section class="card" part="processes" aria-labelledby="processes-title">
              <h3 id="processes-title">${t.processes}</h3>
              ${A(e.conformance,s,c,a)}
            </section>`:n}
      ${e.recorded?j(e.recorded,a):n}
      ${F(e,a)}
    </div>`}#p(e){let{w:t,format:r,runs:i}=this,a=e=>e.target.value,s=i.filter(({at:t})=>t<e.at);return o`${i.length>1?o`<select aria-label=${t.evaluations} @change=${t=>this.#n({id:a(t),name:e.name})}>
            ${i.map(({id:n,at:i})=>o`<option value=${n} ?selected=${n===e.id}>${t.ranAt(r.clock(i))}</option>`)}
          </select>`:o`<span class="trail">${t.ranAt(r.clock(e.at))}</span>`}
    ${e.checks.length&&s.length?o`<label>${t.comparedWith}
            <select class="against" @change=${e=>this.#r(a(e))}>
              <option value="" ?selected=${this.earlier===null}>${t.baseline}</option>
              ${s.map(({id:e,at:n})=>o`<option value=${e} ?selected=${e===this.earlier?.id}>${t.earlierRun(r.clock(n))}</option>`)}
            </select></label>`:n}`}};s([t()],U.prototype,`page`,void 0),s([t()],U.prototype,`problem`,void 0),s([t()],U.prototype,`report`,void 0),s([t()],U.prototype,`reportProblem`,void 0),s([t()],U.prototype,`runs`,void 0),s([t()],U.prototype,`earlier`,void 0),s([t()],U.prototype,`name`,void 0);export{R as n,U as t};