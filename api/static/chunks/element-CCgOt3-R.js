import{C as e,_ as t,a as n,g as r,i,l as a,s as o,t as s,x as c,y as l}from"./element-hHy4l4o2.js";import{t as u}from"./repeat-BnG7XQy2.js";import{n as d,r as f}from"./element-CoV2IAUL.js";import{i as p}from"./words-CLDovWaX.js";import{t as m}from"./desk-BMsBCMoz.js";import{t as h}from"./translations-MUrqCPEJ.js";var g=e`
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
`,_=new h({calls:`Calls`,standing:{ringing:`Rings`,talking:`Talking`,held:`On hold`,left:`Over`},ownContact:`Contact`,withheld:`Number withheld`,unknownNumber:`Number not known`,queue:e=>`queue ${e}`,from:e=>`from ${e}`,since:e=>`since ${e}`,verified:`Verified`,notVerified:`Not verified`,notVerifiedLong:`Not verified in this contact: what is personal stays hidden.`,nobody:`No customer is known of this line`,several:e=>`${e} customers share this line`,network:`Network`,networkSilent:`The network says nothing.`,networkFine:`Nothing wrong is known of this line.`,carried:e=>`Case ${e} comes with the call`,checked:`Already checked, do not ask again`,andMore:e=>`and ${e} more in the case`,openCases:`Open cases`,noOpenCases:`None is open.`,lastContacts:`Last contacts`,noContacts:`None before.`,takeUp:`Take up`,takeUpCase:e=>`Take up case ${e}`,aboutCase:e=>`It is about case ${e}`,newTrouble:`A new trouble`,hide:`Hide this call`,details:`Details`,verify:`Verify`,endContact:`End contact`,wrapUp:`What did it come to?`,choose:`Choose…`,inWords:`In words (optional)`,done:`Done`,keyTake:`Take up the call that rings`},{hi:async()=>(await o(async()=>{let{hi:e}=await import(`./texts.hi-cHNGlkYF.js`);return{hi:e}},[],import.meta.url)).hi}),v=8,y=4,b=class extends s{constructor(...e){super(...e),this.problem=``}static{this.styles=[n,g]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=m(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.addEventListener(`came`,e=>this.#t(e.detail),{signal:e}),this.#e.addEventListener(`stands`,e=>this.announce(this.#n(e.detail)),{signal:e}),this.#e.use(e)}get w(){return _.of(this.speaks,()=>this.requestUpdate())}shortcuts(){return[[[`F8`],this.w.keyTake]]}takeUp(){let e=this.#e.cards.find(({taken:e,pop:t})=>!e&&t.standing!==`left`);return e&&this.#i(e),e!==void 0}#t(e){let t=e.pop.badges.filter(d).map(({sentence:e})=>e);this.announce([this.#n(e),...t].join(`. `)),this.emit(`call`,{interaction:e.pop.interaction,msisdn:e.pop.msisdn,standing:e.pop.standing})}#n({pop:e}){return`${this.w.standing[e.standing]}: ${this.#r(e)}`}#r({msisdn:e,withheld:t}){return e?`+${e}`:t?this.w.withheld:this.w.unknownNumber}#i(e,t=null){this.#e.take(e,t),this.emit(`call-taken`,{interaction:e.pop.interaction,msisdn:e.pop.msisdn,case:this.context.case})}view(){let{cards:e}=this.#e;return e.length?c`<section class="cards" aria-label=${this.w.calls}>
      ${u(e,({pop:e})=>e.call,(e,t)=>this.#a(e,t===0))}
    </section>`:c``}#a(e,t){let{pop:n}=e,r=(e.folded||!e.taken&&!t)&&n.standing!==`left`;return c`<article class="card ${r?`folded`:``}" part="call" data-standing=${n.standing} aria-label=${this.#n(e)}>
      ${this.#o(e,r)}
      ${n.standing===`left`?this.#h(e):r?l:c`${this.#m(e)}${this.#l(n)}`}
    </article>`}#o(e,t){let{w:n,format:i}=this,{pop:a,taken:o,own:s,verified:u}=e,d=[a.queue&&n.queue(a.queue),a.agents.length>0&&n.from(a.agents.join(`, `)),a.standing===`ringing`?i.clock(a.at):n.since(i.clock(a.at))],f=!u&&a.interaction!==null&&a.msisdn!==null&&r(this.me,`customers:write`);return c`<header>
      <p class="standing"><span class="dot" aria-hidden="true"></span>${s&&a.standing===`talking`?n.ownContact:n.standing[a.standing]}</p>
      <h2>${this.#s(e)}</h2>
      ${e.people?.length?c`<span class="tag" data-tone=${u?`good`:`warn`} title=${u?l:n.notVerifiedLong}>${u?n.verified:n.notVerified}</span>`:l}
      <p class="trail about">${d.filter(Boolean).join(` · `)}</p>
      ${o&&a.standing!==`left`?c`${f?c`<button type="button" class="secondary" @click=${()=>this.#c(e)}>${n.verify}</button>`:l}
            ${s?c`<button type="button" class="quiet" @click=${()=>this.#e.over(e)}>${n.endContact}</button>`:c`<button type="button" class="quiet" aria-expanded=${!t} @click=${()=>this.#e.fold(e,!t)}>${n.details}</button>`}`:c`${t?c`<button type="button" class="secondary" @click=${()=>this.#i(e)}>${n.takeUp}</button>`:l}
              <button type="button" class="quiet icon hide" aria-label=${n.hide} title=${n.hide} @click=${()=>this.#e.dismiss(e)}>✕</button>`}
    </header>`}#s({pop:e,people:t}){let{w:n,format:i}=this,a=c`<span class="number">${this.#r(e)}</span>`;if(!e.msisdn||!r(this.me,`customers:read`)||t===null)return a;let[o]=t;return o?c`${t.length>1?n.several(i.number(t.length)):o.record.name??o.id} ${a}`:c`${a} <span class="nobody">${n.nobody}</span>`}#c({pop:e}){this.context.pick({msisdn:e.msisdn}),this.emit(`verify-wanted`,{interaction:e.interaction})}#l(e){let{w:t}=this,n=e.open_cases.filter(({id:t})=>t!==e.case?.id);return c`${e.reason?c`<blockquote class="reason">${e.reason}</blockquote>`:l}
      <div class="columns">
        <div>
          <h3>${t.network}</h3>
          ${e.badges.length?this.#u(e.badges):c`<p class="trail" lang=${e.network?`en`:l}>${e.network??t.networkSilent}</p>`}
        </div>
        ${e.case?this.#d(e.case):l}
        <div>
          <h3>${t.openCases}</h3>
          ${n.length?c`<ul>${n.slice(0,y).map(e=>this.#f(e))}</ul>`:c`<p class="trail">${t.noOpenCases}</p>`}
        </div>
        <div>
          <h3>${t.lastContacts}</h3>
          ${e.earlier.length?c`<ul>${e.earlier.slice(0,y).map(e=>this.#p(e))}</ul>`:c`<p class="trail">${t.noContacts}</p>`}
        </div>
      </div>`}#u(e){let t=e.filter(e=>f(e)!==`clear`);return t.length?c`<ul>
      ${t.map(e=>c`<li class="badge" data-look=${f(e)}>
          <b>${this.t.kind[e.kind]}</b> <span class="unseen">${this.t.severity[f(e)]}. </span><span lang="en">${e.sentence}</span>
        </li>`)}
    </ul>`:c`<p class="trail">${this.w.networkFine}</p>`}#d(e){let{w:t,t:n,format:r}=this,{id:i,words:a,checked:o}=e,s=o.length-v;return c`<div class="carried">
      <h3>${t.carried(i)}</h3>
      <p>${a}</p>
      ${o.length?c`<p class="trail"><b>${t.checked}:</b></p>
            <ul class="checked">
              ${o.slice(0,v).map(({question:e,known:t})=>c`<li lang="en"><span aria-hidden="true">✓</span> ${e} <b>${t.map(({value:e,unit:t})=>p(e,t,n,r)).join(`; `)}</b></li>`)}
              ${s>0?c`<li class="trail">${t.andMore(r.number(s))}</li>`:l}
            </ul>`:l}
    </div>`}#f({id:e,words:t,status:n}){return c`<li>#${e} ${t} <span class="tag">${this.t.status[n]}</span></li>`}#p({channel:e,started_at:t,reason:n,description:r}){let i=r||n;return c`<li><span class="trail">${this.format.clock(t)}, ${a(e)}</span>${i?c` ${i}`:l}</li>`}#m(e){let{w:t}=this,{pop:n}=e,r=n.open_cases.filter(({id:e})=>e!==n.case?.id).slice(0,y),i=n.case?.id??null;return c`<p class="ways">
      <button type="button" class="primary" @click=${()=>this.#i(e)}>${i===null?r.length?t.newTrouble:t.takeUp:t.takeUpCase(i)}</button>
      ${r.map(({id:n,words:r})=>c`<button type="button" class="secondary" title=${r} @click=${()=>this.#i(e,n)}>${t.aboutCase(n)}</button>`)}
    </p>`}#h(e){let{w:t}=this;return c`<form class="ways" @submit=${async t=>{t.preventDefault();let n=new FormData(t.target);this.problem=``;try{await this.#e.end(e,String(n.get(`words`)).trim(),String(n.get(`code`))),this.emit(`contact-ended`,{interaction:e.pop.interaction})}catch(e){this.problem=this.inWords(e)}}}>
      <select name="code" aria-label=${t.wrapUp}>
        <option value="">${t.wrapUp}</option>
        ${Object.entries(this.#e.wrapUps??{}).map(([e,t])=>c`<option value=${e} lang="en">${t}</option>`)}
      </select>
      <input name="words" maxlength="4000" aria-label=${t.inWords} placeholder=${t.inWords} />
      <button class="primary">${t.done}</button>
      <p class="problem" role="alert">${this.problem}</p>
    </form>`}};i([t()],b.prototype,`problem`,void 0);export{b as t};