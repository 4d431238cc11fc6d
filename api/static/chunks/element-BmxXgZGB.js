import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,_ as n,a as r,d as i,h as a,i as o,m as s,n as c,s as l,t as u,v as d,x as f,y as p}from"./element-hHy4l4o2.js";import{t as m}from"./repeat-BnG7XQy2.js";import{t as h}from"./markdown-DeVKYmkh.js";import{t as g}from"./translations-MUrqCPEJ.js";var _=[`gap`,`contradiction`,`stale`,`duplicate`,`draft`],v={inbox:`Knowledge inbox`,topics:`What there is to do`,topic:{gap:`Gaps`,contradiction:`Contradictions`,stale:`Out of date`,duplicate:`Duplicates`,draft:`Drafts`},hint:{gap:`Questions of the last 30 days that were not answered, gathered by matter.`,contradiction:`Articles whose advice did not help in past cases.`,stale:`Articles that have ended, end soon, or were not changed for a year.`,duplicate:`Articles for the same readers that tell the same.`,draft:`Solved cases about one matter that no article answers, with an outline of one.`},looking:`Looking…`,nothing:`Nothing to do here.`,shownOf:(e,t)=>`${e} of ${t} are shown.`,asked:(e,t,n)=>`asked ${e} times, ${t} to ${n}`,askedOnce:e=>`asked once, ${e}`,questions:`Questions`,nearest:`Nearest documents`,documents:`Documents`,saysAgainst:`What the cases say`,likeness:e=>`${e} alike`,outline:`Outline`,openDocument:e=>`Open ${e}`,andMore:e=>`and ${e} more`,write:`Write the article`,mend:`Mend the article`,mendOf:e=>`Mend ${e}`,setAside:`Set aside`,setAsideOf:e=>`Set aside: ${e}`,why:`Why it needs nothing more`,wasSetAside:`Set aside.`,back:`Back to the inbox`,readerEmpty:`Open a document: it is shown here, beside what there is to do.`},y={newArticle:`New article`,mending:e=>`Article ${e}`,id:`Id`,idHint:`letters, digits and hyphens; it stays`,title:`Title`,product:`Product`,audience:`Readers`,audiences:{internal:`Internal`,customer:`Customers too`},symptoms:`In customers’ words, one a line`,body:`Text, in Markdown`,preview:`Preview`,edit:`Edit`,sources:`Sources, one a line`,save:`Save the article`,saved:e=>`Saved: ${e}. The next search finds it.`,changedMeanwhile:`Somebody else has changed the article since it was opened. Copy what you need, then open it again.`,kept:`Kept here until it is saved or discarded.`,discard:`Discard`},b=new g(v,{hi:async()=>(await l(async()=>{let{hi:e}=await import(`./texts.hi-BdqIzWdN.js`);return{hi:e}},[],import.meta.url)).hi}),x=new g(y,{hi:async()=>(await l(async()=>{let{editor:e}=await import(`./texts.hi-BdqIzWdN.js`);return{editor:e}},[],import.meta.url)).editor}),S={id:``,title:``,body:``,product:`mobile`,audience:`internal`,symptoms:[],source:[]},C=e=>`/v1/articles/${e.split(`/`).map(encodeURIComponent).join(`/`)}`,w=e=>e.split(`
`).map(e=>e.trim()).filter(Boolean),T=class extends u{constructor(...e){super(...e),this.article=``,this.outline={},this.draft=null,this.preview=!1,this.busy=!1,this.problem=null,this.#e=``}static{this.styles=[r,t`
      form {
        display: grid;
        gap: 0.7rem;
        align-content: start;
        padding: 0.75rem 1rem 0;
      }
      label {
        display: grid;
        gap: 0.15rem;
      }
      label > :is(input, select, textarea) {
        color: var(--text);
        font-size: 0.875rem;
        width: 100%;
      }
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr));
        gap: 0.7rem;
      }
      textarea {
        resize: vertical;
        field-sizing: content;
        min-height: 3.5rem;
        max-height: 10rem;
      }
      .text {
        font-family: var(--code);
        min-height: 14rem;
        max-height: none;
      }
      .shown {
        padding: 0.75rem 0.9rem;
        border: 1px solid var(--line);
        border-radius: 8px;
        min-height: 14rem;
      }
      .title {
        display: flex;
        align-items: center;
        gap: 0.4rem;
      }
      .title span {
        flex: 1;
        color: var(--muted);
        font-size: 0.93em;
      }
      [aria-invalid="true"] {
        border-color: var(--bad);
      }
      .foot {
        position: sticky;
        inset-block-end: 0;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem 0.75rem;
        margin-inline: -1rem;
        padding: 0.6rem 1rem;
        background: var(--surface);
        border-top: 1px solid var(--line);
      }
      .problem:empty {
        display: none;
      }
    `]}#e;connectedCallback(){super.connectedCallback(),this.#n()}get w(){return x.of(this.speaks,()=>this.requestUpdate())}get#t(){return`article ${this.article||this.outline.id||`new`}`}async#n(){let e=a(this.#t,null);e?(this.draft=e.draft,this.#e=e.etag):this.article?await this.#r():this.draft={...S,...this.outline},await this.updateComplete,this.renderRoot.querySelector(`h2`)?.focus()}async#r(){try{let e=await this.client.send(`GET`,C(this.article),{signal:this.leaving.signal});this.draft=await e.json(),this.#e=e.headers.get(`ETag`)??``}catch(e){this.leaving.signal.aborted||(this.problem=e instanceof i?e:new i({detail:String(e)}))}}#i(e){this.draft&&(this.draft={...this.draft,...e},s(this.#t,{draft:this.draft,etag:this.#e}))}#a(){this.dispatchEvent(new CustomEvent(`shut`))}#o(){s(this.#t,void 0),this.#a()}async#s(e){e.preventDefault();let{draft:t}=this;if(t&&!this.busy){this.busy=!0,this.problem=null;try{if(this.article){let e={...t,version:(t.version??1)+1};await this.client.send(`PUT`,C(this.article),{body:e,headers:this.#e?{"If-Match":this.#e}:{}})}else await this.client.post(`/v1/articles`,t);s(this.#t,void 0),this.dispatchEvent(new CustomEvent(`saved`,{detail:{id:t.id}})),this.emit(`article-saved`,{document_id:t.id})}catch(e){this.problem=e instanceof i?e:new i({detail:String(e)})}this.busy=!1}}view(){let{w:e,t,draft:n,problem:r}=this;return f`<div class="head">
        <h2 tabindex="-1">${this.article?e.mending(this.article):e.newArticle}</h2>
        <button type="button" class="quiet" @click=${()=>this.#a()}>${t.close}</button>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.article?e.mending(this.article):e.newArticle}>
        ${n?this.#c(n):f`<p class="empty ${r?`problem`:``}">${r?this.inWords(r):t.loading}</p>`}
      </div>`}#c(e){let{w:t,problem:n}=this,r=e=>n?.fields.find(({field:t})=>t.split(/[.[]/)[0]===e)?.message,i=e=>t=>this.#i(e(t.target.value)),a=e=>r(e)?f`<span class="problem">${r(e)}</span>`:p,o=e=>r(e)?`true`:p;return f`<form @submit=${this.#s}>
      <label>${t.title}
        <input required maxlength="500" .value=${e.title} aria-invalid=${o(`title`)} @input=${i(e=>({title:e}))} />${a(`title`)}
      </label>
      <div class="two">
        ${this.article?p:f`<label>${t.id}
                <input required maxlength="200" title=${t.idHint} .value=${e.id} aria-invalid=${o(`id`)} @input=${i(e=>({id:e}))} />${a(`id`)}
              </label>`}
        <label>${t.product}
          <input required maxlength="100" .value=${e.product} aria-invalid=${o(`product`)} @input=${i(e=>({product:e}))} />${a(`product`)}
        </label>
        <label>${t.audience}
          <select @change=${i(e=>({audience:e}))}>
            ${Object.entries(t.audiences).map(([t,n])=>f`<option value=${t} ?selected=${t===e.audience}>${n}</option>`)}
          </select>
        </label>
      </div>
      <label>${t.symptoms}
        <textarea rows="3" .value=${e.symptoms.join(`
`)} aria-invalid=${o(`symptoms`)} @change=${i(e=>({symptoms:w(e)}))}></textarea>${a(`symptoms`)}
      </label>
      <div>
        <div class="title">
          <span>${t.body}</span>
          <button type="button" class="quiet" aria-pressed=${!this.preview} @click=${()=>this.preview=!1}>${t.edit}</button>
          <button type="button" class="quiet" aria-pressed=${this.preview} @click=${()=>this.preview=!0}>${t.preview}</button>
        </div>
        ${this.preview?f`<div class="shown prose">${h(e.body)}</div>`:f`<label><span class="unseen">${t.body}</span>
                <textarea class="text" required rows="12" .value=${e.body} aria-invalid=${o(`body`)} @input=${i(e=>({body:e}))}></textarea>${a(`body`)}</label>`}
      </div>
      <label>${t.sources}
        <textarea rows="2" .value=${e.source.join(`
`)} @change=${i(e=>({source:w(e)}))}></textarea>${a(`source`)}
      </label>
      <div class="foot">
        <button class="primary" ?disabled=${this.busy}>${t.save}</button>
        <button type="button" class="quiet" @click=${()=>this.#o()}>${t.discard}</button>
        <span class="trail">${t.kept}</span>
        <p class="problem" role="alert">${n?n.status===412?t.changedMeanwhile:this.inWords(n):``}</p>
      </div>
    </form>`}};o([d()],T.prototype,`article`,void 0),o([d({attribute:!1})],T.prototype,`outline`,void 0),o([n()],T.prototype,`draft`,void 0),o([n()],T.prototype,`preview`,void 0),o([n()],T.prototype,`busy`,void 0),o([n()],T.prototype,`problem`,void 0);var E=e({T2rInbox:()=>k});c(`t2r-article-editor`,T);var D=50,O=9,k=class extends u{constructor(...e){super(...e),this.pages={},this.topic=`gap`,this.problem=``,this.aside=``,this.reading=null,this.editing=null}static{this.styles=[r,t`
      .work {
        flex: 1;
        min-height: 0;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      .todo {
        display: flex;
        flex-direction: column;
        min-height: 0;
        min-width: 0;
      }
      .beside {
        min-height: 0;
        min-width: 0;
        display: flex;
        flex-direction: column;
      }
      .beside > * {
        flex: 1;
        min-height: 0;
      }
      .topics {
        flex: none;
        display: flex;
        gap: 0.25rem;
        padding: 0.4rem 0.75rem;
        overflow-x: auto;
        scrollbar-width: none;
        border-bottom: 1px solid var(--line);
      }
      .topics button {
        flex: none;
        white-space: nowrap;
      }
      .topics .count {
        margin-inline-start: 0.35em;
        font-variant-numeric: tabular-nums;
        font-weight: 600;
      }
      .hint {
        padding: 0.6rem 1rem 0.2rem;
      }
      .items {
        padding: 0.25rem 0.75rem 1.5rem;
      }
      .item {
        border: 1px solid var(--line);
        border-radius: var(--radius);
        margin-top: 0.5rem;
      }
      .item > summary {
        width: auto;
        padding: 0.6rem 0.9rem;
        color: var(--text);
        font-weight: 600;
        border-radius: var(--radius);
      }
      .item > summary:hover {
        background: var(--sunken);
      }
      .item > summary .trail {
        font-weight: 400;
        margin-inline-start: 0.4rem;
      }
      .inside {
        display: grid;
        gap: 0.6rem;
        padding: 0.2rem 0.9rem 0.9rem;
      }
      .inside h3 {
        color: var(--muted);
        font-size: 0.93em;
      }
      .quotes li {
        padding-inline-start: 0.75rem;
        border-inline-start: 3px solid var(--line);
      }
      .quotes li + li {
        margin-top: 0.35rem;
      }
      .outline {
        padding: 0.6rem 0.9rem;
        border-radius: 8px;
        background: var(--sunken);
        max-height: 16rem;
        overflow-y: auto;
      }
      .outline > :first-child {
        margin-top: 0;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem;
      }
      .ways input {
        flex: 1 1 10rem;
      }
      .links {
        display: flex;
        flex-wrap: wrap;
        gap: 0.15rem 1rem;
      }
      @container (width >= 60rem) {
        .work {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr);
        }
        .beside {
          border-inline-start: 1px solid var(--line);
        }
      }
      @container (width < 60rem) {
        .work.beside-open .todo,
        .work:not(.beside-open) .beside {
          display: none;
        }
      }
    `]}connectedCallback(){super.connectedCallback();let e=a(`inbox topic`,`gap`);this.topic=_.includes(e)?e:`gap`}get w(){return b.of(this.speaks,()=>this.requestUpdate())}get#e(){return[`knowledge:write`,`admin`].some(e=>this.me?.scopes.includes(e))}identified(){this.#e&&this.#t()}async#t(){for(let e of[this.topic,..._.filter(e=>e!==this.topic)])if(this.pages[e]||await this.#n(e),this.leaving.signal.aborted||this.problem)return}async#n(e){let{signal:t}=this.leaving;try{let n=await this.client.get(`/v1/inbox/${e}?limit=${D}`,t);this.pages={...this.pages,[e]:n},this.problem=``}catch(e){t.aborted||(this.problem=this.inWords(e))}}#r(e){this.topic=e,s(`inbox topic`,e),this.aside=``,this.#n(e)}#i(e){this.editing=null,this.reading=e,this.emit(`source-opened`,{...e})}async#a(e,t){try{await this.client.send(`POST`,`/v1/inbox/${e.topic}/${e.id}/set-aside`,{body:{why:t}}),this.announce(this.w.wasSetAside),this.emit(`inbox-set-aside`,{topic:e.topic,title:e.title}),this.aside=``,await this.#n(e.topic)}catch(e){this.problem=this.inWords(e)}}#o(e,t,n={}){this.editing={item:e,article:t,outline:n},this.reading=null}async#s(e){let t=this.editing?.item,n=x.of(this.speaks,()=>this.requestUpdate()).saved(e);this.editing=null,this.announce(n),t&&await this.#a(t,n),this.#i({document_id:e})}view(){let{t:e,w:t}=this;return this.me&&!this.#e?f`<p class="empty">${e.notAllowed(`knowledge:write`)}</p>`:f`<div class="work ${this.reading||this.editing?`beside-open`:``}" @t2r-document-closed=${()=>this.reading=null}>
      <section class="todo" aria-label=${t.inbox}>
        <div class="head" part="head"><h2>${t.inbox}</h2></div>
        <nav class="topics" aria-label=${t.topics}>
          ${_.map(e=>{let n=this.pages[e]?.total;return f`<button type="button" class="quiet" aria-pressed=${e===this.topic} data-topic=${e} @click=${()=>this.#r(e)}>
              ${t.topic[e]}${n===void 0?p:f`<span class="count">${this.format.number(n)}</span>`}
            </button>`})}
        </nav>
        <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.topic[this.topic]}>
          <p class="trail hint">${t.hint[this.topic]}</p>
          ${this.problem?f`<p class="empty problem" role="alert">${this.problem}</p>`:p}
          ${this.#l()}
        </div>
      </section>
      <div class="beside">${this.#c()}</div>
    </div>`}#c(){let{baseUrl:e,group:t,editing:n,reading:r}=this;return n?f`${m([n],({article:e,outline:t})=>e||t.id,({article:n,outline:r})=>f`<t2r-article-editor plain .baseUrl=${e} .group=${t} .article=${n} .outline=${r}
        @shut=${()=>this.editing=null} @saved=${e=>void this.#s(e.detail.id)}></t2r-article-editor>`)}`:r?f`<t2r-knowledge plain closable .baseUrl=${e} .group=${t} .place=${r}></t2r-knowledge>`:f`<p class="empty">${this.w.readerEmpty}</p>`}#l(){let{w:e,format:t}=this,n=this.pages[this.topic];return n?n.items.length?f`<div class="items">
      ${m(n.items,({id:e})=>e,e=>this.#u(e))}
      ${n.total>n.items.length?f`<p class="empty">${e.shownOf(t.number(n.items.length),t.number(n.total))}</p>`:p}
    </div>`:f`<p class="empty">${e.nothing}</p>`:f`<p class="empty">${this.problem?p:e.looking}</p>`}#u(e){let{w:t,format:n}=this,{detail:r,title:i,weight:a}=e,[o,s]=[r.first_asked,r.last_asked],c=o&&s?a===1?t.askedOnce(n.day(s)):t.asked(n.number(a),n.day(o),n.day(s)):r.likeness===void 0?``:t.likeness(n.percent(r.likeness));return f`<details class="item" part="item" data-item=${e.id}>
      <summary><span lang="en">${i}</span>${c?f`<span class="trail">${c}</span>`:p}</summary>
      <div class="inside">
        ${r.questions&&r.questions.length>1?f`<h3>${t.questions}</h3><ul class="quotes">${r.questions.map(e=>f`<li>${e}</li>`)}</ul>`:p}
        ${r.reasons?f`<ul class="quotes">${r.reasons.map(e=>f`<li lang="en">${e}</li>`)}</ul>`:p}
        ${r.cases?this.#d(r.cases):p}
        ${r.draft?.body?f`<h3>${t.outline}</h3><div class="outline prose" tabindex="0" role="region" aria-label=${t.outline} lang="en">${h(r.draft.body)}</div>`:p}
        ${this.#f(e)} ${this.#p(e)}
      </div>
    </details>`}#d(e){let{w:t}=this;return f`<h3>${t.saysAgainst}</h3>
      <ul class="quotes">
        ${e.map(({case_id:e,text:n,citation:r})=>f`<li lang="en">${n}
            <button type="button" class="link" @click=${()=>this.#i(r?{...r}:{document_id:e})}>${t.openDocument(e)}</button></li>`)}
      </ul>`}#f({documents:e,topic:t,detail:n}){let{w:r}=this,i=new Set((n.cases??[]).map(({case_id:e})=>e)),a=e.filter(e=>!i.has(e));return a.length?f`<h3>${t===`gap`?r.nearest:r.documents}</h3>
      <p class="links">${a.slice(0,O).map(e=>f`<button type="button" class="link" @click=${()=>this.#i({document_id:e})}>${e}</button>`)}
        ${a.length>O?f`<span class="trail">${r.andMore(this.format.number(a.length-O))}</span>`:p}</p>`:p}#p(e){let{w:t,t:n}=this,{topic:r,documents:i,detail:a}=e,o=r===`contradiction`?i.slice(0,1):r===`stale`||r===`duplicate`?i:[],s=r===`draft`?a.draft:r===`gap`?A(e):null;return this.aside===e.id?f`<form class="ways" @submit=${t=>{t.preventDefault(),this.#a(e,String(new FormData(t.target).get(`why`)).trim())}}>
        <input name="why" maxlength="2000" aria-label=${t.why} placeholder=${t.why} />
        <button class="primary">${t.setAside}</button>
        <button type="button" class="quiet" @click=${()=>this.aside=``}>${n.cancel}</button>
      </form>`:f`<p class="ways">
      ${s?f`<button type="button" class="primary" @click=${()=>this.#o(e,``,s)}>${t.write}</button>`:p}
      ${o.map(e=>f`<button type="button" class="secondary" @click=${()=>this.#o(null,e)}>${o.length>1?t.mendOf(e):t.mend}</button>`)}
      <button type="button" class="secondary" aria-label=${t.setAsideOf(e.title)} @click=${()=>this.aside=e.id}>${t.setAside}</button>
    </p>`}};o([n()],k.prototype,`pages`,void 0),o([n()],k.prototype,`topic`,void 0),o([n()],k.prototype,`problem`,void 0),o([n()],k.prototype,`aside`,void 0),o([n()],k.prototype,`reading`,void 0),o([n()],k.prototype,`editing`,void 0);function A({id:e,detail:t,title:n}){return{id:`answer-${e.slice(0,12)}`,title:n,symptoms:t.questions??[n],body:``}}export{E as n,k as t};