import{C as e,_ as t,a as n,c as r,f as i,g as a,i as o,l as s,n as c,t as l,u,x as d,y as f}from"./chunks/element-hHy4l4o2.js";import{t as p}from"./chunks/repeat-BnG7XQy2.js";import{t as m}from"./chunks/cases-BksRI3rg.js";import{i as h}from"./chunks/words-CLDovWaX.js";var g=class extends l{constructor(...e){super(...e),this.people=!1}static{this.styles=[n,e`
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
    `]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=m(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.use(e)}view(){let{t:e}=this,{steps:t,problem:n}=this.#e;if(this.me&&!a(this.me,`cases:read`))return d`<p class="empty">${e.notAllowed(`cases:read`)}</p>`;if(this.context.case===null)return d`<p class="empty">${e.timelineNone}</p>`;let r=this.people?t.filter(({who:e})=>e!==`A`):t;return d`<div class="head" part="head">
        <h2>${e.timeline}</h2>
        <button type="button" class="quiet" aria-pressed=${!this.people} @click=${()=>this.people=!1}>${e.filterAll}</button>
        <button type="button" class="quiet" aria-pressed=${this.people} @click=${()=>this.people=!0}>${e.filterPeople}</button>
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${e.timeline}>
        ${n?d`<p class="empty problem" role="alert">${this.inWords(n)}</p>`:r.length?d`<ol class="steps">${p(r,({seq:e})=>e,e=>this.#t(e))}</ol>`:d`<p class="empty">${t.length?e.nothingFound:this.#e.case?e.timelineEmpty:e.loading}</p>`}
      </div>`}#t(e){let{t,format:n}=this,{at:i,what:a,name:o,who:c,by:l,etom:u,body:p}=e,m=Object.entries(p).filter(([,e])=>e!==null&&e!==``&&!_(e));return d`<li class="step" part="step" data-who=${c}>
      <time datetime=${i} title=${n.whole(i)}>${n.clock(i)}</time>
      <div class="what">
        <b lang="en">${r(a)}</b> <span lang="en">${s(o)}</span>
        <p class="trail">${c===`A`?``:`${l}, `}${t.who[c]} · ${t.etom(u)}</p>
        ${m.length?d`<details>
                <summary>${t.details}</summary>
                <dl class="body" lang="en">
                  ${m.map(([e,r])=>d`<dt>${s(e)}</dt><dd>${h(r,null,t,n)}</dd>`)}
                </dl>
              </details>`:f}
      </div>
    </li>`}};o([t()],g.prototype,`people`,void 0);var _=e=>typeof e==`object`&&!!e&&!Object.keys(e).length;c(`t2r-timeline`,g);export{g as T2rTimeline,i as clientOf,u as contextOf};