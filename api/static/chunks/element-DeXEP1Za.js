import{C as e,S as t,a as n,b as r,l as i,m as a,s as o,u as s,w as c,y as l}from"./core-DRFzIaB1.js";import{l as u,n as d}from"./client-D65S0Hh_.js";var f={critical:`✕`,major:`▲`,minor:`◆`,info:`i`,unknown:`?`,clear:`✓`,stale:`↻`},p=({stale:e,severity:t})=>e?`stale`:t,m=e=>[`critical`,`major`,`minor`].includes(p(e)),h=class extends o{constructor(...e){super(...e),this.layout=`row`,this.shown=null,this.problem=``,this.opened=``,this.#e=null,this.#t=new AbortController}static{this.styles=[s,c`
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
      @container (width < 30rem) {
        .chip {
          min-height: 1.7rem;
          padding-inline: 0.2rem 0.5rem;
          font-size: 0.86em;
        }
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
    `]}#e;#t;disconnectedCallback(){super.disconnectedCallback(),this.#t.abort(),this.#e=null}identified(){this.moved()}moved(){let e=this.me&&u(this.me,`diagnostics:read`)?this.context.msisdn:null;e!==this.#e&&(this.#t.abort(),this.#t=new AbortController,this.#e=e,this.shown=null,this.problem=this.opened=``,e&&this.#n(e,this.#t.signal))}async#n(e,t){await n(this.client,`/v1/badges/stream?msisdn=${encodeURIComponent(e)}`,({event:e,data:t})=>{e===`badges`?this.#r(JSON.parse(t)):e===`problem`&&(this.problem=new d(JSON.parse(t)).message)},t,e=>{this.problem=this.inWords(e),this.announce(this.problem)})}#r(e){let t=g(this.shown?.badges??[]),n=this.shown===null;this.shown=e,this.problem=``;let r=g(e.badges);(n||r!==t)&&this.announce(r||this.t.noTrouble),this.emit(`badges`,{line:e.line,badges:e.badges})}view(){let{t:n,shown:r}=this,i=!this.me||u(this.me,`diagnostics:read`),a=i?this.problem:n.notAllowed(`diagnostics:read`),o=i&&!this.context.msisdn?n.badgesNone:a||(r?``:n.badgesLooking);return e`<section aria-label=${n.badges} part="badges">
      ${o?e`<p class="empty ${a?`problem`:``}">${o}</p>`:t}
      ${r&&!o?this.layout===`list`?this.#a(r):this.#i(r):t}
    </section>`}#i({at:n,badges:r,retest:i}){let a=r.find(({id:e})=>e===this.opened),o=r.find(m);return e`<div class="bar">
      <ul class="chips">
        ${r.map(t=>e`<li>
            <button
              type="button"
              class="chip"
              part="badge"
              data-badge=${t.id}
              data-look=${p(t)}
              aria-expanded=${t.id===this.opened}
              title=${t.sentence}
              @click=${()=>this.opened=t.id===this.opened?``:t.id}
            >
              ${this.#o(t)}${this.#s(t)}
            </button>
          </li>`)}
      </ul>
      <p class="trail as-of">${this.t.asOf(this.format.clock(n))}</p>
      ${o&&!a?e`<p class="worst" lang="en">${o.sentence}</p>`:t}
      ${a?e`<div class="about">${this.#c(a)}</div>`:t}
      ${this.#d(i)}
    </div>`}#a({at:n,badges:r,retest:i}){return e`<ul class="list">
        ${r.map(n=>e`<li class="item" part="badge" data-badge=${n.id} data-look=${p(n)}>
            ${this.#o(n)}
            <h3>${this.#s(n)}</h3>
            <div>
              <p lang="en">${n.sentence}</p>
              ${n.say?e`<p><b>${this.t.tellCustomer}:</b> <span lang="en">${n.say}</span></p>`:t}
              <details>
                <summary>${this.t.details}</summary>
                ${this.#l(n)}
              </details>
            </div>
          </li>`)}
        <li class="trail">${this.t.asOf(this.format.clock(n))}</li>
      </ul>
      ${this.#d(i)}`}#o(t){let n=p(t);return e`<span class="sign" aria-hidden="true">${f[n]}</span><span class="unseen">${this.t.severity[n]}. </span>`}#s({kind:t,cause:n}){let r=[`none`,`unknown`].includes(n)?``:`: ${a(n)}`;return e`<span>${this.t.kind[t]}${r}</span>`}#c(n){return e`<p class="said" lang="en">${n.sentence}</p>
      ${n.say?e`<p><b>${this.t.tellCustomer}:</b> <span lang="en">${n.say}</span></p>`:t}
      ${this.#l(n)}`}#l(n){let{t:r,format:i}=this,a=[r.severity[p(n)],n.since&&r.since(i.clock(n.since)),n.until&&r.until(i.clock(n.until)),r.goodUntil(i.clock(n.expires))],{article:o}=n;return e`<p class="trail">${a.filter(Boolean).join(` · `)}</p>
      ${n.evidence.length?e`<ul class="evidence trail" lang="en" aria-label=${r.evidence}>${n.evidence.map(t=>e`<li>${t}</li>`)}</ul>`:t}
      ${o?e`<button type="button" class="link" @click=${()=>this.#u(o)}>${r.openArticle(o)}</button>`:t}`}#u(e){this.context.open({document_id:e})||this.emit(`source-opened`,{document_id:e})}#d(n){if(!n.length)return t;let r=n.map(({kind:e,reason:t})=>`${this.t.kind[e]} (${t})`).join(`, `);return e`<p class="trail retest">${this.t.retest}: ${r}</p>`}};i([r({reflect:!0})],h.prototype,`layout`,void 0),i([l()],h.prototype,`shown`,void 0),i([l()],h.prototype,`problem`,void 0),i([l()],h.prototype,`opened`,void 0);var g=e=>e.filter(m).map(({sentence:e})=>e).join(` `);export{m as n,p as r,h as t};