import{l as e,r as t,t as n}from"./chunks/client-D65S0Hh_.js";import{C as r,S as i,_ as a,b as o,c as s,h as c,i as l,l as u,m as d,r as f,s as p,u as m,v as h,w as g,y as _}from"./chunks/core-DRFzIaB1.js";var v=20,y=class extends p{constructor(...e){super(...e),this.document=``,this.start=null,this.end=null,this.closable=!1,this.place=null,this.shown=null,this.problem=``,this.looking=!1,this.words=``,this.hits=null,this.lit=null,this.judged={},this.#e=[],this.#a=e=>{e.key!==`Escape`||s(e)&&this.words||!(this.shown||this.closable)||(e.preventDefault(),e.stopPropagation(),this.#n())}}static{this.styles=[m,g`
      .find {
        flex: none;
        display: flex;
        gap: 0.4rem;
        padding: 0.5rem 1rem;
        border-bottom: 1px solid var(--line);
      }
      .find input {
        flex: 1;
      }
      .document {
        padding: 0 1rem 2rem;
      }
      .scroll {
        scroll-padding-block-start: 3rem;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem;
        margin-bottom: 0.75rem;
      }
      .document .notice {
        margin-bottom: 0.75rem;
      }
      .prose {
        max-width: 46rem;
      }
      .from {
        margin-top: 1.25rem;
        padding-top: 0.5rem;
        border-top: 1px solid var(--line);
      }
      .judge {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1.25rem;
        margin-top: 1rem;
        padding-top: 0.6rem;
        border-top: 1px solid var(--line);
      }
      .judge fieldset {
        display: flex;
        align-items: center;
        gap: 0.2rem;
      }
      .judge legend {
        float: inline-start;
        padding: 0;
        margin-inline-end: 0.4rem;
        color: var(--muted);
      }
      .hits {
        padding: 0.5rem;
      }
      .hit {
        display: block;
        width: 100%;
        padding: 0.4rem 0.6rem;
        border-radius: 8px;
        text-align: start;
      }
      .hit:hover {
        background: var(--sunken);
      }
      .hit b {
        display: block;
        font-weight: 600;
      }
      .hit span {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      .titlebar {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        flex-wrap: nowrap;
        align-items: baseline;
        margin: 0 -1rem 0.4rem;
        padding: 0.6rem 1rem 0.4rem;
        background: var(--surface);
      }
      .title {
        flex: 1;
        font-size: 1.1rem;
        letter-spacing: -0.01em;
      }
      .title:focus {
        outline: none;
      }
    `]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.closable||this.context.addEventListener(`document`,e=>{e.preventDefault(),this.open(e.detail)},{signal:e}),this.context.addEventListener(`highlight`,e=>this.#r(e.detail),{signal:e})}updated(e){if(super.updated(e),e.has(`place`)&&this.place&&this.open(this.place),(e.has(`document`)||e.has(`start`)||e.has(`end`))&&this.document){let{document:e,start:t,end:n}=this;this.open({document_id:e,...t!==null&&n!==null&&{start:t,end:n}})}}async open(e){this.shown&&this.shown.place.document_id!==e.document_id&&(this.#e=[...this.#e,this.shown.place].slice(-20)),await this.#t(e)}async#t(e){this.looking=!0,this.problem=``;try{let t=await this.client.document(e.document_id),{start:n,end:r,quote:i}=e,a=n===void 0||r===void 0?null:{start:n,end:r},o=a!==null&&i!==void 0&&l(t.body,a.start,a.end)!==i;this.shown={place:e,found:t,span:o?null:a,changed:o},this.lit=null,this.judged={},this.emit(`document-opened`,{document_id:t.id})}catch(e){this.shown=null,this.problem=this.inWords(e)}this.looking=!1,await this.updateComplete,this.heading?.focus({preventScroll:!0});let t=this.renderRoot.querySelector(`.scroll`),n=this.renderRoot.querySelector(`mark`);n?n.scrollIntoView({block:`center`}):t?.scrollTo({top:0})}close(){this.shown=null,this.problem=``,this.#e=[],this.emit(`document-closed`,{})}focus(){this.renderRoot.querySelector(`.find input, .title`)?.focus()}#n(){let e=this.#e.at(-1);this.#e=this.#e.slice(0,-1),e?this.#t(e):this.close()}#r(e){let{start:t,end:n}=e??{},r=e&&e.document_id===this.shown?.found.id&&t!==void 0&&n!==void 0;this.lit=r&&!this.shown?.changed?{start:t,end:n}:null}async#i(e){e.preventDefault();let t=this.words.trim();if(t){this.looking=!0,this.problem=``;try{let{hits:e}=await this.client.post(`/v1/search`,{text:t,k:v}),n=new Map(e.map(e=>[e.document_id,e]).reverse());this.hits=[...n.values()].reverse(),this.shown=null,this.announce(this.t.found(this.format.number(this.hits.length)))}catch(e){this.problem=this.inWords(e)}this.looking=!1}}shortcuts(){return[[[`Esc`],this.t.keyBack]]}#a;view(){let{t:e}=this;return r`${this.closable?r`<div class="head" part="head">
            <h2>${e.knowledge}</h2>
            <button type="button" class="quiet" @click=${()=>this.close()}>${e.close}</button>
          </div>`:r`<form class="find" role="search" part="search" @submit=${this.#i}>
            <input type="search" maxlength="2000" aria-label=${e.searchKnowledge} placeholder=${e.searchKnowledge} .value=${this.words}
              @input=${e=>{this.words=e.target.value}} />
            <button class="secondary">${e.search}</button>
          </form>`}
    <div class="scroll" part="body" tabindex="0" role="region" aria-label=${e.knowledge} aria-busy=${this.looking?`true`:i} @keydown=${this.#a}>
      ${this.problem?r`<p class="empty problem" role="alert">${this.problem}</p>`:this.shown?this.#s():this.#o()}
    </div>`}#o(){let{t:e}=this;return this.hits?this.hits.length?r`<ul class="hits">
      ${this.hits.map(t=>r`<li>
          <button type="button" class="hit" @click=${()=>this.open({...t,quote:t.text})}>
            <b>${t.title}</b>
            <span class="trail">${e[t.kind]}${t.headings.length?` · ${t.headings.join(` › `)}`:``} · ${b(t.text)}</span>
          </button>
        </li>`)}
    </ul>`:r`<p class="empty">${e.nothingFound}</p>`:r`<p class="empty">${this.looking?e.loading:e.knowledgeEmpty}</p>`}#s(){let{t}=this,{place:n,found:o,span:s,changed:c}=this.shown,l=this.lit??s;return r`<article class="document" part="document">
      <div class="row titlebar">
        <h2 class="title" tabindex="-1">${o.title}</h2>
        ${this.closable?i:r`<button type="button" class="link" @click=${()=>this.#n()}>${this.#e.length||this.hits?t.back:t.close}</button>`}
      </div>
      <ul class="facts">${this.#c(o)}</ul>
      ${c?r`<p class="notice">${t.changed} <q>${n.quote}</q></p>`:i}
      <div class="prose" lang=${o.language||`en`}>${a([o.body,l?.start,l?.end],()=>f(o.body,l))}</div>
      ${o.source.length?r`<div class="from trail"><b>${t.from}</b><ul>${o.source.map(e=>r`<li>${e}</li>`)}</ul></div>`:i}
      ${n.answer_id&&e(this.me,`feedback:write`)?this.#l(n.answer_id,o.id):i}
    </article>`}#c(e){let{t,format:n}=this,i=e.audience===`customer`,a=[t[e.kind],e.id,t.version(e.version),e.product===`any`?null:d(e.product),e.etom&&t.etom(e.etom),e.valid_from&&t.validFrom(n.day(e.valid_from)),e.valid_until&&t.validUntil(n.day(e.valid_until)),e.closed_at&&t.closedOn(n.day(e.closed_at)),e.reopened_within_7_days===null?null:e.reopened_within_7_days?t.cameBack:t.stayedFixed];return[r`<li class="tag" data-tone=${i?`good`:`warn`}>${i?t.forCustomers:t.internalLong}</li>`,...a.filter(Boolean).map(e=>r`<li class="tag">${e}</li>`)]}#l(e,t){let{t:n}=this,i=(i,a)=>{let o=(i,o)=>r`<button
        type="button"
        class="quiet"
        aria-pressed=${this.judged[a]===o}
        @click=${()=>{this.judged={...this.judged,[a]:o},this.client.outbox.post(`/v1/feedback`,{answer_id:e,document_id:t,[a]:o}),this.announce(n.saved)}}
      >${i}</button>`;return r`<fieldset><legend>${i}</legend>${o(n.yes,!0)}${o(n.no,!1)}</fieldset>`};return r`<div class="judge" part="judge">${i(n.isCorrect,`document_correct`)}${i(n.isClear,`document_clear`)}</div>`}};u([o()],y.prototype,`document`,void 0),u([o({type:Number})],y.prototype,`start`,void 0),u([o({type:Number})],y.prototype,`end`,void 0),u([o({type:Boolean})],y.prototype,`closable`,void 0),u([o({attribute:!1})],y.prototype,`place`,void 0),u([_()],y.prototype,`shown`,void 0),u([_()],y.prototype,`problem`,void 0),u([_()],y.prototype,`looking`,void 0),u([_()],y.prototype,`words`,void 0),u([_()],y.prototype,`hits`,void 0),u([_()],y.prototype,`lit`,void 0),u([_()],y.prototype,`judged`,void 0),u([h(`.title`)],y.prototype,`heading`,void 0);var b=e=>e.replace(/^\s*(?:#{1,6}|[-*+]|\d{1,9}[.)])\s+|[*_`]{1,3}/gm,``).replace(/\s+/g,` `).trim();n(`t2r-knowledge`,y);export{y as T2rKnowledge,t as clientOf,c as contextOf};