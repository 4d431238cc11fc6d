import{S as e,_ as t,a as n,b as r,d as i,f as a,i as o,l as s,n as c,t as l,u,v as d,w as f,y as p}from"./chunks/element-BQ469lad.js";import{t as m}from"./chunks/stream-x5zCbjxt.js";var h={critical:`✕`,major:`▲`,minor:`◆`,info:`i`,unknown:`?`,clear:`✓`,stale:`↻`},g=({stale:e,severity:t})=>e?`stale`:t,_=e=>[`critical`,`major`,`minor`].includes(g(e)),v=class extends l{constructor(...e){super(...e),this.layout=`row`,this.shown=null,this.problem=``,this.opened=``,this.#e=null,this.#t=new AbortController}static{this.styles=[n,f`
      :host {
        background: none;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.35rem 0.6rem;
        padding: 0.4rem 0.75rem;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 0.35rem;
      }
      .chip,
      .item {
        --tone: var(--muted);
        --soft: var(--sunken);
      }
      [data-look="critical"] {
        --tone: var(--bad);
        --soft: var(--bad-soft);
      }
      [data-look="major"],
      [data-look="minor"] {
        --tone: var(--warn);
        --soft: var(--warn-soft);
      }
      [data-look="clear"] {
        --tone: var(--good);
        --soft: var(--good-soft);
      }
      [data-look="info"] {
        --tone: var(--accent-strong);
        --soft: var(--accent-soft);
      }
      .chip {
        display: inline-flex;
        align-items: center;
        gap: 0.45em;
        padding: 0.1rem 0.7rem 0.1rem 0.25rem;
        border-radius: 999px;
        border-color: transparent;
        font-weight: 600;
        color: var(--tone);
        background: var(--soft);
      }
      .chip:hover,
      .chip[aria-expanded="true"] {
        border-color: currentcolor;
      }
      .sign {
        flex: none;
        display: grid;
        place-items: center;
        width: 1.55em;
        height: 1.55em;
        border-radius: 50%;
        font-size: 0.75em;
        font-weight: 700;
        color: var(--surface);
        background: var(--tone);
      }
      [data-look="stale"].chip,
      [data-look="unknown"].chip {
        background: none;
        border: 1px dashed var(--line-strong);
        font-weight: 500;
      }
      .as-of {
        margin-inline-start: auto;
        font-variant-numeric: tabular-nums;
      }
      .list {
        display: grid;
        gap: 0.4rem;
        padding: 0.5rem 0.75rem 0.75rem;
      }
      .item {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.1rem 0.55rem;
        padding: 0.45rem 0.6rem;
        border-radius: 8px;
        background: var(--soft);
      }
      .item .sign {
        margin-top: 0.3em;
        grid-row: span 2;
        align-self: start;
      }
      .item h3 {
        color: var(--tone);
      }
      .item[data-look="stale"],
      .item[data-look="unknown"] {
        background: none;
        border: 1px dashed var(--line-strong);
      }
      .worst,
      .about {
        flex: 1 0 100%;
      }
      .about {
        display: grid;
        gap: 0.3rem;
        justify-items: start;
        padding-block: 0.25rem;
      }
      .about > * {
        max-width: 46rem;
      }
      .about .said {
        font-weight: 600;
      }
      .evidence {
        padding-inline-start: 1.1rem;
        list-style: disc;
      }
      .empty {
        padding: 0.5rem 0.75rem;
        text-align: start;
      }
      .panel {
        height: auto;
      }
    `]}#e;#t;disconnectedCallback(){super.disconnectedCallback(),this.#t.abort(),this.#e=null}identified(){this.moved()}moved(){let e=this.me&&t(this.me,`diagnostics:read`)?this.context.msisdn:null;e!==this.#e&&(this.#t.abort(),this.#t=new AbortController,this.#e=e,this.shown=null,this.problem=this.opened=``,e&&this.#n(e,this.#t.signal))}async#n(e,t){await m(this.client,`/v1/badges/stream?msisdn=${encodeURIComponent(e)}`,({event:e,data:t})=>{e===`badges`?this.#r(JSON.parse(t)):e===`problem`&&(this.problem=new i(JSON.parse(t)).message)},t,e=>{this.problem=this.inWords(e),this.announce(this.problem)})}#r(e){let t=y(this.shown?.badges??[]),n=this.shown===null;this.shown=e,this.problem=``;let r=y(e.badges);(n||r!==t)&&this.announce(r||this.t.noTrouble),this.emit(`badges`,{line:e.line,badges:e.badges})}view(){let{t:n,shown:i}=this;if(this.me&&!t(this.me,`diagnostics:read`))return e`<p class="empty">${n.notAllowed(`diagnostics:read`)}</p>`;let a=this.context.msisdn?this.problem||(i?``:n.badgesLooking):n.badgesNone;return e`<section aria-label=${n.badges} part="badges">
      ${a?e`<p class="empty ${this.problem?`problem`:``}">${a}</p>`:r}
      ${i&&!a?this.layout===`list`?this.#a(i):this.#i(i):r}
    </section>`}#i({at:t,badges:n,retest:i}){let a=n.find(({id:e})=>e===this.opened),o=n.find(_);return e`<div class="bar">
      <ul class="chips">
        ${n.map(t=>e`<li>
            <button
              type="button"
              class="chip"
              part="badge"
              data-badge=${t.id}
              data-look=${g(t)}
              aria-expanded=${t.id===this.opened}
              title=${t.sentence}
              @click=${()=>this.opened=t.id===this.opened?``:t.id}
            >
              ${this.#o(t)}${this.#s(t)}
            </button>
          </li>`)}
      </ul>
      <p class="trail as-of">${this.t.asOf(this.format.clock(t))}</p>
      ${o&&!a?e`<p class="worst" lang="en">${o.sentence}</p>`:r}
      ${a?e`<div class="about">${this.#c(a)}</div>`:r}
      ${this.#d(i)}
    </div>`}#a({at:t,badges:n,retest:i}){return e`<ul class="list">
        ${n.map(t=>e`<li class="item" part="badge" data-badge=${t.id} data-look=${g(t)}>
            ${this.#o(t)}
            <h3>${this.#s(t)}</h3>
            <div>
              <p lang="en">${t.sentence}</p>
              ${t.say?e`<p><b>${this.t.tellCustomer}:</b> <span lang="en">${t.say}</span></p>`:r}
              <details>
                <summary>${this.t.details}</summary>
                ${this.#l(t)}
              </details>
            </div>
          </li>`)}
        <li class="trail">${this.t.asOf(this.format.clock(t))}</li>
      </ul>
      ${this.#d(i)}`}#o(t){let n=g(t);return e`<span class="sign" aria-hidden="true">${h[n]}</span><span class="unseen">${this.t.severity[n]}. </span>`}#s({kind:t,cause:n}){let r=[`none`,`unknown`].includes(n)?``:`: ${s(n)}`;return e`<span>${this.t.kind[t]}${r}</span>`}#c(t){return e`<p class="said" lang="en">${t.sentence}</p>
      ${t.say?e`<p><b>${this.t.tellCustomer}:</b> <span lang="en">${t.say}</span></p>`:r}
      ${this.#l(t)}`}#l(t){let{t:n,format:i}=this,a=[n.severity[g(t)],t.since&&n.since(i.clock(t.since)),t.until&&n.until(i.clock(t.until)),n.goodUntil(i.clock(t.expires))],{article:o}=t;return e`<p class="trail">${a.filter(Boolean).join(` · `)}</p>
      ${t.evidence.length?e`<ul class="evidence trail" lang="en" aria-label=${n.evidence}>${t.evidence.map(t=>e`<li>${t}</li>`)}</ul>`:r}
      ${o?e`<button type="button" class="link" @click=${()=>this.#u(o)}>${n.openArticle(o)}</button>`:r}`}#u(e){this.context.open({document_id:e})||this.emit(`source-opened`,{document_id:e})}#d(t){if(!t.length)return r;let n=t.map(({kind:e,reason:t})=>`${this.t.kind[e]} (${t})`).join(`, `);return e`<p class="trail retest">${this.t.retest}: ${n}</p>`}};o([p({reflect:!0})],v.prototype,`layout`,void 0),o([d()],v.prototype,`shown`,void 0),o([d()],v.prototype,`problem`,void 0),o([d()],v.prototype,`opened`,void 0);var y=e=>e.filter(_).map(({sentence:e})=>e).join(` `);c(`t2r-badges`,v);export{v as T2rBadges,a as clientOf,u as contextOf};