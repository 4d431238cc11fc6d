import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,S as n,f as r,l as i,n as a,p as o,s,u as c,w as l,y as u}from"./core-DRFzIaB1.js";import{c as d,l as f,o as p}from"./client-D65S0Hh_.js";var m=1e-9,h=/^processes\/([\d.]+)\/score$/;function g(e,t){let n=[`worse`,`better`,`same`,null];return e.checks.map(e=>_(e,t)).sort((e,t)=>n.indexOf(e.direction)-n.indexOf(t.direction))}function _(e,t){let{name:n,now:r,lower_is_better:i}=e;if(!t)return{name:n,now:r,before:e.before,difference:e.difference,direction:e.direction,check:e};let a=t.checks.find(e=>e.name===n)?.now??null;if(a===null||r===null)return{name:n,now:r,before:a,difference:null,direction:null,check:e};let o=r-a;return{name:n,now:r,before:a,difference:o,direction:Math.abs(o)<=m?`same`:o<0===i?`better`:`worse`,check:e}}var v=e=>h.exec(e)?.[1]??null;function y({checks:e,metrics:t}){let n=new Set(e.map(({name:e})=>e.replace(/^metrics\./,``)));return Object.entries(t).filter(([e])=>!n.has(e))}var b=e=>e.replace(/^metrics\./,``).replaceAll(`_`,` `).replaceAll(`.`,` · `);function x(e,t=``){return Object.entries(e).flatMap(([e,n])=>typeof n==`object`&&n&&!Array.isArray(n)?x(n,`${t}${e}.`):[[`${t}${e}`,Array.isArray(n)?n.join(`, `):String(n)]])}var S=l`
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
`,C={"not worse":`good`,worse:`bad`,inconclusive:`warn`},[w,T]=[3,5],E=(e,{w:t,format:n})=>e===null?t.unknown:n.number(e,Math.abs(e)<10?3:1),D=(e,{w:t,format:n})=>e===null?t.unknown:n.percent(e);function O(e,n,r){let{w:i,format:a}=r;if(e===null||n===null)return t`<span class="weak">${i.unknown}</span>`;if(n===`same`)return t`<span class="weak">${i.direction.same}</span>`;let o=`${e>0?`+`:`−`}${a.number(Math.abs(e),3)}`;return t`<span class=${n}><span aria-hidden="true">${n===`better`?`▲`:`▼`}</span> ${o} ${i.direction[n]}</span>`}function k(e,r,i){let{w:a,format:o}=i,s=r?a.before:a.earlier;return t`<table>
    <thead>
      <tr>
        <th scope="col">${a.metric}</th><th scope="col" class="number">${s}</th><th scope="col" class="number">${a.now}</th>
        <th scope="col" class="number">${a.difference}</th>${r?t`<th scope="col">${a.gate}</th>`:n}
      </tr>
    </thead>
    <tbody>
      ${e.map(({name:e,before:c,now:l,difference:u,direction:d,check:f})=>t`<tr data-metric=${e} data-direction=${d??`unknown`}>
          <th scope="row">
            <b lang="en">${b(e)}</b>
            ${f.lower_is_better?t`<span class="trail">${a.lowerIsBetter}</span>`:n}
            ${f.means?t`<span class="trail means" lang="en">${f.means}</span>`:n}
          </th>
          <td class="number" data-label=${s}>${E(c,i)}</td>
          <td class="number" data-label=${a.now}>${E(l,i)}</td>
          <td class="number" data-label=${a.difference}>${O(u,d,i)}</td>
          ${r?t`<td data-label=${a.gate}>
                  <span class="tag" data-tone=${C[f.verdict]} title=${f.says||a.margin(o.number(f.margin,3))}>${a.gates[f.verdict]}</span>
                </td>`:n}
        </tr>`)}
    </tbody>
  </table>`}function A(e,r,i,a){let{w:o,format:s}=a,c=new Map(r.map(e=>[v(e.name),e])),l=[...new Set(e.map(({area:e})=>e))],u=i?o.before:o.earlier,d=e=>e==null?`–`:s.number(e,1),f=e=>100*(e-w)/(T-w),p=({id:e,name:r,score:i,certified:l,tasks:p,supported:m,partial:h,kind:g,missing:_})=>{let v=c.get(e);return t`<tr data-process=${e}>
      <th scope="row">
        <span class="trail">${e}</span> <b lang="en">${r}</b>
        ${_.length?t`<details class="lacking">
                <summary>${o.lacks(_.length)}<span class="unseen">: ${e}</span></summary>
                <ul>
                  ${_.map(e=>t`<li><span lang="en">${e.name}</span> <span class="tag" data-tone="warn">${o.support[e.support]??e.support}</span> <span class="trail" lang="en">${e.says||o.noCheck}</span></li>`)}
                </ul>
              </details>`:n}
      </th>
      <td class="number" data-label=${o.score}>
        ${i===null?t`<span class="weak">${o.outOfScope}</span>`:t`<span class="bar" aria-hidden="true"><i .style=${`width: ${f(i)}%`}></i></span><span class="score">${d(i)}</span>`}
      </td>
      <td class="number" data-label=${u}>${d(v?.before)}</td>
      <td class="number" data-label=${o.difference}>${v?O(v.difference,v.direction,a):t`<span class="weak">–</span>`}</td>
      <td class="number" data-label=${o.certificate}>${d(l)}</td>
      <td data-label=${o.tasks}>${o.tasksOf(s.number(m),s.number(h),s.number(p))}</td>
      <td data-label=${o.who}>${g?o.kinds[g]:`–`}</td>
    </tr>`};return t`<table>
    <thead>
      <tr>
        <th scope="col">${o.process}</th><th scope="col" class="number">${o.score}</th><th scope="col" class="number">${u}</th>
        <th scope="col" class="number">${o.difference}</th><th scope="col" class="number">${o.certificate}</th><th scope="col">${o.tasks}</th><th scope="col">${o.who}</th>
      </tr>
    </thead>
    ${l.map(n=>t`<tbody>
        <tr><th scope="rowgroup" colspan="7" lang="en">${n}</th></tr>
        ${e.filter(e=>e.area===n).map(p)}
      </tbody>`)}
  </table>
  <p class="trail">${o.certificateHint}</p>`}function j(e,n){let{w:r,format:i}=n,a=e.queues.map(e=>({...e,name:e.queue??r.firstLine})),o=e.days.map(e=>({...e,name:i.day(`${e.day}T12:00`)}));return t`<section class="card" aria-labelledby="rules-title">
      <h3 id="rules-title">${r.rules}</h3>
      ${M(e,n)}
    </section>
    <section class="card" aria-labelledby="walked-title">
      <h3 id="walked-title">${r.walked}</h3>
      ${N(e,n)}
    </section>
    <section class="card" aria-labelledby="days-title">
      <h3 id="days-title">${r.byDay}</h3>
      ${P(r.day,o.reverse(),n)}
    </section>
    <section class="card" aria-labelledby="queues-title">
      <h3 id="queues-title">${r.byQueue}</h3>
      ${P(r.queue,a,n)}
    </section>`}function M({rules:e},r){let{w:i,format:a,open:o}=r;return t`<table>
    <thead><tr><th scope="col">${i.rule}</th><th scope="col" class="number">${i.kept}</th><th scope="col">${i.broken}</th></tr></thead>
    <tbody>
      ${e.map(({id:e,text:s,weight:c,kept:l,broken:u,cases:d})=>t`<tr data-rule=${e}>
          <th scope="row"><span lang="en">${s}</span> <span class="trail">${i.weights[c]??c}</span></th>
          <td class="number ${u&&c===`severe`?`worse`:``}" data-label=${i.kept}>${D(l,r)}</td>
          <td data-label=${i.broken}>
            ${d.length?n:`–`}
            ${d.map(e=>t`${o&&/^\d+$/.test(e)?t`<button type="button" class="link" aria-label=${i.openCase(e)} @click=${()=>o(Number(e))}>#${e}</button>`:e} `)}
            ${u>d.length?t`<span class="trail">${i.brokenMore(a.number(u-d.length))}</span>`:n}
          </td>
        </tr>`)}
    </tbody>
  </table>`}function N({processes:e},n){let{w:r,format:i}=n;return t`<table>
    <thead><tr><th scope="col">${r.process}</th><th scope="col" class="number">${r.cases}</th><th scope="col" class="number">${r.median}</th><th scope="col">${r.who}</th><th scope="col" class="number">${r.deviations}</th></tr></thead>
    <tbody>
      ${e.map(({id:e,name:a,cases:o,seconds:s,kind:c,deviations:l})=>t`<tr data-process=${e}>
          <th scope="row"><span class="trail">${e}</span> <b lang="en">${a??r.unknown}</b></th>
          <td class="number" data-label=${r.cases}>${i.number(o)}</td>
          <td class="number" data-label=${r.median}>${s===null?`–`:I(s,n)}</td>
          <td data-label=${r.who}>${c?r.kinds[c]:`–`}</td>
          <td class="number ${l?`worse`:``}" data-label=${r.deviations}>${i.number(l)}</td>
        </tr>`)}
    </tbody>
  </table>`}function P(e,r,i){let{w:a,format:o}=i;return r.length?t`<table>
    <thead><tr><th scope="col">${e}</th><th scope="col" class="number">${a.cases}</th><th scope="col" class="number">${a.conforming}</th><th scope="col" class="number">${a.severe}</th><th scope="col" class="number">${a.fitness}</th></tr></thead>
    <tbody>
      ${r.map(({name:e,cases:r,conforming:s,severe:c,fitness:l})=>t`<tr>
          <th scope="row">${e}</th>
          <td class="number" data-label=${a.cases}>${o.number(r)}</td>
          <td class="number" data-label=${a.conforming}>${s===null?n:t`<span class="bar" aria-hidden="true"><i .style=${`width: ${100*s}%`}></i></span>`}${D(s,i)}</td>
          <td class="number ${c?`worse`:``}" data-label=${a.severe}>${D(c,i)}</td>
          <td class="number" data-label=${a.fitness}>${D(l,i)}</td>
        </tr>`)}
    </tbody>
  </table>`:t`<p class="trail">${a.noEnded}</p>`}function F(e,r){let{w:i}=r,a=y(e);return t`${a.length?t`<details class="card" ?open=${!e.checks.length}>
          <summary>${i.others}</summary>
          <dl class="facts">${a.map(([e,n])=>t`<dt lang="en">${b(e)}</dt><dd>${E(n,r)}</dd>`)}</dl>
        </details>`:n}
  <details class="card" part="data">
    <summary>${i.onWhat}</summary>
    <dl class="facts">
      <dt>${i.command}</dt><dd lang="en"><code>${e.command}</code></dd>
      <dt>${i.took}</dt><dd>${I(e.seconds,r)}</dd>
      ${x(e.config).map(([e,n])=>t`<dt lang="en">${b(e)}</dt><dd lang="en">${n}</dd>`)}
    </dl>
  </details>`}function I(e,{w:t,format:n}){return e<90?t.seconds(n.number(e,+(e<10))):e<5400?t.minutes(n.number(e/60,0)):t.hours(n.number(e/3600,1))}var L=new a({reports:`Evaluation reports`,evaluations:`Evaluations`,all:`All evaluations`,looking:`Looking…`,none:`No evaluation has been run here.`,noneHint:`What is run with --keep is shown here:`,pick:`Pick an evaluation.`,names:{questions:`Answers to our questions`,past:`Past cases, each on its day`,routing:`Choice of the flow`,flows:`Flows, on simulated customers`,diagnostics:`Diagnoses, on a simulated network`,conformance:`eTOM conformance`,cases:`Recorded cases`},neverRun:`Never run`,notReadable:`Could not be read`,verdict:{pass:`Not worse`,worse:`Worse`,failed:`Could not be run`,none:`Not judged`},better:e=>`${e} better`,worse:e=>`${e} worse`,same:`all the same`,ranAt:e=>`run ${e}`,comparedWith:`Compared with`,baseline:`the baseline`,earlierRun:e=>`the run of ${e}`,judged:`Judged metrics`,nothingJudged:`Nothing of it is judged: there is no baseline.`,metric:`Metric`,before:`Baseline`,earlier:`Then`,now:`Now`,difference:`Difference`,direction:{better:`better`,worse:`worse`,same:`the same`},unknown:`not known`,gate:`Release gate`,gates:{"not worse":`within its margin`,worse:`worse than allowed`,inconclusive:`not certain`},margin:e=>`margin ${e}`,lowerIsBetter:`lower is better`,processes:`eTOM processes`,process:`Process`,score:`Score`,certificate:`JioAssist`,certificateHint:`The score published for JioAssist. 5.0 is no deviation, 3.0 no support.`,tasks:`Tasks`,tasksOf:(e,t,n)=>`${e} of ${n}${t===`0`?``:`, ${t} in part`}`,lacks:e=>e===1?`one task lacks something`:`${e} tasks lack something`,support:{partial:`in part`,"not supported":`not supported`},noCheck:`nothing checks it`,outOfScope:`out of scope`,rules:`Rules kept`,rule:`Rule`,kept:`Kept`,broken:`Broken by`,brokenMore:e=>`and ${e} more`,weights:{severe:`severe`,some:`some weight`,minor:`minor`},openCase:e=>`Open case ${e}`,walked:`Processes gone through`,cases:`Cases`,median:`Median time`,who:`Who`,kinds:{A:`the system`,M:`people`,AM:`both`},deviations:`Deviations`,byDay:`Ended cases, by day`,day:`Day`,byQueue:`Ended cases, by who had them last`,queue:`Queue`,firstLine:`solved where they began`,conforming:`Keep all rules`,severe:`Break a severe one`,fitness:`Fit the process`,noEnded:`None of the cases had ended.`,others:`Other metrics`,onWhat:`On what it was run`,command:`Command`,took:`Took`,seconds:e=>`${e} s`,minutes:e=>`${e} min`,hours:e=>`${e} h`},{hi:async()=>(await r(async()=>{let{hi:e}=await import(`./texts.hi-BEdbVbJG.js`);return{hi:e}},[],import.meta.url)).hi}),R=e({T2rReports:()=>U}),z=`evaluations:read`,B=100,V={pass:`good`,worse:`bad`,failed:`warn`},H=`of the database`,U=class extends s{constructor(...e){super(...e),this.page=null,this.problem=``,this.report=null,this.reportProblem=``,this.runs=[],this.earlier=null,this.name=null,this.#e=new AbortController}static{this.styles=[c,S]}#e;get w(){return L.of(this.speaks,()=>this.requestUpdate())}connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;document.addEventListener(`visibilitychange`,()=>!document.hidden&&void this.#t(),{signal:e}),e.addEventListener(`abort`,()=>this.#e.abort())}identified(){this.#t()}async#t(){let{signal:e}=this.leaving;if(f(this.me,z))try{let t=await this.client.get(`/v1/evaluations?newest=true&limit=${B}`,e),n=this.page===null;this.page=t,this.problem=``;let r=t.items.find(({name:e})=>e===d(`report`,``));n&&r&&await this.#n(r)}catch(t){e.aborted||(this.problem=this.inWords(t))}}async#n({id:e,name:t}){let n=t!==this.name;this.name=t,p(`report`,t),this.#e.abort(),this.#e=new AbortController;let{signal:r}=this.#e;this.reportProblem=``,this.earlier=this.report=null,n&&(this.runs=[]);try{let[i,a]=await Promise.all([this.client.get(`/v1/evaluations/${e}`,r),this.client.get(`/v1/evaluations?name=${t}&limit=${B}`,r)]);if(r.aborted)return;this.report=i,this.runs=a.items,this.announce(`${this.#o(t)}: ${this.#s(i.verdict)}`),await this.updateComplete,n&&this.renderRoot.querySelector(`.report h2`)?.focus()}catch(e){r.aborted||(this.reportProblem=this.inWords(e))}}async#r(e){let{signal:t}=this.#e;try{let n=e?await this.client.get(`/v1/evaluations/${e}`,t):null;t.aborted||(this.earlier=n)}catch(e){t.aborted||(this.reportProblem=this.inWords(e))}}#i(){let{name:e}=this;this.#e.abort(),this.name=this.report=null,p(`report`,``),this.updateComplete.then(()=>this.renderRoot.querySelector(`[data-evaluation="${e}"]`)?.focus())}#a(e){this.context.pick({case:e}),this.emit(`case-picked`,{case:e})}#o(e){return this.w.names[e]??o(e)}#s(e){return this.w.verdict[e??`none`]}view(){let{t:e,w:r,page:i}=this;return this.me&&!f(this.me,z)?t`<p class="empty">${e.notAllowed(z)}</p>`:t`<div class="work ${this.name===null?``:`open`}">
      <div class="list">
        <div class="head" part="head"><h2>${r.reports}</h2></div>
        <div class="scroll" part="body" tabindex="0" role="region" aria-label=${r.evaluations}>
          ${this.problem?t`<p class="empty problem" role="alert">${this.problem}</p>`:n}
          ${i?this.#c(i):this.problem?n:t`<p class="empty">${r.looking}</p>`}
        </div>
      </div>
      <div class="report">${this.#d()}</div>
    </div>`}#c({items:e,never_run:r,unreadable:i}){let{w:a,format:o}=this;return t`${e.length?t`<ul class="runs">
            ${e.map(e=>t`<li><button type="button" data-evaluation=${e.name} aria-current=${e.name===this.name?`true`:n} @click=${()=>this.#n(e)}>
                <b>${this.#o(e.name)}</b>
                <span class="row">${this.#l(e.verdict)}<span class="trail">${this.#u(e)}</span></span>
                <span class="trail">${a.ranAt(o.clock(e.at))}</span>
              </button></li>`)}
          </ul>`:t`<p class="empty">${a.none}</p>`}
    ${r.length?t`<div class="never" part="never">
            <h3>${a.neverRun}</h3>
            <ul>${r.map(e=>t`<li data-never=${e}>${this.#o(e)}</li>`)}</ul>
            <p class="trail">${a.noneHint} <code lang="en">t2r eval gate --keep</code>, <code lang="en">t2r eval cases --keep</code></p>
          </div>`:n}
    ${i.length?t`<div class="never">
            <h3>${a.notReadable}</h3>
            <ul>${i.map(({file:e,problem:n})=>t`<li class="problem"><code>${e}</code>: <span lang="en">${n}</span></li>`)}</ul>
          </div>`:n}`}#l(e){return t`<span class="tag" data-tone=${e?V[e]:n}>${this.#s(e)}</span>`}#u({judged:e,better:t,worse:n}){let{w:r,format:i}=this;return e?[t&&r.better(i.number(t)),n&&r.worse(i.number(n))].filter(Boolean).join(` · `)||r.same:``}#d(){let{w:e,report:r,name:i}=this;return i===null?t`<p class="empty">${this.page?.items.length?e.pick:n}</p>`:t`<div class="head">
        <button type="button" class="quiet back" @click=${()=>this.#i()}>‹ ${e.all}</button>
        <h2 tabindex="-1">${this.#o(i)}</h2>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.#o(i)}>
        ${this.reportProblem?t`<p class="empty problem" role="alert">${this.reportProblem}</p>`:n}
        ${r?this.#f(r):this.reportProblem?n:t`<p class="empty">${e.looking}</p>`}
      </div>`}#f(e){let{w:r,format:i,earlier:a}=this,o={w:r,format:i,open:e.config.cases===H?e=>this.#a(e):null},s=g(e,a),c=a===null,l=e.conformance?s.filter(({name:e})=>v(e)===null):s;return t`<div class="body">
      <div class="top">${this.#l(e.verdict)}${this.#p(e)}</div>
      ${e.error?t`<p class="notice problem" lang="en">${e.error}</p>`:n}
      ${l.length?t`<section class="card" part="metrics" aria-labelledby="metrics-title">
              <h3 id="metrics-title">${r.judged}</h3>
              ${k(l,c,o)}
            </section>`:e.error?n:t`<p class="trail">${r.nothingJudged}</p>`}
      ${e.conformance?t`<section class="card" part="processes" aria-labelledby="processes-title">
              <h3 id="processes-title">${r.processes}</h3>
              ${A(e.conformance,s,c,o)}
            </section>`:n}
      ${e.recorded?j(e.recorded,o):n}
      ${F(e,o)}
    </div>`}#p(e){let{w:r,format:i,runs:a}=this,o=e=>e.target.value,s=a.filter(({at:t})=>t<e.at);return t`${a.length>1?t`<select aria-label=${r.evaluations} @change=${t=>this.#n({id:o(t),name:e.name})}>
            ${a.map(({id:n,at:a})=>t`<option value=${n} ?selected=${n===e.id}>${r.ranAt(i.clock(a))}</option>`)}
          </select>`:t`<span class="trail">${r.ranAt(i.clock(e.at))}</span>`}
    ${e.checks.length&&s.length?t`<label>${r.comparedWith}
            <select class="against" @change=${e=>this.#r(o(e))}>
              <option value="" ?selected=${this.earlier===null}>${r.baseline}</option>
              ${s.map(({id:e,at:n})=>t`<option value=${e} ?selected=${e===this.earlier?.id}>${r.earlierRun(i.clock(n))}</option>`)}
            </select></label>`:n}`}};i([u()],U.prototype,`page`,void 0),i([u()],U.prototype,`problem`,void 0),i([u()],U.prototype,`report`,void 0),i([u()],U.prototype,`reportProblem`,void 0),i([u()],U.prototype,`runs`,void 0),i([u()],U.prototype,`earlier`,void 0),i([u()],U.prototype,`name`,void 0);export{R as n,U as t};