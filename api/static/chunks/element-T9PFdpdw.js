import{c as e,d as t,h as n,i as r,l as i,p as a,r as o,s,t as c}from"./element-DBwN1AG3.js";import{a as l,n as u}from"./define-Cwv4mjmw.js";import{t as d}from"./stream-T5YqKkkZ.js";var f={critical:`✕`,major:`▲`,minor:`◆`,info:`i`,unknown:`?`,clear:`✓`,stale:`↻`},p=({stale:e,severity:t})=>e?`stale`:t,m=e=>[`critical`,`major`,`minor`].includes(p(e)),h=class extends c{constructor(...e){super(...e),this.layout=`row`,this.shown=null,this.problem=``,this.opened=``,this.#e=null,this.#t=new AbortController}static{this.styles=[r,n`
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
    `]}#e;#t;disconnectedCallback(){super.disconnectedCallback(),this.#t.abort(),this.#e=null}identified(){this.moved()}moved(){let e=this.me&&l(this.me,`diagnostics:read`)?this.context.msisdn:null;e!==this.#e&&(this.#t.abort(),this.#t=new AbortController,this.#e=e,this.shown=null,this.problem=this.opened=``,e&&this.#n(e,this.#t.signal))}async#n(e,t){await d(this.client,`/v1/badges/stream?msisdn=${encodeURIComponent(e)}`,({event:e,data:t})=>{e===`badges`?this.#r(JSON.parse(t)):e===`problem`&&(this.problem=new u(JSON.parse(t)).message)},t,e=>{this.problem=this.inWords(e),this.announce(this.problem)})}#r(e){let t=g(this.shown?.badges??[]),n=this.shown===null;this.shown=e,this.problem=``;let r=g(e.badges);(n||r!==t)&&this.announce(r||this.t.noTrouble),this.emit(`badges`,{line:e.line,badges:e.badges})}view(){let{t:e,shown:n}=this,r=!this.me||l(this.me,`diagnostics:read`),i=r?this.problem:e.notAllowed(`diagnostics:read`),o=r&&!this.context.msisdn?e.badgesNone:i||(n?``:e.badgesLooking);return a`<section aria-label=${e.badges} part="badges">
      ${o?a`<p class="empty ${i?`problem`:``}">${o}</p>`:t}
      ${n&&!o?this.layout===`list`?this.#a(n):this.#i(n):t}
    </section>`}#i({at:e,badges:n,retest:r}){let i=n.find(({id:e})=>e===this.opened),o=n.find(m);return a`<div class="bar">
      <ul class="chips">
        ${n.map(e=>a`<li>
            <button
              type="button"
              class="chip"
              part="badge"
              data-badge=${e.id}
              data-look=${p(e)}
              aria-expanded=${e.id===this.opened}
              title=${e.sentence}
              @click=${()=>this.opened=e.id===this.opened?``:e.id}
            >
              ${this.#o(e)}${this.#s(e)}
            </button>
          </li>`)}
      </ul>
      <p class="trail as-of">${this.t.asOf(this.format.clock(e))}</p>
      ${o&&!i?a`<p class="worst" lang="en">${o.sentence}</p>`:t}
      ${i?a`<div class="about">${this.#c(i)}</div>`:t}
      ${this.#d(r)}
    </div>`}#a({at:e,badges:n,retest:r}){return a`<ul class="list">
        ${n.map(e=>a`<li class="item" part="badge" data-badge=${e.id} data-look=${p(e)}>
            ${this.#o(e)}
            <h3>${this.#s(e)}</h3>
            <div>
              <p lang="en">${e.sentence}</p>
              ${e.say?a`<p><b>${this.t.tellCustomer}:</b> <span lang="en">${e.say}</span></p>`:t}
              <details>
                <summary>${this.t.details}</summary>
                ${this.#l(e)}
              </details>
            </div>
          </li>`)}
        <li class="trail">${this.t.asOf(this.format.clock(e))}</li>
      </ul>
      ${this.#d(r)}`}#o(e){let t=p(e);return a`<span class="sign" aria-hidden="true">${f[t]}</span><span class="unseen">${this.t.severity[t]}. </span>`}#s({kind:e,cause:t}){let n=[`none`,`unknown`].includes(t)?``:`: ${s(t)}`;return a`<span>${this.t.kind[e]}${n}</span>`}#c(e){return a`<p class="said" lang="en">${e.sentence}</p>
      ${e.say?a`<p><b>${this.t.tellCustomer}:</b> <span lang="en">${e.say}</span></p>`:t}
      ${this.#l(e)}`}#l(e){let{t:n,format:r}=this,i=[n.severity[p(e)],e.since&&n.since(r.clock(e.since)),e.until&&n.until(r.clock(e.until)),n.goodUntil(r.clock(e.expires))],{article:o}=e;return a`<p class="trail">${i.filter(Boolean).join(` · `)}</p>
      ${e.evidence.length?a`<ul class="evidence trail" lang="en" aria-label=${n.evidence}>${e.evidence.map(e=>a`<li>${e}</li>`)}</ul>`:t}
      ${o?a`<button type="button" class="link" @click=${()=>this.#u(o)}>${n.openArticle(o)}</button>`:t}`}#u(e){this.context.open({document_id:e})||this.emit(`source-opened`,{document_id:e})}#d(e){if(!e.length)return t;let n=e.map(({kind:e,reason:t})=>`${this.t.kind[e]} (${t})`).join(`, `);return a`<p class="trail retest">${this.t.retest}: ${n}</p>`}};o([i({reflect:!0})],h.prototype,`layout`,void 0),o([e()],h.prototype,`shown`,void 0),o([e()],h.prototype,`problem`,void 0),o([e()],h.prototype,`opened`,void 0);var g=e=>e.filter(m).map(({sentence:e})=>e).join(` `);export{m as n,p as r,h as t};