import{a as e,r as t,t as n}from"./chunks/define-Cwv4mjmw.js";import{c as r,d as i,h as a,i as o,o as s,p as c,r as l,s as u,t as d}from"./chunks/element-DBwN1AG3.js";import{t as f}from"./chunks/repeat-DOdTi7fw.js";import{t as p}from"./chunks/cases-BxrRYaGm.js";import{o as m}from"./chunks/words-COmAL65D.js";import{n as h}from"./chunks/preload-helper-B08HEnpN.js";var g=class extends d{constructor(...e){super(...e),this.people=!1}static{this.styles=[o,a`
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
    `]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=p(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.use(e)}view(){let{t}=this,{steps:n,problem:r}=this.#e;if(this.me&&!e(this.me,`cases:read`))return c`<p class="empty">${t.notAllowed(`cases:read`)}</p>`;if(this.context.case===null)return c`<p class="empty">${t.timelineNone}</p>`;let i=this.people?n.filter(({who:e})=>e!==`A`):n;return c`<div class="head" part="head">
        <h2>${t.timeline}</h2>
        <button type="button" class="quiet" aria-pressed=${!this.people} @click=${()=>this.people=!1}>${t.filterAll}</button>
        <button type="button" class="quiet" aria-pressed=${this.people} @click=${()=>this.people=!0}>${t.filterPeople}</button>
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.timeline}>
        ${r?c`<p class="empty problem" role="alert">${this.inWords(r)}</p>`:i.length?c`<ol class="steps">${f(i,({seq:e})=>e,e=>this.#t(e))}</ol>`:c`<p class="empty">${n.length?t.nothingFound:this.#e.case?t.timelineEmpty:t.loading}</p>`}
      </div>`}#t(e){let{t,format:n}=this,{at:r,what:a,name:o,who:l,by:d,etom:f,body:p}=e,h=Object.entries(p).filter(([,e])=>e!==null&&e!==``&&!_(e));return c`<li class="step" part="step" data-who=${l}>
      <time datetime=${r} title=${n.whole(r)}>${n.clock(r)}</time>
      <div class="what">
        <b lang="en">${s(a)}</b> <span lang="en">${u(o)}</span>
        <p class="trail">${l===`A`?``:`${d}, `}${t.who[l]} · ${t.etom(f)}</p>
        ${h.length?c`<details>
                <summary>${t.details}</summary>
                <dl class="body" lang="en">
                  ${h.map(([e,r])=>c`<dt>${u(e)}</dt><dd>${m(r,null,t,n)}</dd>`)}
                </dl>
              </details>`:i}
      </div>
    </li>`}};l([r()],g.prototype,`people`,void 0);var _=e=>typeof e==`object`&&!!e&&!Object.keys(e).length;n(`t2r-timeline`,g);export{g as T2rTimeline,t as clientOf,h as contextOf};