import{C as e,_ as t,a as n,c as r,d as i,f as a,g as o,h as s,i as c,l,m as u,n as d,t as f,u as p,x as m,y as h}from"./chunks/element-hHy4l4o2.js";import{t as g}from"./chunks/cases-BksRI3rg.js";import{i as _,n as v,r as y,t as b}from"./chunks/words-CLDovWaX.js";var x=6,S=new Set([`costs_money`,`irreversible`]),C={free:`good`,reversible:`good`,customer_visible:`warn`,costs_money:`bad`,irreversible:`bad`};function w(e,t,n,r){let i=e.kind===`question`||e.kind===`check`,{wording:a,why:o,title:s,risk:c}=e;return m`<section class="step" part="step" data-kind=${e.kind} aria-labelledby="step-title">
    <p class="kind">${T(e,n)}</p>
    <h3 id="step-title" class="step-title" tabindex="-1" lang="en">${s}</h3>
    ${a&&a!==s?m`<p class="wording"><b>${e.kind===`tell`||i?n.say:n.tellCustomer}:</b> <q lang="en">${a}</q></p>`:h}
    ${o&&o!==s&&o!==a?m`<p class="trail" lang="en">${n.because(l(o))}</p>`:h}
    ${i?E(e,t,n):D(e,t,n,r,c)}
  </section>`}function T({kind:e,of:t},n){return e===`action`?t===`customer`?n.stepKind.actionCustomer:n.stepKind.action:e===`question`||e===`check`?t===`agent`?n.stepKind.toAgent:n.stepKind.toCustomer:n.stepKind[e]}function E(e,t,n){let r=e.of===`agent`?`agent`:`customer`,i=e.blanks.length>1,a=e.call===`flow`?h:O(n.nobodyKnows,()=>t.act(`skip`,`nobody can tell`),`quiet`);return m`
    ${e.has_tool?m`<div class="ways">${O(n.readFromDevice,()=>t.act(`approve`,``),`primary`)}</div>`:h}
    ${i?m`<p class="trail">${e.has_tool?n.orSay:n.sayKnown}</p>`:h}
    ${e.blanks.map(e=>k(e,n=>t.answer({[e.fact]:n},r),n,i))}
    ${a===h?h:m`<div class="ways">${a}</div>`}
  `}function D(e,t,n,i,a){let o=Object.entries(e.arguments).filter(([,e])=>e!==null&&e!==``),s=e.kind===`action`||e.kind===`hand_over`?m`<dl class="effect" aria-label=${n.willDo}>
          ${a?m`<dt>${n.willDo}</dt><dd><span class="tag" data-tone=${C[a]??`warn`}>${n.risk[a]??l(a)}</span></dd>`:h}
          ${e.tool?m`<dt>${n.tool}</dt><dd lang="en">${l(e.tool)}</dd>`:h}
          ${o.map(([e,t])=>m`<dt lang="en">${r(e)}</dt><dd lang="en">${_(t,null,n,i)}</dd>`)}
        </dl>`:h;if(t.confirming)return m`${s}
      <div class="confirm notice" role="group" aria-label=${n.approveFor(e.title)}>
        <p>${a===`costs_money`?n.confirmMoney:n.confirmFinal}</p>
        <div class="ways">
          ${O(n.agreed,()=>t.act(`approve`,``),`primary`)} ${O(n.cancel,()=>t.confirm(!1),`secondary`)}
        </div>
      </div>`;let c=()=>a&&S.has(a)?t.confirm(!0):t.act(`approve`,``),u={action:[O(n.approve,c,`primary`),O(n.skip,()=>t.act(`skip`,``))],tell:[O(n.done,()=>t.act(`done`,``),`primary`),O(n.couldNot,()=>t.act(`failed`,``)),O(n.skip,()=>t.act(`skip`,``),`quiet`)],hand_over:[O(n.handOver,c,`primary`),O(n.closeWithout,()=>t.act(`skip`,``))],reading:[O(n.readIt,()=>t.read(),`primary`)]};return m`${s}
    <div class="ways">${u[e.kind]}</div>`}function O(e,t,n=`secondary`){return m`<button type="button" class=${n} @click=${t}>${e}</button>`}function k({fact:e,type:t,allowed:n,unit:r},i,a,o){let s=l(e),c=n.length&&n.length<=x?m`<div class="ways" role="group" aria-label=${s}>
          ${n.map(e=>O(b(e,a),()=>i(e)))}
        </div>`:m`<form
          class="ways"
          @submit=${e=>{e.preventDefault();let{value:n}=e.target.elements.namedItem(`value`);i(t===`number`?Number(n):n)}}
        >
          ${n.length?m`<select name="value" required aria-label=${s}>
                  <option value="">…</option>
                  ${n.map(e=>m`<option value=${String(e)}>${b(e,a)}</option>`)}
                </select>`:m`<input name="value" required maxlength="500" aria-label=${s} step="any"
                  type=${t===`number`?`number`:t===`date`?`date`:`text`} />`}
          ${r?m`<span class="trail">${r}</span>`:h}
          <button class="secondary">${a.answer}</button>
        </form>`;return o?m`<div class="blank"><span class="trail" lang="en">${s}</span>${c}</div>`:c}var A=e`
  .body {
    display: grid;
    gap: 0.9rem;
    align-content: start;
    padding: 0.75rem 1rem 2rem;
  }
  .about {
    display: grid;
    gap: 0.4rem;
  }
  .words {
    padding: 0.4rem 0.75rem;
    border-inline-start: 3px solid var(--line);
    color: var(--text);
    white-space: pre-wrap;
  }
  .step {
    display: grid;
    gap: 0.55rem;
    padding: 0.85rem 1rem 1rem;
    border: 1px solid var(--line);
    border-inline-start: 4px solid var(--accent);
    border-radius: var(--radius);
  }
  .step.done {
    border-inline-start-color: var(--good);
  }
  .step[data-kind="action"],
  .step[data-kind="hand_over"] {
    border-inline-start-color: var(--warn);
  }
  .kind {
    color: var(--muted);
    font-size: 0.9em;
    font-weight: 600;
  }
  .step-title {
    font-size: 1.15rem;
    letter-spacing: -0.01em;
  }
  .step-title:focus {
    outline: none;
  }
  .wording {
    padding: 0.45rem 0.75rem;
    border-radius: 8px;
    background: var(--accent-soft);
  }
  .wording b {
    color: var(--accent-strong);
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
  }
  .ways .apart {
    margin-inline-start: auto;
  }
  .blank {
    display: grid;
    grid-template-columns: minmax(6rem, 12rem) minmax(0, 1fr);
    align-items: center;
    gap: 0.4rem;
  }
  .effect {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.1rem 0.8rem;
  }
  .effect dt {
    color: var(--muted);
  }
  .confirm {
    display: grid;
    gap: 0.5rem;
  }

  .questions > ol,
  .questions details > ol {
    margin-top: 0.3rem;
  }
  .question {
    display: grid;
    grid-template-columns: 1.4rem minmax(0, 1fr) max-content;
    gap: 0 0.4rem;
    padding: 0.3rem 0;
    border-top: 1px solid var(--line);
  }
  .question:first-child {
    border-top: 0;
  }
  .sign {
    font-weight: 700;
    text-align: center;
    color: var(--muted);
  }
  [data-standing="answered"] .sign {
    color: var(--good);
  }
  [data-standing="next"] .sign {
    color: var(--accent);
  }
  [data-standing="next"] .asked {
    font-weight: 600;
  }
  [data-standing="stale"] dl,
  [data-standing="open"] .asked {
    color: var(--muted);
  }
  [data-standing="stale"] b {
    text-decoration: line-through;
    text-decoration-color: var(--line-strong);
  }
  .question dl {
    grid-column: 2;
  }
  .question dl div,
  .question dt {
    display: inline;
  }
  .question dl div::after {
    content: " · ";
    color: var(--muted);
  }
  .question dl div:has(dd)::after {
    content: "";
  }
  .question .correct {
    grid-row: 1;
    grid-column: 3;
    min-height: 0;
    padding: 0 0.5rem;
  }
  .correction {
    grid-column: 2 / -1;
    display: grid;
    gap: 0.4rem;
    padding-block: 0.4rem;
  }
  form.grid {
    display: grid;
    gap: 0.5rem;
    margin-top: 0.5rem;
  }
  .grid label {
    display: grid;
    gap: 0.15rem;
  }
  .grid label > * {
    color: var(--text);
    font-size: 1rem;
    font-size: inherit;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
    gap: 0.5rem;
  }
  textarea {
    min-height: 4.5rem;
    resize: vertical;
    field-sizing: content;
    max-height: 14rem;
  }

  .begin {
    display: grid;
    gap: 0.5rem;
    padding: 0.75rem 1rem;
    border-bottom: 1px solid var(--line);
  }
  .begin textarea {
    min-height: 2.6rem;
  }
  .begin .ways input {
    flex: 1;
    min-width: 9rem;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 0.3rem;
    padding: 0.5rem 1rem 0;
  }
  .bar h2 {
    flex: 1;
  }
  .rows {
    padding: 0.25rem 0.5rem 1rem;
  }
  .case-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content;
    gap: 0 0.6rem;
    width: 100%;
    padding: 0.45rem 0.6rem;
    border-radius: 8px;
    text-align: start;
  }
  .case-row:hover {
    background: var(--sunken);
  }
  .case-row b {
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .case-row .trail {
    grid-column: 1 / -1;
  }
  .hint {
    margin-top: 0.3rem;
  }
  @container (width < 34rem) {
    .blank {
      grid-template-columns: minmax(0, 1fr);
      gap: 0.1rem;
    }
  }
`,j=[`acknowledged`,`inProgress`,`pending`,`held`,`resolved`],M=new Set([`closed`,`cancelled`,`rejected`]),N={next:`→`,answered:`✓`,stale:`↻`,unknown:`?`,open:`·`},P={inProgress:`accent`,pending:`warn`,held:`warn`,resolved:`good`},F=50,I=class extends f{constructor(...e){super(...e),this.rows=null,this.more=null,this.mine=!1,this.problem=``,this.opening=!1,this.correcting=``,this.confirming=!1,this.codes=null,this.words=``,this.number=``,this.#t=crypto.randomUUID(),this.#n=null,this.#r=``,this.#l=!1}static{this.styles=[n,A]}#e;#t;#n;#r;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.words=s(`case words ${this.group}`,``),this.#e=g(this.client,this.context),this.#e.addEventListener(`change`,()=>this.#i(),{signal:e}),this.#e.use(e)}open(e){this.context.pick({case:e})}propose(e){this.#s(e),this.context.pick({case:null}),this.updateComplete.then(()=>this.focus())}focus(){this.renderRoot.querySelector(`.step-title, .begin textarea, h2`)?.focus()}moved(){this.number=this.context.msisdn?`+${this.context.msisdn}`:``,this.context.case!==this.#n&&(this.#n=this.context.case,this.problem=this.correcting=``,this.confirming=!1,this.#n===null&&this.me&&this.#o())}identified(){this.context.case===null&&this.#o()}#i(){this.requestUpdate();let e=this.#e.case;if(!e)return;!e.next&&!this.codes&&this.client.codes().then(e=>{this.codes=e},()=>void 0);let t=e.next?.call??e.done?.outcome??e.status,n=`${e.id} ${t}`;n!==this.#r&&(this.#r=n,this.confirming=!1,this.announce(e.next?this.t.nextAnnounced(e.next.title):this.#a(e)))}#a(e){let{done:t}=e;return t?`${this.t.outcome[t.outcome]??r(t.outcome)}. ${t.reason}`:this.t.status[e.status]}async#o(e=null){let t=new URLSearchParams(j.map(e=>[`status`,e]));t.set(`limit`,String(F)),this.mine&&this.me&&t.set(`owner`,this.me.name),e!==null&&t.set(`before`,String(e));try{let n=await this.client.get(`/v1/cases?${t}`);this.rows=e===null?n.items:[...this.rows??[],...n.items],this.more=n.next,this.problem=``}catch(e){this.problem=this.inWords(e)}}#s(e){this.words=e,u(`case words ${this.group}`,e||void 0)}async#c(e){e.preventDefault();let t=this.words.trim();if(!t||this.opening)return;this.opening=!0,this.problem=``;let n=this.number.trim();try{let e={words:t,...n&&{msisdn:n}},r=await this.client.post(`/v1/cases`,e,{headers:{"Idempotency-Key":this.#t}});this.#t=crypto.randomUUID(),this.#s(``),this.context.pick({case:r.id,...r.msisdn&&{msisdn:r.msisdn}}),this.emit(`case-opened`,{case:r.id}),this.#l=!0}catch(e){this.problem=this.inWords(e),e instanceof i&&e.isFinal&&(this.#t=crypto.randomUUID())}this.opening=!1}#l;updated(){if(!this.#l)return;let e=this.renderRoot.querySelector(`.step-title`);e&&!this.#e.busy&&(this.#l=!1,e.focus({preventScroll:!0}),e.scrollIntoView({block:`nearest`}))}async#u(e,t,n){if(this.#e.busy)return!1;this.problem=``;let r=await this.#e.send(e,t);return r instanceof i?(this.problem=r.status===409?`${this.t.changedMeanwhile} ${r.message}`:this.inWords(r),!1):(this.correcting=``,this.confirming=!1,this.#l=!0,this.requestUpdate(),n&&this.emit(n,{case:r.id,...t}),!0)}view(){let{t:e}=this,t=this.#e;if(this.me&&!o(this.me,`cases:read`))return m`<p class="empty">${e.notAllowed(`cases:read`)}</p>`;if(this.context.case===null)return this.#d();let n=t.case;return m`
      <div class="head" part="head">
        <h2 tabindex="-1">${e.caseTitle(this.context.case)}</h2>
        <button type="button" class="quiet" @click=${()=>this.context.pick({case:null})}>${e.allCases}</button>
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${e.flow} aria-busy=${t.busy?`true`:h}>
        ${t.problem?m`<div class="empty"><p class="problem" role="alert">${this.inWords(t.problem)}</p>
                <button type="button" class="secondary" @click=${()=>t.again()}>${e.retry}</button></div>`:n?this.#h(n):m`<p class="empty">${e.loading}</p>`}
      </div>
    `}#d(){let{t:e}=this,t=e=>()=>{this.mine=e,this.#o()};return m`
      ${this.plain?h:m`<div class="head" part="head"><h2 tabindex="-1">${e.cases}</h2></div>`}
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${e.cases}>
        ${o(this.me,`cases:write`)?this.#f():h}
        ${this.problem?m`<p class="empty problem" role="alert">${this.problem}</p>`:h}
        <div class="bar">
          <h2>${e.openCases}</h2>
          <button type="button" class="quiet" aria-pressed=${!this.mine} @click=${t(!1)}>${e.everyCase}</button>
          <button type="button" class="quiet" aria-pressed=${this.mine} @click=${t(!0)}>${e.myCases}</button>
        </div>
        ${this.rows===null?m`<p class="empty">${this.problem?h:e.loading}</p>`:this.rows.length?m`<ul class="rows">${this.rows.map(e=>m`<li>${this.#p(e)}</li>`)}</ul>`:m`<p class="empty">${e.noCases}</p>`}
        ${this.more===null?h:m`<p class="empty"><button type="button" class="secondary" @click=${()=>this.#o(this.more)}>${e.more}</button></p>`}
      </div>
    `}#f(){let{t:e}=this;return m`<form class="begin" part="new-case" @submit=${this.#c}>
      <h2>${e.newCase}</h2>
      <textarea required maxlength="4000" rows="2" aria-label=${e.customerWords} placeholder=${e.customerWords} .value=${this.words}
        @input=${e=>this.#s(e.target.value)}></textarea>
      <div class="ways">
        <input type="tel" maxlength="24" aria-label=${e.customerNumber} placeholder="${e.customerNumber} (${e.optional})" .value=${this.number}
          @input=${e=>{this.number=e.target.value}} />
        <button class="primary" ?disabled=${this.opening}>${e.beginCase}</button>
      </div>
      ${this.opening?m`<p class="trail">${e.opening}</p>`:h}
    </form>`}#p(e){let t=[`#${e.id}`,e.flow&&l(e.flow),e.owner??e.queue,e.msisdn&&`+${e.msisdn}`,this.format.clock(e.updated_at)];return m`<button type="button" class="case-row" part="case-row" data-case=${e.id} @click=${()=>this.open(e.id)}>
      <b>${e.words}</b>${this.#m(e)}
      <span class="trail">${t.filter(Boolean).join(` · `)}</span>
    </button>`}#m({status:e,status_reason:t}){return m`<span class="tag" part="status" data-status=${e} data-tone=${P[e]??h} title=${t||h}>
      ${this.t.status[e]}
    </span>`}#h(e){let{t,format:n}=this,r=[e.flow_title,e.msisdn&&`+${e.msisdn}`,e.owner?t.withOwner(e.owner):e.queue&&t.inQueue(e.queue),t.priority(e.priority),t.opened(n.clock(e.opened_at))],i=e.under_way;return m`<div class="body">
      <div class="about">
        <p class="row">${this.#m(e)}<span class="trail">${r.filter(Boolean).join(` · `)}</span></p>
        <blockquote class="words">${e.words}</blockquote>
      </div>
      ${this.problem?m`<p class="problem" role="alert">${this.problem}</p>`:h}
      ${e.say?m`<div class="notice calm"><h4>${t.tellCustomer}</h4><p lang="en">${e.say}</p></div>`:h}
      ${i?m`<p class="notice">${t.underWay(l(i.tool),i.by)}</p>`:h}
      ${this.#g(e)} ${this.#v(e)} ${M.has(e.status)?h:this.#x(e)}
    </div>`}#g(e){let{t}=this,{next:n}=e;if(n)return w(n,{answer:(e,t)=>void this.#u(`answers`,{answers:e,of:t},`question-answered`),act:(e,t)=>{let r=e===`approve`?`action-approved`:`action-${e}`;this.#u(`actions`,{call:n.call,decision:e,reason:t},r)},read:()=>void this.#u(`next`),confirm:e=>{this.confirming=e},confirming:this.confirming},t,this.format);if(e.status!==`inProgress`&&e.status!==`resolved`)return h;let{done:i}=e,a=i?t.outcome[i.outcome]??r(i.outcome):t.status[e.status];return m`<section class="step done" part="step" aria-labelledby="step-title">
      <h3 id="step-title" class="step-title" tabindex="-1">${a}</h3>
      ${i?.titles.length?m`<p><b>${t.doneTitle}:</b> <span lang="en">${i.titles.join(`, `)}</span></p>`:h}
      ${i?.reason&&i.outcome!==`solved`?m`<p class="trail" lang="en">${i.reason}${i.queue?` (${t.toQueue(i.queue)})`:``}</p>`:h}
      ${this.codes?this.#_(e,this.codes):h}
    </section>`}#_(e,{causes:t,resolutions:n}){let{t:r}=this,i=(e,t,n,r)=>m`<label>${t}
        <select name=${e} required>
          <option value="">…</option>
          ${Object.entries(n).map(([e,t])=>m`<option value=${e} ?selected=${e===r}>${t}</option>`)}
        </select></label>`;return m`<form class="grid" part="close" @submit=${async e=>{e.preventDefault();let t=Object.fromEntries(new FormData(e.target));await this.#u(`close`,t,`case-closed`)}}>
      <div class="two">
        ${i(`cause`,r.causeLabel,t,e.cause)} ${i(`resolution`,r.resolutionLabel,n,e.resolution)}
      </div>
      <label>${r.note}<textarea name="note" maxlength="4000" aria-describedby="draft">${y(e,r,this.format)}</textarea></label>
      <p id="draft" class="trail">${r.noteDraft}</p>
      <div class="ways">
        <button class="primary">${r.closeCase}</button>
        ${e.status===`resolved`?m`<button type="button" class="secondary" @click=${()=>this.#u(`reopen`,{},`case-reopened`)}>${r.reopen}</button>`:h}
      </div>
    </form>`}#v({questions:e,next:t}){if(!e.length)return h;let{t:n}=this,r=e.filter(({standing:e})=>e!==`open`),i=e.filter(({standing:e})=>e===`open`),a=e=>m`<ol>${e.map(e=>this.#y(e,t!==null))}</ol>`;return m`<section class="questions" part="questions" aria-labelledby="questions-title">
      <h3 id="questions-title">${n.questions}</h3>
      ${a(r)} ${i.length?m`<details><summary>${n.notNeeded(i.length)}</summary>${a(i)}</details>`:h}
    </section>`}#y(e,t){let{t:n}=this,{standing:r,check:i,known:a,blanks:s}=e,c=this.correcting===i,l=t&&r!==`next`&&o(this.me,`cases:write`);return m`<li class="question" data-standing=${r} data-check=${i}>
      <span class="sign" aria-hidden="true">${N[r]}</span>
      <span class="asked"><span class="unseen">${n.standing[r]}: </span><span lang="en">${e.question}</span></span>
      ${a.length?m`<dl title=${r===`stale`?n.standing.stale:h}>${this.#b(e)}</dl>`:h}
      ${l?m`<button
              type="button"
              class="quiet correct"
              aria-expanded=${c}
              aria-label="${a.length?n.correctIt:n.answer}: ${e.question}"
              @click=${()=>this.correcting=c?``:i}
            >${a.length?n.correctIt:n.answer}</button>`:h}
      ${l&&c?m`<div class="correction">
              ${s.map(e=>k(e,t=>void this.#u(`answers`,{answers:{[e.fact]:t},of:`agent`}),n,s.length>1))}
            </div>`:h}
    </li>`}#b({known:e}){let{t,format:n}=this,r=e.map(e=>`${v(e,t,n)}, ${n.age(e.measured_at)}`);return e.map((i,a)=>{let o=e.length>1?m`${l(i.fact)}: `:m`<span class="unseen">${t.answer}: </span>`,s=r[a]===r[a+1]?h:m`<dd class="trail" title=${n.whole(i.measured_at)}>${r[a]}</dd>`;return m`<div><dt lang="en">${o}<b>${_(i.value,i.unit,t,n)}</b></dt>${s}</div>`})}#x(e){let{t}=this;if(!o(this.me,`cases:write`))return h;let n=async e=>{e.preventDefault();let n=Object.fromEntries(new FormData(e.target)),r=n.owner?.trim()?{owner:n.owner.trim()}:{queue:n.queue?.trim()??``};await this.#u(`transfer`,{...r,reason:n.reason??``},`case-transferred`)&&this.announce(t.passedOn)},r=e.owner!==null&&e.owner!==this.me?.name;return m`<details part="escalate">
      <summary>${t.escalate}</summary>
      <p class="trail hint">${t.escalateHint}</p>
      <form class="grid" @submit=${n}>
        <div class="two">
          <label>${t.toPerson}<input name="owner" maxlength="100" /></label>
          <label>${t.toQueueLabel}<input name="queue" maxlength="200" .value=${e.done?.queue??e.queue??``} /></label>
        </div>
        <label>${t.reason}<textarea name="reason" maxlength="4000">${y(e,t,this.format)}</textarea></label>
        <div class="ways">
          <button class="secondary">${t.passOn}</button>
          ${r?m`<button type="button" class="secondary" @click=${()=>this.#u(`transfer`,{owner:this.me?.name},`case-transferred`)}>${t.takeOver}</button>`:h}
        </div>
      </form>
    </details>`}};c([t()],I.prototype,`rows`,void 0),c([t()],I.prototype,`more`,void 0),c([t()],I.prototype,`mine`,void 0),c([t()],I.prototype,`problem`,void 0),c([t()],I.prototype,`opening`,void 0),c([t()],I.prototype,`correcting`,void 0),c([t()],I.prototype,`confirming`,void 0),c([t()],I.prototype,`codes`,void 0),c([t()],I.prototype,`words`,void 0),c([t()],I.prototype,`number`,void 0),d(`t2r-flow`,I);export{I as T2rFlow,a as clientOf,p as contextOf};