import{S as e,_ as t,a as n,b as r,c as i,f as a,i as o,l as s,n as c,t as l,u,v as d,w as f}from"./chunks/element-BQ469lad.js";import{t as p}from"./chunks/repeat-DPdjGQTH.js";import{a as m,i as h}from"./chunks/words-DpqmKwPO.js";var g=class extends l{constructor(...e){super(...e),this.people=!1}static{this.styles=[n,f`
      .steps {
        padding: 0.5rem 1rem 1.5rem 0.5rem;
      }
      .step {
        position: relative;
        display: grid;
        grid-template-columns: 5rem minmax(0, 1fr);
        gap: 0 1.4rem;
        padding-block: 0.3rem;
      }
      .step::before {
        content: "";
        position: absolute;
        inset-block: 0;
        inset-inline-start: 5.7rem;
        border-inline-start: 1px solid var(--line);
      }
      .step::after {
        content: "";
        position: absolute;
        inset-block-start: 0.85rem;
        inset-inline-start: 5.45rem;
        width: 0.55rem;
        height: 0.55rem;
        border: 2px solid var(--line-strong);
        border-radius: 50%;
        background: var(--surface);
      }
      .step[data-who="M"]::after,
      .step[data-who="AM"]::after {
        border-color: var(--accent);
        background: var(--accent);
      }
      time {
        text-align: end;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
      .what b {
        font-weight: 600;
      }
      .body {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.1rem 0.8rem;
        margin-block: 0.3rem;
      }
      .body dt {
        color: var(--muted);
      }
    `]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=m(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.use(e)}view(){let{t:n}=this,{steps:r,problem:i}=this.#e;if(this.me&&!t(this.me,`cases:read`))return e`<p class="empty">${n.notAllowed(`cases:read`)}</p>`;if(this.context.case===null)return e`<p class="empty">${n.timelineNone}</p>`;let a=this.people?r.filter(({who:e})=>e!==`A`):r;return e`<div class="head" part="head">
        <h2>${n.timeline}</h2>
        <button type="button" class="quiet" aria-pressed=${!this.people} @click=${()=>this.people=!1}>${n.filterAll}</button>
        <button type="button" class="quiet" aria-pressed=${this.people} @click=${()=>this.people=!0}>${n.filterPeople}</button>
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${n.timeline}>
        ${i?e`<p class="empty problem" role="alert">${this.inWords(i)}</p>`:a.length?e`<ol class="steps">${p(a,({seq:e})=>e,e=>this.#t(e))}</ol>`:e`<p class="empty">${r.length?n.nothingFound:this.#e.case?n.timelineEmpty:n.loading}</p>`}
      </div>`}#t(t){let{t:n,format:a}=this,{at:o,what:c,name:l,who:u,by:d,etom:f,body:p}=t,m=Object.entries(p).filter(([,e])=>e!==null&&e!==``&&!_(e));return e`<li class="step" part="step" data-who=${u}>
      <time datetime=${o} title=${a.whole(o)}>${a.clock(o)}</time>
      <div class="what">
        <b lang="en">${i(c)}</b> <span lang="en">${s(l)}</span>
        <p class="trail">${u===`A`?``:`${d}, `}${n.who[u]} · ${n.etom(f)}</p>
        ${m.length?e`<details>
                <summary>${n.details}</summary>
                <dl class="body" lang="en">
                  ${m.map(([t,r])=>e`<dt>${s(t)}</dt><dd>${h(r,null,n,a)}</dd>`)}
                </dl>
              </details>`:r}
      </div>
    </li>`}};o([d()],g.prototype,`people`,void 0);var _=e=>typeof e==`object`&&!!e&&!Object.keys(e).length;c(`t2r-timeline`,g);export{g as T2rTimeline,a as clientOf,u as contextOf};