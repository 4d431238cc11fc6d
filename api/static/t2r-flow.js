import{S as e,_ as t,a as n,b as r,c as i,d as a,f as o,g as s,i as c,l,m as u,n as d,t as f,u as p,v as m,w as h}from"./chunks/element-BQ469lad.js";import{a as g,i as _,n as v,r as y,t as b}from"./chunks/words-DpqmKwPO.js";var x=6,S=new Set([`costs_money`,`irreversible`]),C={free:`good`,reversible:`good`,customer_visible:`warn`,costs_money:`bad`,irreversible:`bad`};function w(t,n,i,a){let o=t.kind===`question`||t.kind===`check`,{wording:s,why:c,title:u,risk:d}=t;return e`<section class="step" part="step" data-kind=${t.kind} aria-labelledby="step-title">
    <p class="kind">${T(t,i)}</p>
    <h3 id="step-title" class="step-title" tabindex="-1" lang="en">${u}</h3>
    ${s&&s!==u?e`<p class="wording"><b>${t.kind===`tell`||o?i.say:i.tellCustomer}:</b> <q lang="en">${s}</q></p>`:r}
    ${c&&c!==u&&c!==s?e`<p class="trail" lang="en">${i.because(l(c))}</p>`:r}
    ${o?E(t,n,i):D(t,n,i,a,d)}
  </section>`}function T({kind:e,of:t},n){return e===`action`?t===`customer`?n.stepKind.actionCustomer:n.stepKind.action:e===`question`||e===`check`?t===`agent`?n.stepKind.toAgent:n.stepKind.toCustomer:n.stepKind[e]}function E(t,n,i){let a=t.of===`agent`?`agent`:`customer`,o=t.blanks.length>1,s=t.call===`flow`?r:O(i.nobodyKnows,()=>n.act(`skip`,`nobody can tell`),`quiet`);return e`
    ${t.has_tool?e`<div class="ways">${O(i.readFromDevice,()=>n.act(`approve`,``),`primary`)}</div>`:r}
    ${o?e`<p class="trail">${t.has_tool?i.orSay:i.sayKnown}</p>`:r}
    ${t.blanks.map(e=>k(e,t=>n.answer({[e.fact]:t},a),i,o))}
    ${s===r?r:e`<div class="ways">${s}</div>`}
  `}function D(t,n,a,o,s){let c=Object.entries(t.arguments).filter(([,e])=>e!==null&&e!==``),u=t.kind===`action`||t.kind===`hand_over`?e`<dl class="effect" aria-label=${a.willDo}>
          ${s?e`<dt>${a.willDo}</dt><dd><span class="tag" data-tone=${C[s]??`warn`}>${a.risk[s]??l(s)}</span></dd>`:r}
          ${t.tool?e`<dt>${a.tool}</dt><dd lang="en">${l(t.tool)}</dd>`:r}
          ${c.map(([t,n])=>e`<dt lang="en">${i(t)}</dt><dd lang="en">${_(n,null,a,o)}</dd>`)}
        </dl>`:r;if(n.confirming)return e`${u}
      <div class="confirm notice" role="group" aria-label=${a.approveFor(t.title)}>
        <p>${s===`costs_money`?a.confirmMoney:a.confirmFinal}</p>
        <div class="ways">
          ${O(a.agreed,()=>n.act(`approve`,``),`primary`)} ${O(a.cancel,()=>n.confirm(!1),`secondary`)}
        </div>
      </div>`;let d=()=>s&&S.has(s)?n.confirm(!0):n.act(`approve`,``),f={action:[O(a.approve,d,`primary`),O(a.skip,()=>n.act(`skip`,``))],tell:[O(a.done,()=>n.act(`done`,``),`primary`),O(a.couldNot,()=>n.act(`failed`,``)),O(a.skip,()=>n.act(`skip`,``),`quiet`)],hand_over:[O(a.handOver,d,`primary`),O(a.closeWithout,()=>n.act(`skip`,``))],reading:[O(a.readIt,()=>n.read(),`primary`)]};return e`${u}
    <div class="ways">${f[t.kind]}</div>`}function O(t,n,r=`secondary`){return e`<button type="button" class=${r} @click=${n}>${t}</button>`}function k({fact:t,type:n,allowed:i,unit:a},o,s,c){let u=l(t),d=i.length&&i.length<=x?e`<div class="ways" role="group" aria-label=${u}>
          ${i.map(e=>O(b(e,s),()=>o(e)))}
        </div>`:e`<form
          class="ways"
          @submit=${e=>{e.preventDefault();let{value:t}=e.target.elements.namedItem(`value`);o(n===`number`?Number(t):t)}}
        >
          ${i.length?e`<select name="value" required aria-label=${u}>
                  <option value="">…</option>
                  ${i.map(t=>e`<option value=${String(t)}>${b(t,s)}</option>`)}
                </select>`:e`<input name="value" required maxlength="500" aria-label=${u} step="any"
                  type=${n===`number`?`number`:n===`date`?`date`:`text`} />`}
          ${a?e`<span class="trail">${a}</span>`:r}
          <button class="secondary">${s.answer}</button>
        </form>`;return c?e`<div class="blank"><span class="trail" lang="en">${u}</span>${d}</div>`:d}var A=h`
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
`,j=[`acknowledged`,`inProgress`,`pending`,`held`,`resolved`],M=new Set([`closed`,`cancelled`,`rejected`]),N={next:`→`,answered:`✓`,stale:`↻`,unknown:`?`,open:`·`},P={inProgress:`accent`,pending:`warn`,held:`warn`,resolved:`good`},F=50,I=class extends f{constructor(...e){super(...e),this.rows=null,this.more=null,this.mine=!1,this.problem=``,this.opening=!1,this.correcting=``,this.confirming=!1,this.codes=null,this.words=``,this.number=``,this.#t=crypto.randomUUID(),this.#n=null,this.#r=``,this.#l=!1}static{this.styles=[n,A]}#e;#t;#n;#r;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.words=s(`case words ${this.group}`,``),this.#e=g(this.client,this.context),this.#e.addEventListener(`change`,()=>this.#i(),{signal:e}),this.#e.use(e)}open(e){this.context.pick({case:e})}propose(e){this.#s(e),this.context.pick({case:null}),this.updateComplete.then(()=>this.focus())}focus(){this.renderRoot.querySelector(`.step-title, .begin textarea, h2`)?.focus()}moved(){this.number=this.context.msisdn?`+${this.context.msisdn}`:``,this.context.case!==this.#n&&(this.#n=this.context.case,this.problem=this.correcting=``,this.confirming=!1,this.#n===null&&this.me&&this.#o())}identified(){this.context.case===null&&this.#o()}#i(){this.requestUpdate();let e=this.#e.case;if(!e)return;!e.next&&!this.codes&&this.client.codes().then(e=>{this.codes=e},()=>void 0);let t=e.next?.call??e.done?.outcome??e.status,n=`${e.id} ${t}`;n!==this.#r&&(this.#r=n,this.confirming=!1,this.announce(e.next?this.t.nextAnnounced(e.next.title):this.#a(e)))}#a(e){let{done:t}=e;return t?`${this.t.outcome[t.outcome]??i(t.outcome)}. ${t.reason}`:this.t.status[e.status]}async#o(e=null){let t=new URLSearchParams(j.map(e=>[`status`,e]));t.set(`limit`,String(F)),this.mine&&this.me&&t.set(`owner`,this.me.name),e!==null&&t.set(`before`,String(e));try{let n=await this.client.get(`/v1/cases?${t}`);this.rows=e===null?n.items:[...this.rows??[],...n.items],this.more=n.next,this.problem=``}catch(e){this.problem=this.inWords(e)}}#s(e){this.words=e,u(`case words ${this.group}`,e||void 0)}async#c(e){e.preventDefault();let t=this.words.trim();if(!t||this.opening)return;this.opening=!0,this.problem=``;let n=this.number.trim();try{let e={words:t,...n&&{msisdn:n}},r=await this.client.post(`/v1/cases`,e,{headers:{"Idempotency-Key":this.#t}});this.#t=crypto.randomUUID(),this.#s(``),this.context.pick({case:r.id,...r.msisdn&&{msisdn:r.msisdn}}),this.emit(`case-opened`,{case:r.id}),this.#l=!0}catch(e){this.problem=this.inWords(e),e instanceof a&&e.isFinal&&(this.#t=crypto.randomUUID())}this.opening=!1}#l;updated(){if(!this.#l)return;let e=this.renderRoot.querySelector(`.step-title`);e&&!this.#e.busy&&(this.#l=!1,e.focus({preventScroll:!0}),e.scrollIntoView({block:`nearest`}))}async#u(e,t,n){if(this.#e.busy)return!1;this.problem=``;let r=await this.#e.send(e,t);return r instanceof a?(this.problem=r.status===409?`${this.t.changedMeanwhile} ${r.message}`:this.inWords(r),!1):(this.correcting=``,this.confirming=!1,this.#l=!0,this.requestUpdate(),n&&this.emit(n,{case:r.id,...t}),!0)}view(){let{t:n}=this,i=this.#e;if(this.me&&!t(this.me,`cases:read`))return e`<p class="empty">${n.notAllowed(`cases:read`)}</p>`;if(this.context.case===null)return this.#d();let a=i.case;return e`
      <div class="head" part="head">
        <h2 tabindex="-1">${n.caseTitle(this.context.case)}</h2>
        <button type="button" class="quiet" @click=${()=>this.context.pick({case:null})}>${n.allCases}</button>
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${n.flow} aria-busy=${i.busy?`true`:r}>
        ${i.problem?e`<div class="empty"><p class="problem" role="alert">${this.inWords(i.problem)}</p>
                <button type="button" class="secondary" @click=${()=>i.again()}>${n.retry}</button></div>`:a?this.#h(a):e`<p class="empty">${n.loading}</p>`}
      </div>
    `}#d(){let{t:n}=this,i=e=>()=>{this.mine=e,this.#o()};return e`
      ${this.plain?r:e`<div class="head" part="head"><h2 tabindex="-1">${n.cases}</h2></div>`}
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${n.cases}>
        ${t(this.me,`cases:write`)?this.#f():r}
        ${this.problem?e`<p class="empty problem" role="alert">${this.problem}</p>`:r}
        <div class="bar">
          <h2>${n.openCases}</h2>
          <button type="button" class="quiet" aria-pressed=${!this.mine} @click=${i(!1)}>${n.everyCase}</button>
          <button type="button" class="quiet" aria-pressed=${this.mine} @click=${i(!0)}>${n.myCases}</button>
        </div>
        ${this.rows===null?e`<p class="empty">${this.problem?r:n.loading}</p>`:this.rows.length?e`<ul class="rows">${this.rows.map(t=>e`<li>${this.#p(t)}</li>`)}</ul>`:e`<p class="empty">${n.noCases}</p>`}
        ${this.more===null?r:e`<p class="empty"><button type="button" class="secondary" @click=${()=>this.#o(this.more)}>${n.more}</button></p>`}
      </div>
    `}#f(){let{t}=this;return e`<form class="begin" part="new-case" @submit=${this.#c}>
      <h2>${t.newCase}</h2>
      <textarea required maxlength="4000" rows="2" aria-label=${t.customerWords} placeholder=${t.customerWords} .value=${this.words}
        @input=${e=>this.#s(e.target.value)}></textarea>
      <div class="ways">
        <input type="tel" maxlength="24" aria-label=${t.customerNumber} placeholder="${t.customerNumber} (${t.optional})" .value=${this.number}
          @input=${e=>{this.number=e.target.value}} />
        <button class="primary" ?disabled=${this.opening}>${t.beginCase}</button>
      </div>
      ${this.opening?e`<p class="trail">${t.opening}</p>`:r}
    </form>`}#p(t){let n=[`#${t.id}`,t.flow&&l(t.flow),t.owner??t.queue,t.msisdn&&`+${t.msisdn}`,this.format.clock(t.updated_at)];return e`<button type="button" class="case-row" part="case-row" data-case=${t.id} @click=${()=>this.open(t.id)}>
      <b>${t.words}</b>${this.#m(t)}
      <span class="trail">${n.filter(Boolean).join(` · `)}</span>
    </button>`}#m({status:t,status_reason:n}){return e`<span class="tag" part="status" data-status=${t} data-tone=${P[t]??r} title=${n||r}>
      ${this.t.status[t]}
    </span>`}#h(t){let{t:n,format:i}=this,a=[t.flow_title,t.msisdn&&`+${t.msisdn}`,t.owner?n.withOwner(t.owner):t.queue&&n.inQueue(t.queue),n.priority(t.priority),n.opened(i.clock(t.opened_at))],o=t.under_way;return e`<div class="body">
      <div class="about">
        <p class="row">${this.#m(t)}<span class="trail">${a.filter(Boolean).join(` · `)}</span></p>
        <blockquote class="words">${t.words}</blockquote>
      </div>
      ${this.problem?e`<p class="problem" role="alert">${this.problem}</p>`:r}
      ${t.say?e`<div class="notice calm"><h4>${n.tellCustomer}</h4><p lang="en">${t.say}</p></div>`:r}
      ${o?e`<p class="notice">${n.underWay(l(o.tool),o.by)}</p>`:r}
      ${this.#g(t)} ${this.#v(t)} ${M.has(t.status)?r:this.#x(t)}
    </div>`}#g(t){let{t:n}=this,{next:a}=t;if(a)return w(a,{answer:(e,t)=>void this.#u(`answers`,{answers:e,of:t},`question-answered`),act:(e,t)=>{let n=e===`approve`?`action-approved`:`action-${e}`;this.#u(`actions`,{call:a.call,decision:e,reason:t},n)},read:()=>void this.#u(`next`),confirm:e=>{this.confirming=e},confirming:this.confirming},n,this.format);if(t.status!==`inProgress`&&t.status!==`resolved`)return r;let{done:o}=t,s=o?n.outcome[o.outcome]??i(o.outcome):n.status[t.status];return e`<section class="step done" part="step" aria-labelledby="step-title">
      <h3 id="step-title" class="step-title" tabindex="-1">${s}</h3>
      ${o?.titles.length?e`<p><b>${n.doneTitle}:</b> <span lang="en">${o.titles.join(`, `)}</span></p>`:r}
      ${o?.reason&&o.outcome!==`solved`?e`<p class="trail" lang="en">${o.reason}${o.queue?` (${n.toQueue(o.queue)})`:``}</p>`:r}
      ${this.codes?this.#_(t,this.codes):r}
    </section>`}#_(t,{causes:n,resolutions:i}){let{t:a}=this,o=(t,n,r,i)=>e`<label>${n}
        <select name=${t} required>
          <option value="">…</option>
          ${Object.entries(r).map(([t,n])=>e`<option value=${t} ?selected=${t===i}>${n}</option>`)}
        </select></label>`;return e`<form class="grid" part="close" @submit=${async e=>{e.preventDefault();let t=Object.fromEntries(new FormData(e.target));await this.#u(`close`,t,`case-closed`)}}>
      <div class="two">
        ${o(`cause`,a.causeLabel,n,t.cause)} ${o(`resolution`,a.resolutionLabel,i,t.resolution)}
      </div>
      <label>${a.note}<textarea name="note" maxlength="4000" aria-describedby="draft">${y(t,a,this.format)}</textarea></label>
      <p id="draft" class="trail">${a.noteDraft}</p>
      <div class="ways">
        <button class="primary">${a.closeCase}</button>
        ${t.status===`resolved`?e`<button type="button" class="secondary" @click=${()=>this.#u(`reopen`,{},`case-reopened`)}>${a.reopen}</button>`:r}
      </div>
    </form>`}#v({questions:t,next:n}){if(!t.length)return r;let{t:i}=this,a=t.filter(({standing:e})=>e!==`open`),o=t.filter(({standing:e})=>e===`open`),s=t=>e`<ol>${t.map(e=>this.#y(e,n!==null))}</ol>`;return e`<section class="questions" part="questions" aria-labelledby="questions-title">
      <h3 id="questions-title">${i.questions}</h3>
      ${s(a)} ${o.length?e`<details><summary>${i.notNeeded(o.length)}</summary>${s(o)}</details>`:r}
    </section>`}#y(n,i){let{t:a}=this,{standing:o,check:s,known:c,blanks:l}=n,u=this.correcting===s,d=i&&o!==`next`&&t(this.me,`cases:write`);return e`<li class="question" data-standing=${o} data-check=${s}>
      <span class="sign" aria-hidden="true">${N[o]}</span>
      <span class="asked"><span class="unseen">${a.standing[o]}: </span><span lang="en">${n.question}</span></span>
      ${c.length?e`<dl title=${o===`stale`?a.standing.stale:r}>${this.#b(n)}</dl>`:r}
      ${d?e`<button
              type="button"
              class="quiet correct"
              aria-expanded=${u}
              aria-label="${c.length?a.correctIt:a.answer}: ${n.question}"
              @click=${()=>this.correcting=u?``:s}
            >${c.length?a.correctIt:a.answer}</button>`:r}
      ${d&&u?e`<div class="correction">
              ${l.map(e=>k(e,t=>void this.#u(`answers`,{answers:{[e.fact]:t},of:`agent`}),a,l.length>1))}
            </div>`:r}
    </li>`}#b({known:t}){let{t:n,format:i}=this,a=t.map(e=>`${v(e,n,i)}, ${i.age(e.measured_at)}`);return t.map((o,s)=>{let c=t.length>1?e`${l(o.fact)}: `:e`<span class="unseen">${n.answer}: </span>`,u=a[s]===a[s+1]?r:e`<dd class="trail" title=${i.whole(o.measured_at)}>${a[s]}</dd>`;return e`<div><dt lang="en">${c}<b>${_(o.value,o.unit,n,i)}</b></dt>${u}</div>`})}#x(n){let{t:i}=this;if(!t(this.me,`cases:write`))return r;let a=async e=>{e.preventDefault();let t=Object.fromEntries(new FormData(e.target)),n=t.owner?.trim()?{owner:t.owner.trim()}:{queue:t.queue?.trim()??``};await this.#u(`transfer`,{...n,reason:t.reason??``},`case-transferred`)&&this.announce(i.passedOn)},o=n.owner!==null&&n.owner!==this.me?.name;return e`<details part="escalate">
      <summary>${i.escalate}</summary>
      <p class="trail hint">${i.escalateHint}</p>
      <form class="grid" @submit=${a}>
        <div class="two">
          <label>${i.toPerson}<input name="owner" maxlength="100" /></label>
          <label>${i.toQueueLabel}<input name="queue" maxlength="200" .value=${n.done?.queue??n.queue??``} /></label>
        </div>
        <label>${i.reason}<textarea name="reason" maxlength="4000">${y(n,i,this.format)}</textarea></label>
        <div class="ways">
          <button class="secondary">${i.passOn}</button>
          ${o?e`<button type="button" class="secondary" @click=${()=>this.#u(`transfer`,{owner:this.me?.name},`case-transferred`)}>${i.takeOver}</button>`:r}
        </div>
      </form>
    </details>`}};c([m()],I.prototype,`rows`,void 0),c([m()],I.prototype,`more`,void 0),c([m()],I.prototype,`mine`,void 0),c([m()],I.prototype,`problem`,void 0),c([m()],I.prototype,`opening`,void 0),c([m()],I.prototype,`correcting`,void 0),c([m()],I.prototype,`confirming`,void 0),c([m()],I.prototype,`codes`,void 0),c([m()],I.prototype,`words`,void 0),c([m()],I.prototype,`number`,void 0),d(`t2r-flow`,I);export{I as T2rFlow,o as clientOf,p as contextOf};