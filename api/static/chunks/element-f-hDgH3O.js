import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,S as n,b as r,f as i,g as a,l as o,n as s,r as c,s as l,u,w as d,y as f}from"./core-DRFzIaB1.js";import{c as p,n as m,o as h,t as g}from"./client-D65S0Hh_.js";var _=[`gap`,`contradiction`,`stale`,`duplicate`,`draft`],v={inbox:`Knowledge inbox`,topics:`What there is to do`,topic:{gap:`Gaps`,contradiction:`Contradictions`,stale:`Out of date`,duplicate:`Duplicates`,draft:`Drafts`},hint:{gap:`Questions of the last 30 days that were not answered, gathered by matter.`,contradiction:`Articles whose advice did not help in past cases.`,stale:`Articles that have ended, end soon, or were not changed for a year.`,duplicate:`Articles for the same readers that tell the same.`,draft:`Solved cases about one matter that no article answers, with an outline of one.`},looking:`Looking…`,nothing:`Nothing to do here.`,shownOf:(e,t)=>`${e} of ${t} are shown.`,asked:(e,t,n)=>`asked ${e} times, ${t===n?t:`${t} to ${n}`}`,askedOnce:e=>`asked once, ${e}`,questions:`Questions`,nearest:`Nearest documents`,documents:`Documents`,saysAgainst:`What the cases say`,likeness:e=>`${e} alike`,outline:`Outline`,openDocument:e=>`Open ${e}`,andMore:e=>`and ${e} more`,write:`Write the article`,mend:`Mend the article`,mendOf:e=>`Mend ${e}`,setAside:`Set aside`,setAsideOf:e=>`Set aside: ${e}`,why:`Why it needs nothing more`,wasSetAside:`Set aside.`,back:`Back to the inbox`,readerEmpty:`Open a document: it is shown here, beside what there is to do.`},y={newArticle:`New article`,mending:e=>`Article ${e}`,id:`Id`,idHint:`letters, digits and hyphens; it stays`,title:`Title`,product:`Product`,audience:`Readers`,audiences:{internal:`Internal`,customer:`Customers too`},symptoms:`In customers’ words, one a line`,body:`Text, in Markdown`,preview:`Preview`,edit:`Edit`,sources:`Sources, one a line`,save:`Save the article`,saved:e=>`Saved: ${e}. The next search finds it.`,changedMeanwhile:`Somebody else has changed the article since it was opened. Copy what you need, then open it again.`,kept:`Kept here until it is saved or discarded.`,discard:`Discard`},b=new s(v,{hi:async()=>(await i(async()=>{let{hi:e}=await import(`./texts.hi-Ez1lQVFm.js`);return{hi:e}},[],import.meta.url)).hi}),x=new s(y,{hi:async()=>(await i(async()=>{let{editor:e}=await import(`./texts.hi-Ez1lQVFm.js`);return{editor:e}},[],import.meta.url)).editor}),S={id:``,title:``,body:``,product:`mobile`,audience:`internal`,symptoms:[],source:[]},C=e=>`/v1/articles/${e.split(`/`).map(encodeURIComponent).join(`/`)}`,w=e=>e.split(`
`).map(e=>e.trim()).filter(Boolean),T=class extends l{constructor(...e){super(...e),this.article=``,this.outline={},this.draft=null,this.preview=!1,this.busy=!1,this.problem=null,this.#e=``}static{this.styles=[u,d`
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
        margin-block-end: 0.3rem;
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
    `]}#e;connectedCallback(){super.connectedCallback(),this.#n()}get w(){return x.of(this.speaks,()=>this.requestUpdate())}get#t(){return`article ${this.article||this.outline.id||`new`}`}async#n(){let e=p(this.#t,null);e?(this.draft=e.draft,this.#e=e.etag):this.article?await this.#r():this.draft={...S,...this.outline},await this.updateComplete,this.renderRoot.querySelector(`h2`)?.focus()}async#r(){try{let e=await this.client.send(`GET`,C(this.article),{signal:this.leaving.signal});this.draft=await e.json(),this.#e=e.headers.get(`ETag`)??``}catch(e){this.leaving.signal.aborted||(this.problem=e instanceof m?e:new m({detail:String(e)}))}}#i(e){this.draft&&(this.draft={...this.draft,...e},h(this.#t,{draft:this.draft,etag:this.#e}))}#a(){this.dispatchEvent(new CustomEvent(`shut`))}#o(){h(this.#t,void 0),this.#a()}async#s(e){e.preventDefault();let{draft:t}=this;if(t&&!this.busy){this.busy=!0,this.problem=null;try{if(this.article){let e={...t,version:(t.version??1)+1};await this.client.send(`PUT`,C(this.article),{body:e,headers:this.#e?{"If-Match":this.#e}:{}})}else await this.client.post(`/v1/articles`,t);h(this.#t,void 0),this.client.renew(t.id),this.dispatchEvent(new CustomEvent(`saved`,{detail:{id:t.id}})),this.emit(`article-saved`,{document_id:t.id})}catch(e){this.problem=e instanceof m?e:new m({detail:String(e)})}this.busy=!1}}view(){let{w:e,t:n,draft:r,problem:i}=this;return t`<div class="head">
        <h2 tabindex="-1">${this.article?e.mending(this.article):e.newArticle}</h2>
        <button type="button" class="quiet" @click=${()=>this.#a()}>${n.close}</button>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.article?e.mending(this.article):e.newArticle}>
        ${r?this.#c(r):t`<p class="empty ${i?`problem`:``}">${i?this.inWords(i):n.loading}</p>`}
      </div>`}#c(e){let{w:r,problem:i}=this,a=e=>i?.fields.find(({field:t})=>t.split(/[.[]/)[0]===e)?.message,o=e=>t=>this.#i(e(t.target.value)),s=e=>a(e)?t`<span class="problem">${a(e)}</span>`:n,l=e=>a(e)?`true`:n;return t`<form @submit=${this.#s}>
      <label>${r.title}
        <input required maxlength="500" .value=${e.title} aria-invalid=${l(`title`)} @input=${o(e=>({title:e}))} />${s(`title`)}
      </label>
      <div class="two">
        ${this.article?n:t`<label>${r.id}
                <input required maxlength="200" title=${r.idHint} .value=${e.id} aria-invalid=${l(`id`)} @input=${o(e=>({id:e}))} />${s(`id`)}
              </label>`}
        <label>${r.product}
          <input required maxlength="100" .value=${e.product} aria-invalid=${l(`product`)} @input=${o(e=>({product:e}))} />${s(`product`)}
        </label>
        <label>${r.audience}
          <select @change=${o(e=>({audience:e}))}>
            ${Object.entries(r.audiences).map(([n,r])=>t`<option value=${n} ?selected=${n===e.audience}>${r}</option>`)}
          </select>
        </label>
      </div>
      <label>${r.symptoms}
        <textarea rows="3" .value=${e.symptoms.join(`
`)} aria-invalid=${l(`symptoms`)} @change=${o(e=>({symptoms:w(e)}))}></textarea>${s(`symptoms`)}
      </label>
      <div>
        <div class="title">
          <span>${r.body}</span>
          <button type="button" class="quiet" aria-pressed=${!this.preview} @click=${()=>this.preview=!1}>${r.edit}</button>
          <button type="button" class="quiet" aria-pressed=${this.preview} @click=${()=>this.preview=!0}>${r.preview}</button>
        </div>
        ${this.preview?t`<div class="shown prose">${c(e.body)}</div>`:t`<label><span class="unseen">${r.body}</span>
                <textarea class="text" required rows="12" .value=${e.body} aria-invalid=${l(`body`)} @input=${o(e=>({body:e}))}></textarea>${s(`body`)}</label>`}
      </div>
      <label>${r.sources}
        <textarea rows="2" .value=${e.source.join(`
`)} @change=${o(e=>({source:w(e)}))}></textarea>${s(`source`)}
      </label>
      <div class="foot">
        <button class="primary" ?disabled=${this.busy}>${r.save}</button>
        <button type="button" class="quiet" @click=${()=>this.#o()}>${r.discard}</button>
        <span class="trail">${r.kept}</span>
        <p class="problem" role="alert">${i?i.status===412?r.changedMeanwhile:this.inWords(i):``}</p>
      </div>
    </form>`}};o([r()],T.prototype,`article`,void 0),o([r({attribute:!1})],T.prototype,`outline`,void 0),o([f()],T.prototype,`draft`,void 0),o([f()],T.prototype,`preview`,void 0),o([f()],T.prototype,`busy`,void 0),o([f()],T.prototype,`problem`,void 0);var E=e({T2rInbox:()=>k});g(`t2r-article-editor`,T);var D=50,O=9,k=class extends l{constructor(...e){super(...e),this.pages={},this.topic=`gap`,this.problem=``,this.aside=``,this.reading=null,this.editing=null,this.titles=new Map}static{this.styles=[u,d`
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
        padding: 0.5rem 0.9rem 0.9rem;
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
    `]}connectedCallback(){super.connectedCallback();let e=p(`inbox topic`,`gap`);this.topic=_.includes(e)?e:`gap`}get w(){return b.of(this.speaks,()=>this.requestUpdate())}get#e(){return[`knowledge:write`,`admin`].some(e=>this.me?.scopes.includes(e))}identified(){this.#e&&this.#t()}async#t(){for(let e of[this.topic,..._.filter(e=>e!==this.topic)])if(this.pages[e]||await this.#n(e),this.leaving.signal.aborted||this.problem)return}async#n(e){let{signal:t}=this.leaving;try{let n=await this.client.get(`/v1/inbox/${e}?limit=${D}`,t);this.pages={...this.pages,[e]:n},this.problem=``}catch(e){t.aborted||(this.problem=this.inWords(e))}}async#r({documents:e}){let t=e.slice(0,O).filter(e=>!this.titles.has(e)),n=(await Promise.allSettled(t.map(e=>this.client.document(e)))).flatMap(e=>e.status===`fulfilled`?[e.value]:[]);this.titles=new Map([...this.titles,...n.map(({id:e,title:t})=>[e,t])])}#i(e){this.topic=e,h(`inbox topic`,e),this.aside=``,this.#n(e)}#a(e){this.editing=null,this.reading=e,this.emit(`source-opened`,{...e})}async#o(e,t){try{await this.client.send(`POST`,`/v1/inbox/${e.topic}/${e.id}/set-aside`,{body:{why:t}}),this.announce(this.w.wasSetAside),this.emit(`inbox-set-aside`,{topic:e.topic,title:e.title}),this.aside=``,await this.#n(e.topic)}catch(e){this.problem=this.inWords(e)}}#s(e,t,n={}){this.editing={item:e,article:t,outline:n},this.reading=null}async#c(e){let t=this.editing?.item,n=x.of(this.speaks,()=>this.requestUpdate()).saved(e);this.editing=null,this.announce(n),t&&await this.#o(t,n),this.#a({document_id:e})}view(){let{t:e,w:r}=this;return this.me&&!this.#e?t`<p class="empty">${e.notAllowed(`knowledge:write`)}</p>`:t`<div class="work ${this.reading||this.editing?`beside-open`:``}" @t2r-document-closed=${()=>this.reading=null}>
      <section class="todo" aria-label=${r.inbox}>
        <div class="head" part="head"><h2>${r.inbox}</h2></div>
        <nav class="topics" aria-label=${r.topics}>
          ${_.map(e=>{let i=this.pages[e]?.total;return t`<button type="button" class="quiet" aria-pressed=${e===this.topic} data-topic=${e} @click=${()=>this.#i(e)}>
              ${r.topic[e]}${i===void 0?n:t`<span class="count">${this.format.number(i)}</span>`}
            </button>`})}
        </nav>
        <div class="scroll" part="body" tabindex="0" role="region" aria-label=${r.topic[this.topic]}>
          <p class="trail hint">${r.hint[this.topic]}</p>
          ${this.problem?t`<p class="empty problem" role="alert">${this.problem}</p>`:n}
          ${this.#u()}
        </div>
      </section>
      <div class="beside">${this.#l()}</div>
    </div>`}#l(){let{baseUrl:e,group:n,editing:r,reading:i}=this;return r?t`${a([r],({article:e,outline:t})=>e||t.id,({article:r,outline:i})=>t`<t2r-article-editor plain .baseUrl=${e} .group=${n} .article=${r} .outline=${i}
        @shut=${()=>this.editing=null} @saved=${e=>void this.#c(e.detail.id)}></t2r-article-editor>`)}`:i?t`<t2r-knowledge plain closable .baseUrl=${e} .group=${n} .place=${i}></t2r-knowledge>`:t`<p class="empty">${this.w.readerEmpty}</p>`}#u(){let{w:e,format:r}=this,i=this.pages[this.topic];return i?i.items.length?t`<div class="items">
      ${a(i.items,({id:e})=>e,e=>this.#d(e))}
      ${i.total>i.items.length?t`<p class="empty">${e.shownOf(r.number(i.items.length),r.number(i.total))}</p>`:n}
    </div>`:t`<p class="empty">${e.nothing}</p>`:t`<p class="empty">${this.problem?n:e.looking}</p>`}#d(e){let{w:r,format:i}=this,{detail:a,title:o,weight:s}=e,[l,u]=[a.first_asked,a.last_asked],d=l&&u?s===1?r.askedOnce(i.day(u)):r.asked(i.number(s),i.day(l),i.day(u)):a.likeness===void 0?``:r.likeness(i.percent(a.likeness));return t`<details class="item" part="item" data-item=${e.id} @toggle=${({target:t})=>t.open&&void this.#r(e)}>
      <summary><span lang="en">${o}</span>${d?t`<span class="trail">${d}</span>`:n}</summary>
      <div class="inside">
        ${a.questions&&a.questions.length>1?t`<h3>${r.questions}</h3><ul class="quotes">${a.questions.map(e=>t`<li>${e}</li>`)}</ul>`:n}
        ${a.reasons?t`<ul class="quotes">${a.reasons.map(e=>t`<li lang="en">${e}</li>`)}</ul>`:n}
        ${a.cases?this.#f(a.cases):n}
        ${a.draft?.body?t`<h3>${r.outline}</h3><div class="outline prose" tabindex="0" role="region" aria-label=${r.outline} lang="en">${c(a.draft.body)}</div>`:n}
        ${this.#p(e)} ${this.#m(e)}
      </div>
    </details>`}#f(e){let{w:n}=this;return t`<h3>${n.saysAgainst}</h3>
      <ul class="quotes">
        ${e.map(({case_id:e,text:r,citation:i})=>t`<li lang="en">${r}
            <button type="button" class="link" @click=${()=>this.#a(i?{...i}:{document_id:e})}>${n.openDocument(e)}</button></li>`)}
      </ul>`}#p({documents:e,topic:r,detail:i}){let{w:a}=this,o=new Set((i.cases??[]).map(({case_id:e})=>e)),s=e.filter(e=>!o.has(e));return s.length?t`<h3>${r===`gap`?a.nearest:a.documents}</h3>
      <p class="links">${s.slice(0,O).map(e=>t`<button type="button" class="link" @click=${()=>this.#a({document_id:e})} lang="en">${this.titles.get(e)??e}</button>`)}
        ${s.length>O?t`<span class="trail">${a.andMore(this.format.number(s.length-O))}</span>`:n}</p>`:n}#m(e){let{w:r,t:i}=this,{topic:a,documents:o,detail:s}=e,c=a===`contradiction`?o.slice(0,1):a===`stale`||a===`duplicate`?o:[],l=a===`draft`?s.draft:a===`gap`?A(e):null;return this.aside===e.id?t`<form class="ways" @submit=${t=>{t.preventDefault(),this.#o(e,String(new FormData(t.target).get(`why`)).trim())}}>
        <input name="why" maxlength="2000" aria-label=${r.why} placeholder=${r.why} />
        <button class="primary">${r.setAside}</button>
        <button type="button" class="quiet" @click=${()=>this.aside=``}>${i.cancel}</button>
      </form>`:t`<p class="ways">
      ${l?t`<button type="button" class="primary" @click=${()=>this.#s(e,``,l)}>${r.write}</button>`:n}
      ${c.map(e=>t`<button type="button" class="secondary" @click=${()=>this.#s(null,e)}>${c.length>1?r.mendOf(this.titles.get(e)??e):r.mend}</button>`)}
      <button type="button" class="secondary" aria-label=${r.setAsideOf(e.title)} @click=${()=>this.aside=e.id}>${r.setAside}</button>
    </p>`}};o([f()],k.prototype,`pages`,void 0),o([f()],k.prototype,`topic`,void 0),o([f()],k.prototype,`problem`,void 0),o([f()],k.prototype,`aside`,void 0),o([f()],k.prototype,`reading`,void 0),o([f()],k.prototype,`editing`,void 0),o([f()],k.prototype,`titles`,void 0);function A({id:e,detail:t,title:n}){return{id:`answer-${e.slice(0,12)}`,title:n,symptoms:t.questions??[n],body:``}}export{E as n,k as t};