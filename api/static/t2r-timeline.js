import{l as e,r as t,t as n}from"./chunks/client-D65S0Hh_.js";import{C as r,S as i,g as a,h as o,l as s,m as c,p as l,s as u,t as d,u as f,w as p,y as m}from"./chunks/core-DRFzIaB1.js";import{o as h}from"./chunks/words-DM_6RW3i.js";var g=class extends u{constructor(...e){super(...e),this.people=!1}static{this.styles=[f,p`
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
    `]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=d(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.use(e)}view(){let{t}=this,{steps:n,problem:i}=this.#e;if(this.me&&!e(this.me,`cases:read`))return r`<p class="empty">${t.notAllowed(`cases:read`)}</p>`;if(this.context.case===null)return r`<p class="empty">${t.timelineNone}</p>`;let o=this.people?n.filter(({who:e})=>e!==`A`):n;return r`<div class="head" part="head">
        <h2>${t.timeline}</h2>
        <button type="button" class="quiet" aria-pressed=${!this.people} @click=${()=>this.people=!1}>${t.filterAll}</button>
        <button type="button" class="quiet" aria-pressed=${this.people} @click=${()=>this.people=!0}>${t.filterPeople}</button>
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.timeline}>
        ${i?r`<p class="empty problem" role="alert">${this.inWords(i)}</p>`:o.length?r`<ol class="steps">${a(o,({seq:e})=>e,e=>this.#t(e))}</ol>`:r`<p class="empty">${n.length?t.nothingFound:this.#e.case?t.timelineEmpty:t.loading}</p>`}
      </div>`}#t(e){let{t,format:n}=this,{at:a,what:o,name:s,who:u,by:d,etom:f,body:p}=e,m=Object.entries(p).filter(([,e])=>e!==null&&e!==``&&!_(e));return r`<li class="step" part="step" data-who=${u}>
      <time datetime=${a} title=${n.whole(a)}>${n.clock(a)}</time>
      <div class="what">
        <b lang="en">${l(o)}</b> <span lang="en">${c(s)}</span>
        <p class="trail">${u===`A`?``:`${d}, `}${t.who[u]} · ${t.etom(f)}</p>
        ${m.length?r`<details>
                <summary>${t.details}</summary>
                <dl class="body" lang="en">
                  ${m.map(([e,i])=>r`<dt>${c(e)}</dt><dd>${h(i,null,t,n)}</dd>`)}
                </dl>
              </details>`:i}
      </div>
    </li>`}};s([m()],g.prototype,`people`,void 0);var _=e=>typeof e==`object`&&!!e&&!Object.keys(e).length;n(`t2r-timeline`,g);export{g as T2rTimeline,t as clientOf,o as contextOf};