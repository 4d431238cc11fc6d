import{C as e,S as t,f as n,g as r,h as i,l as a,m as o,n as s,s as c,u as l,w as u,y as d}from"./chunks/core-DRFzIaB1.js";import{n as f,r as p}from"./chunks/element-DeXEP1Za.js";import{l as m,r as h,t as g}from"./chunks/client-D65S0Hh_.js";import{o as _}from"./chunks/words-DM_6RW3i.js";import{t as v}from"./chunks/desk-BBB1xAC9.js";var y=u`
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
`,b=new s({calls:`Calls`,standing:{ringing:`Ringing`,talking:`Talking`,held:`On hold`,left:`Ended`},ownContact:`Contact`,withheld:`Number withheld`,unknownNumber:`Number not known`,queue:e=>`queue ${e}`,from:e=>`from ${e}`,since:e=>`since ${e}`,verified:`Verified`,notVerified:`Not verified`,notVerifiedLong:`Not verified in this contact: what is personal stays hidden.`,nobody:`No customer is known of this line`,several:e=>`${e} customers share this line`,network:`Network`,networkSilent:`The network says nothing.`,networkFine:`Nothing wrong is known of this line.`,carried:e=>`Case ${e} comes with the call`,checked:`Already checked, do not ask again`,andMore:e=>`and ${e} more in the case`,openCases:`Open cases`,noOpenCases:`None is open.`,lastContacts:`Last contacts`,noContacts:`None before.`,takeUp:`Take up`,takeUpCase:e=>`Take up case ${e}`,aboutCase:e=>`It is about case ${e}`,newTrouble:`A new trouble`,hide:`Hide this call`,details:`Details`,verify:`Verify`,endContact:`End contact`,wrapUp:`What did it come to?`,choose:`Choose…`,inWords:`In words (optional)`,done:`Done`,keyTake:`Take up the call that rings`},{hi:async()=>(await n(async()=>{let{hi:e}=await import(`./chunks/texts.hi-cHNGlkYF.js`);return{hi:e}},[],import.meta.url)).hi}),x=8,S=4,C=class extends c{constructor(...e){super(...e),this.problem=``}static{this.styles=[l,y]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=v(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.addEventListener(`came`,e=>this.#t(e.detail),{signal:e}),this.#e.addEventListener(`stands`,e=>this.announce(this.#n(e.detail)),{signal:e}),this.#e.use(e)}get w(){return b.of(this.speaks,()=>this.requestUpdate())}shortcuts(){return[[[`F8`],this.w.keyTake]]}takeUp(){let e=this.#e.cards.find(({taken:e,pop:t})=>!e&&t.standing!==`left`);return e&&this.#i(e),e!==void 0}#t(e){let t=e.pop.badges.filter(f).map(({sentence:e})=>e);this.announce([this.#n(e),...t].join(`. `)),this.emit(`call`,{interaction:e.pop.interaction,msisdn:e.pop.msisdn,standing:e.pop.standing})}#n({pop:e}){return`${this.w.standing[e.standing]}: ${this.#r(e)}`}#r({msisdn:e,withheld:t}){return e?`+${e}`:t?this.w.withheld:this.w.unknownNumber}#i(e,t=null){this.#e.take(e,t),this.emit(`call-taken`,{interaction:e.pop.interaction,msisdn:e.pop.msisdn,case:this.context.case})}view(){let{cards:t}=this.#e;return t.length?e`<section class="cards" aria-label=${this.w.calls}>
      ${r(t,({pop:e})=>e.call,(e,t)=>this.#a(e,t===0))}
    </section>`:e``}#a(n,r){let{pop:i}=n,a=(n.folded||!n.taken&&!r)&&i.standing!==`left`;return e`<article class="card ${a?`folded`:``}" part="call" data-standing=${i.standing} aria-label=${this.#n(n)}>
      ${this.#o(n,a)}
      ${i.standing===`left`?this.#h(n):a?t:e`${this.#m(n)}${this.#l(i)}`}
    </article>`}#o(n,r){let{w:i,format:a}=this,{pop:o,taken:s,own:c,verified:l}=n,u=[o.queue&&i.queue(o.queue),o.agents.length>0&&i.from(o.agents.join(`, `)),o.standing===`ringing`?a.clock(o.at):i.since(a.clock(o.at))],d=!l&&o.interaction!==null&&o.msisdn!==null&&m(this.me,`customers:write`);return e`<header>
      <p class="standing"><span class="dot" aria-hidden="true"></span>${c&&o.standing===`talking`?i.ownContact:i.standing[o.standing]}</p>
      <h2>${this.#s(n)}</h2>
      ${n.people?.length?e`<span class="tag" data-tone=${l?`good`:`warn`} title=${l?t:i.notVerifiedLong}>${l?i.verified:i.notVerified}</span>`:t}
      <p class="trail about">${u.filter(Boolean).join(` · `)}</p>
      ${s&&o.standing!==`left`?e`${d?e`<button type="button" class="secondary" @click=${()=>this.#c(n)}>${i.verify}</button>`:t}
            ${c?e`<button type="button" class="quiet" @click=${()=>this.#e.over(n)}>${i.endContact}</button>`:e`<button type="button" class="quiet" aria-expanded=${!r} @click=${()=>this.#e.fold(n,!r)}>${i.details}</button>`}`:e`${r?e`<button type="button" class="secondary" @click=${()=>this.#i(n)}>${i.takeUp}</button>`:t}
              <button type="button" class="quiet icon hide" aria-label=${i.hide} title=${i.hide} @click=${()=>this.#e.dismiss(n)}>✕</button>`}
    </header>`}#s({pop:t,people:n}){let r=n?.some(({verified:e})=>e)?n.filter(({verified:e})=>e):n,{w:i,format:a}=this,o=e`<span class="number">${this.#r(t)}</span>`;if(!t.msisdn||!m(this.me,`customers:read`)||r===null)return o;let[s]=r;return s?e`${r.length>1?i.several(a.number(r.length)):s.record.name??s.id} ${o}`:e`${o} <span class="nobody">${i.nobody}</span>`}#c({pop:e}){this.context.pick({msisdn:e.msisdn}),this.emit(`verify-wanted`,{interaction:e.interaction})}#l(n){let{w:r}=this,i=n.open_cases.filter(({id:e})=>e!==n.case?.id);return e`${n.reason?e`<blockquote class="reason">${n.reason}</blockquote>`:t}
      <div class="columns">
        <div>
          <h3>${r.network}</h3>
          ${n.badges.length?this.#u(n.badges):e`<p class="trail" lang=${n.network?`en`:t}>${n.network??r.networkSilent}</p>`}
        </div>
        ${n.case?this.#d(n.case):t}
        <div>
          <h3>${r.openCases}</h3>
          ${i.length?e`<ul>${i.slice(0,S).map(e=>this.#f(e))}</ul>`:e`<p class="trail">${r.noOpenCases}</p>`}
        </div>
        <div>
          <h3>${r.lastContacts}</h3>
          ${n.earlier.length?e`<ul>${n.earlier.slice(0,S).map(e=>this.#p(e))}</ul>`:e`<p class="trail">${r.noContacts}</p>`}
        </div>
      </div>`}#u(t){let n=t.filter(e=>p(e)!==`clear`);return n.length?e`<ul>
      ${n.map(t=>e`<li class="badge" data-look=${p(t)}>
          <b>${this.t.kind[t.kind]}</b> <span class="unseen">${this.t.severity[p(t)]}. </span><span lang="en">${t.sentence}</span>
        </li>`)}
    </ul>`:e`<p class="trail">${this.w.networkFine}</p>`}#d(n){let{w:r,t:i,format:a}=this,{id:o,words:s,checked:c}=n,l=c.length-x;return e`<div class="carried">
      <h3>${r.carried(o)}</h3>
      <p>${s}</p>
      ${c.length?e`<p class="trail"><b>${r.checked}:</b></p>
            <ul class="checked">
              ${c.slice(0,x).map(({question:t,known:n})=>e`<li lang="en"><span aria-hidden="true">✓</span> ${t} <b>${n.map(({value:e,unit:t})=>_(e,t,i,a)).join(`; `)}</b></li>`)}
              ${l>0?e`<li class="trail">${r.andMore(a.number(l))}</li>`:t}
            </ul>`:t}
    </div>`}#f({id:t,words:n,status:r}){return e`<li>#${t} ${n} <span class="tag">${this.t.status[r]}</span></li>`}#p({channel:n,started_at:r,reason:i,description:a}){let s=a||i;return e`<li><span class="trail">${this.format.clock(r)}, ${o(n)}</span>${s?e` ${s}`:t}</li>`}#m(t){let{w:n}=this,{pop:r}=t,i=r.open_cases.filter(({id:e})=>e!==r.case?.id).slice(0,S),a=r.case?.id??null;return e`<p class="ways">
      <button type="button" class="primary" @click=${()=>this.#i(t)}>${a===null?i.length?n.newTrouble:n.takeUp:n.takeUpCase(a)}</button>
      ${i.map(({id:r,words:i})=>e`<button type="button" class="secondary" title=${i} @click=${()=>this.#i(t,r)}>${n.aboutCase(r)}</button>`)}
    </p>`}#h(t){let{w:n}=this;return e`<form class="ways" @submit=${async e=>{e.preventDefault();let n=new FormData(e.target);this.problem=``;try{await this.#e.end(t,String(n.get(`words`)).trim(),String(n.get(`code`))),this.emit(`contact-ended`,{interaction:t.pop.interaction})}catch(e){this.problem=this.inWords(e)}}}>
      <select name="code" aria-label=${n.wrapUp}>
        <option value="">${n.wrapUp}</option>
        ${Object.entries(this.#e.wrapUps??{}).map(([t,n])=>e`<option value=${t} lang="en">${n}</option>`)}
      </select>
      <input name="words" maxlength="4000" aria-label=${n.inWords} placeholder=${n.inWords} />
      <button class="primary">${n.done}</button>
      <p class="problem" role="alert">${this.problem}</p>
    </form>`}};a([d()],C.prototype,`problem`,void 0),g(`t2r-calls`,C);export{C as T2rCalls,h as clientOf,i as contextOf};