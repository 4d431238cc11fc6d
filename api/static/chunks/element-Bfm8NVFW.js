import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,S as n,a as r,f as i,l as a,m as o,n as s,s as c,u as l,w as u,y as d}from"./core-DRFzIaB1.js";import{l as f}from"./client-D65S0Hh_.js";var p=new s({board:`Board`,live:`Live`,asOf:e=>`as of ${e}`,looking:`Looking…`,open:`Open cases`,inJeopardy:`In jeopardy`,missed:`Target missed`,waiting:`Waiting for an outage`,outages:`Outages`,restored:`Median time to restore, 24 h`,onTime:`On time, 24 h`,minutes:e=>`${e} min`,targets:`Target times`,targetsHint:`Open cases, the next target time first`,noTargets:`No open case has a target time.`,case:`Case`,priority:`Priority`,priorities:{critical:`critical`,high:`high`,medium:`medium`,low:`low`},who:`Who`,nobody:`nobody yet`,due:`Due`,standing:{"on time":`On time`,"in jeopardy":`In jeopardy`,missed:`Missed`},inTime:e=>`in ${e}`,ago:e=>`${e} ago`,hours:(e,t)=>`${e} h ${t} min`,days:(e,t)=>`${e} d ${t} h`,noOutages:`No outage holds a case.`,holds:e=>`${e} cases wait`,holdsOne:`one case waits`,expected:e=>`expected to end ${e}`,expectedUnknown:`no end is known`,load:`Who has what`,noLoad:`No case is open.`,causes:`Causes, 24 h`,noCauses:`None was closed.`,more:e=>`more than ${e}`,openCase:e=>`Open case ${e}`},{hi:async()=>(await i(async()=>{let{hi:e}=await import(`./texts.hi-lkKlvBWa.js`);return{hi:e}},[],import.meta.url)).hi}),m=e({T2rBoard:()=>_}),h=4e4,g={"on time":`good`,"in jeopardy":`warn`,missed:`bad`},_=class extends c{constructor(...e){super(...e),this.seen=null,this.problem=``,this.now=Date.now(),this.causes={},this.live=!1,this.#t=new Set}static{this.styles=[l,u`
      :host {
        background: var(--ground);
      }
      .head {
        background: var(--surface);
      }
      .body {
        display: grid;
        gap: 0.75rem;
        align-content: start;
        padding: 0.75rem;
      }
      [data-live] {
        padding-inline-end: 0.5rem;
      }
      [data-live="true"]::before {
        content: "● ";
        color: var(--good);
      }
      .figures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(8rem, 100%), 1fr));
        gap: 0.75rem;
      }
      .card,
      .figure {
        padding: 0.75rem 1rem 0.9rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      .figure {
        display: grid;
        align-content: space-between;
      }
      .figure dt {
        color: var(--muted);
        font-size: 0.93em;
      }
      .figure dd {
        font-size: 1.7rem;
        font-weight: 650;
        letter-spacing: -0.02em;
        line-height: 1.3;
        font-variant-numeric: tabular-nums;
      }
      .figure[data-tone="bad"] dd {
        color: var(--bad);
      }
      .figure[data-tone="warn"] dd {
        color: var(--warn);
      }
      .card h3 {
        margin-bottom: 0.35rem;
      }
      .table {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 0.3rem 0.75rem 0.3rem 0;
        border-top: 1px solid var(--line);
        text-align: start;
        vertical-align: baseline;
      }
      thead th {
        border: 0;
        color: var(--muted);
        font-weight: 400;
      }
      td.due {
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      .words {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      .list > li + li {
        margin-top: 0.5rem;
        padding-top: 0.5rem;
        border-top: 1px solid var(--line);
      }
      .bars {
        display: grid;
        grid-template-columns: minmax(5rem, max-content) minmax(0, 1fr) max-content;
        align-items: center;
        gap: 0.25rem 0.75rem;
      }
      .bars dd {
        display: contents;
      }
      .bar {
        height: 0.6rem;
        border-radius: 999px;
        background: var(--sunken);
        overflow: hidden;
      }
      .bar i {
        display: block;
        height: 100%;
        border-radius: inherit;
        background: var(--accent);
      }
      .number {
        font-variant-numeric: tabular-nums;
        text-align: end;
      }
      @container (width >= 56rem) {
        .two {
          display: grid;
          grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr);
          gap: 0.75rem;
          align-items: start;
        }
        .beside {
          display: grid;
          gap: 0.75rem;
        }
      }
      @container (width < 56rem) {
        .two,
        .beside {
          display: contents;
        }
      }
      @container (width < 34rem) {
        .priority {
          display: none;
        }
      }
    `]}#e;#t;get w(){return p.of(this.speaks,()=>this.requestUpdate())}identified(){f(this.me,`cases:read`)&&(this.client.codes().then(({causes:e})=>{this.causes=e},()=>void 0),r(this.client,`/v1/board/events`,({event:e,data:t})=>this.#n(e,JSON.parse(t)),this.leaving.signal,e=>{this.problem=this.inWords(e)},()=>this.#r()))}disconnectedCallback(){super.disconnectedCallback(),this.#r()}#n(e,t){e===`board`?(this.#i(t.targets),this.seen=t):e===`same`&&this.seen&&(this.seen={...this.seen,at:t.at}),this.problem=``,this.live=!0,this.now=Date.now(),clearTimeout(this.#e),this.#e=setTimeout(()=>this.#r(),h)}#r(){clearTimeout(this.#e),this.live=!1}#i(e){let t=e.filter(({standing:e})=>e===`missed`).map(e=>e.case),n=this.#t.size===0&&this.seen===null,r=t.filter(e=>!this.#t.has(e));this.#t=new Set(t),!n&&r.length&&this.announce(`${this.w.missed}: ${r.map(e=>this.t.caseTitle(e)).join(`, `)}`)}#a(e,t=null){this.context.pick({case:e,...t&&{msisdn:t}}),this.emit(`case-picked`,{case:e})}view(){let{t:e,w:r,seen:i,format:a}=this,o=this.live&&this.client.connection.state!==`offline`;return this.me&&!f(this.me,`cases:read`)?t`<p class="empty">${e.notAllowed(`cases:read`)}</p>`:t`<div class="head" part="head">
        <h2>${r.board}</h2>
        ${i?t`<span class="trail" data-live=${o}>${o?r.live:r.asOf(a.clock(i.at))}</span>`:n}
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${r.board}>
        ${this.problem?t`<p class="empty problem" role="alert">${this.problem}</p>`:n}
        ${i?this.#o(i):t`<p class="empty">${this.problem?n:r.looking}</p>`}
      </div>`}#o(e){return t`<div class="body">
      ${this.#s(e)}
      <div class="two">
        ${this.#c(e)}
        <div class="beside">${this.#u(e)}${this.#d(e)}${this.#f(e)}</div>
      </div>
    </div>`}#s({cases:e,more:r,outages:i,targets:a,figures:o}){let{w:s,format:c}=this,l=e=>c.number(e),u=e=>a.filter(t=>t.standing===e).length,d=o.minutes_to_restore,f=[[s.open,r?s.more(l(e.length)):l(e.length),``],[s.inJeopardy,l(u(`in jeopardy`)),u(`in jeopardy`)?`warn`:``],[s.missed,l(u(`missed`)),u(`missed`)?`bad`:``],[s.outages,l(i.length),i.length?`warn`:``],[s.waiting,l(e.filter(({parent:e})=>e!==null).length),``],[s.onTime,o.on_time===null?`–`:c.percent(o.on_time),``],[s.restored,d===null?`–`:s.minutes(c.number(d)),``]];return t`<dl class="figures">
      ${f.map(([e,r,i])=>t`<div class="figure" data-tone=${i||n}><dt>${e}</dt><dd>${r}</dd></div>`)}
    </dl>`}#c({targets:e,cases:r}){let{w:i,format:a}=this,o=new Map(r.map(e=>[e.id,e]));return t`<section class="card" part="targets" aria-labelledby="targets-title">
      <h3 id="targets-title">${i.targets}</h3>
      ${e.length?t`<div class="table">
              <table>
                <thead>
                  <tr><th scope="col">${i.case}</th><th scope="col" class="priority">${i.priority}</th><th scope="col">${i.who}</th><th scope="col">${i.due}</th></tr>
                </thead>
                <tbody>
                  ${e.map(e=>{let r=o.get(e.case);return t`<tr data-case=${e.case} data-standing=${e.standing}>
                      <td>
                        <button type="button" class="link" aria-label=${i.openCase(e.case)} @click=${()=>this.#a(e.case,r?.msisdn??null)}>#${e.case}</button>
                        ${r?t`<span class="words">${r.words}</span>`:n}
                      </td>
                      <td class="priority">${i.priorities[e.priority]??e.priority}</td>
                      <td>${e.owner??e.queue??t`<span class="trail">${i.nobody}</span>`}</td>
                      <td class="due">
                        <span class="tag" data-tone=${g[e.standing]}>${i.standing[e.standing]}</span>
                        <time datetime=${e.due_at} title=${a.whole(e.due_at)}>${this.#l(e.due_at)}</time>
                      </td>
                    </tr>`})}
                </tbody>
              </table>
            </div>`:t`<p class="trail">${i.noTargets}</p>`}
    </section>`}#l(e){let{w:t,format:n}=this,r=new Date(e).getTime()-this.now,i=Math.floor(Math.abs(r)/6e4),[a,o]=[Math.floor(i/1440),Math.floor(i/60)],s=a>=2?t.days(n.number(a),n.number(o%24)):o?t.hours(n.number(o),n.number(i%60)):t.minutes(n.number(i));return r>=0?t.inTime(s):t.ago(s)}#u({outages:e,cases:r}){let{w:i,format:a}=this;return t`<section class="card" part="outages" aria-labelledby="outages-title">
      <h3 id="outages-title">${i.outages}</h3>
      ${e.length?n:t`<p class="trail">${i.noOutages}</p>`}
      <ul class="list">
        ${e.map(({id:e,words:n,expected_at:o,say:s})=>{let c=r.filter(({parent:t})=>t===e).length,l=[c===1?i.holdsOne:i.holds(a.number(c)),o?i.expected(a.clock(o)):i.expectedUnknown];return t`<li>
            <p><button type="button" class="link" aria-label=${i.openCase(e)} @click=${()=>this.#a(e)}>#${e}</button> <span lang="en">${n||s}</span></p>
            <p class="trail">${l.join(` · `)}</p>
          </li>`})}
      </ul>
    </section>`}#d({cases:e}){let{w:n}=this,r=new Map;for(let{owner:t,queue:i}of e){let e=t??i??n.nobody;r.set(e,(r.get(e)??0)+1)}return t`<section class="card" part="load" aria-labelledby="load-title">
      <h3 id="load-title">${n.load}</h3>
      ${r.size?this.#p(r):t`<p class="trail">${n.noLoad}</p>`}
    </section>`}#f({figures:e}){let{w:n}=this,r=Object.entries(e.by_cause).map(([e,t])=>[this.causes[e]??o(e),t]);return t`<section class="card" part="causes" aria-labelledby="causes-title">
      <h3 id="causes-title">${n.causes}</h3>
      ${r.length?this.#p(new Map(r)):t`<p class="trail">${n.noCauses}</p>`}
    </section>`}#p(e){let n=Math.max(...e.values()),r=[...e].sort(([,e],[,t])=>t-e).slice(0,12);return t`<dl class="bars">
      ${r.map(([e,r])=>t`<dt>${e}</dt><dd><span class="bar" aria-hidden="true"><i .style=${`width: ${r/n*100}%`}></i></span><span class="number">${this.format.number(r)}</span></dd>`)}
    </dl>`}};a([d()],_.prototype,`seen`,void 0),a([d()],_.prototype,`problem`,void 0),a([d()],_.prototype,`now`,void 0),a([d()],_.prototype,`causes`,void 0),a([d()],_.prototype,`live`,void 0);export{m as n,_ as t};