import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{c as t,d as n,h as r,i,l as a,p as o,r as s,t as c}from"./element-DBwN1AG3.js";import{t as l}from"./repeat-DOdTi7fw.js";import{n as u,t as d}from"./define-Cwv4mjmw.js";import{i as f,n as p}from"./keep-Dstxxa3K.js";import{t as m}from"./markdown-B6jXWNoJ.js";import{t as h}from"./translations-MUrqCPEJ.js";import{t as g}from"./preload-helper-B08HEnpN.js";var _=[`gap`,`contradiction`,`stale`,`duplicate`,`draft`],v={inbox:`Knowledge inbox`,topics:`What there is to do`,topic:{gap:`Gaps`,contradiction:`Contradictions`,stale:`Out of date`,duplicate:`Duplicates`,draft:`Drafts`},hint:{gap:`Questions of the last 30 days that were not answered, gathered by matter.`,contradiction:`Articles whose advice did not help in past cases.`,stale:`Articles that have ended, end soon, or were not changed for a year.`,duplicate:`Articles for the same readers that tell the same.`,draft:`Solved cases about one matter that no article answers, with an outline of one.`},looking:`Looking…`,nothing:`Nothing to do here.`,shownOf:(e,t)=>`${e} of ${t} are shown.`,asked:(e,t,n)=>`asked ${e} times, ${t===n?t:`${t} to ${n}`}`,askedOnce:e=>`asked once, ${e}`,questions:`Questions`,nearest:`Nearest documents`,documents:`Documents`,saysAgainst:`What the cases say`,likeness:e=>`${e} alike`,outline:`Outline`,openDocument:e=>`Open ${e}`,andMore:e=>`and ${e} more`,write:`Write the article`,mend:`Mend the article`,mendOf:e=>`Mend ${e}`,setAside:`Set aside`,setAsideOf:e=>`Set aside: ${e}`,why:`Why it needs nothing more`,wasSetAside:`Set aside.`,back:`Back to the inbox`,readerEmpty:`Open a document: it is shown here, beside what there is to do.`},y={newArticle:`New article`,mending:e=>`Article ${e}`,id:`Id`,idHint:`letters, digits and hyphens; it stays`,title:`Title`,product:`Product`,audience:`Readers`,audiences:{internal:`Internal`,customer:`Customers too`},symptoms:`In customers’ words, one a line`,body:`Text, in Markdown`,preview:`Preview`,edit:`Edit`,sources:`Sources, one a line`,save:`Save the article`,saved:e=>`Saved: ${e}. The next search finds it.`,changedMeanwhile:`Somebody else has changed the article since it was opened. Copy what you need, then open it again.`,kept:`Kept here until it is saved or discarded.`,discard:`Discard`},b=new h(v,{hi:async()=>(await g(async()=>{let{hi:e}=await import(`./texts.hi-Ez1lQVFm.js`);return{hi:e}},[],import.meta.url)).hi}),x=new h(y,{hi:async()=>(await g(async()=>{let{editor:e}=await import(`./texts.hi-Ez1lQVFm.js`);return{editor:e}},[],import.meta.url)).editor}),S={id:``,title:``,body:``,product:`mobile`,audience:`internal`,symptoms:[],source:[]},C=e=>`/v1/articles/${e.split(`/`).map(encodeURIComponent).join(`/`)}`,w=e=>e.split(`
`).map(e=>e.trim()).filter(Boolean),T=class extends c{constructor(...e){super(...e),this.article=``,this.outline={},this.draft=null,this.preview=!1,this.busy=!1,this.problem=null,this.#e=``}static{this.styles=[i,r`
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
    `]}#e;connectedCallback(){super.connectedCallback(),this.#n()}get w(){return x.of(this.speaks,()=>this.requestUpdate())}get#t(){return`article ${this.article||this.outline.id||`new`}`}async#n(){let e=f(this.#t,null);e?(this.draft=e.draft,this.#e=e.etag):this.article?await this.#r():this.draft={...S,...this.outline},await this.updateComplete,this.renderRoot.querySelector(`h2`)?.focus()}async#r(){try{let e=await this.client.send(`GET`,C(this.article),{signal:this.leaving.signal});this.draft=await e.json(),this.#e=e.headers.get(`ETag`)??``}catch(e){this.leaving.signal.aborted||(this.problem=e instanceof u?e:new u({detail:String(e)}))}}#i(e){this.draft&&(this.draft={...this.draft,...e},p(this.#t,{draft:this.draft,etag:this.#e}))}#a(){this.dispatchEvent(new CustomEvent(`shut`))}#o(){p(this.#t,void 0),this.#a()}async#s(e){e.preventDefault();let{draft:t}=this;if(t&&!this.busy){this.busy=!0,this.problem=null;try{if(this.article){let e={...t,version:(t.version??1)+1};await this.client.send(`PUT`,C(this.article),{body:e,headers:this.#e?{"If-Match":this.#e}:{}})}else await this.client.post(`/v1/articles`,t);p(this.#t,void 0),this.dispatchEvent(new CustomEvent(`saved`,{detail:{id:t.id}})),this.emit(`article-saved`,{document_id:t.id})}catch(e){this.problem=e instanceof u?e:new u({detail:String(e)})}this.busy=!1}}view(){let{w:e,t,draft:n,problem:r}=this;return o`<div class="head">
        <h2 tabindex="-1">${this.article?e.mending(this.article):e.newArticle}</h2>
        <button type="button" class="quiet" @click=${()=>this.#a()}>${t.close}</button>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.article?e.mending(this.article):e.newArticle}>
        ${n?this.#c(n):o`<p class="empty ${r?`problem`:``}">${r?this.inWords(r):t.loading}</p>`}
      </div>`}#c(e){let{w:t,problem:r}=this,i=e=>r?.fields.find(({field:t})=>t.split(/[.[]/)[0]===e)?.message,a=e=>t=>this.#i(e(t.target.value)),s=e=>i(e)?o`<span class="problem">${i(e)}</span>`:n,c=e=>i(e)?`true`:n;return o`<form @submit=${this.#s}>
      <label>${t.title}
        <input required maxlength="500" .value=${e.title} aria-invalid=${c(`title`)} @input=${a(e=>({title:e}))} />${s(`title`)}
      </label>
      <div class="two">
        ${this.article?n:o`<label>${t.id}
                <input required maxlength="200" title=${t.idHint} .value=${e.id} aria-invalid=${c(`id`)} @input=${a(e=>({id:e}))} />${s(`id`)}
              </label>`}
        <label>${t.product}
          <input required maxlength="100" .value=${e.product} aria-invalid=${c(`product`)} @input=${a(e=>({product:e}))} />${s(`product`)}
        </label>
        <label>${t.audience}
          <select @change=${a(e=>({audience:e}))}>
            ${Object.entries(t.audiences).map(([t,n])=>o`<option value=${t} ?selected=${t===e.audience}>${n}</option>`)}
          </select>
        </label>
      </div>
      <label>${t.symptoms}
        <textarea rows="3" .value=${e.symptoms.join(`
`)} aria-invalid=${c(`symptoms`)} @change=${a(e=>({symptoms:w(e)}))}></textarea>${s(`symptoms`)}
      </label>
      <div>
        <div class="title">
          <span>${t.body}</span>
          <button type="button" class="quiet" aria-pressed=${!this.preview} @click=${()=>this.preview=!1}>${t.edit}</button>
          <button type="button" class="quiet" aria-pressed=${this.preview} @click=${()=>this.preview=!0}>${t.preview}</button>
        </div>
        ${this.preview?o`<div class="shown prose">${m(e.body)}</div>`:o`<label><span class="unseen">${t.body}</span>
                <textarea class="text" required rows="12" .value=${e.body} aria-invalid=${c(`body`)} @input=${a(e=>({body:e}))}></textarea>${s(`body`)}</label>`}
      </div>
      <label>${t.sources}
        <textarea rows="2" .value=${e.source.join(`
`)} @change=${a(e=>({source:w(e)}))}></textarea>${s(`source`)}
      </label>
      <div class="foot">
        <button class="primary" ?disabled=${this.busy}>${t.save}</button>
        <button type="button" class="quiet" @click=${()=>this.#o()}>${t.discard}</button>
        <span class="trail">${t.kept}</span>
        <p class="problem" role="alert">${r?r.status===412?t.changedMeanwhile:this.inWords(r):``}</p>
      </div>
    </form>`}};s([a()],T.prototype,`article`,void 0),s([a({attribute:!1})],T.prototype,`outline`,void 0),s([t()],T.prototype,`draft`,void 0),s([t()],T.prototype,`preview`,void 0),s([t()],T.prototype,`busy`,void 0),s([t()],T.prototype,`problem`,void 0);var E=e({T2rInbox:()=>k});d(`t2r-article-editor`,T);var D=50,O=9,k=class extends c{constructor(...e){super(...e),this.pages={},this.topic=`gap`,this.problem=``,this.aside=``,this.reading=null,this.editing=null,this.titles=new Map}static{this.styles=[i,r`
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
    `]}connectedCallback(){super.connectedCallback();let e=f(`inbox topic`,`gap`);this.topic=_.includes(e)?e:`gap`}get w(){return b.of(this.speaks,()=>this.requestUpdate())}get#e(){return[`knowledge:write`,`admin`].some(e=>this.me?.scopes.includes(e))}identified(){this.#e&&this.#t()}async#t(){for(let e of[this.topic,..._.filter(e=>e!==this.topic)])if(this.pages[e]||await this.#n(e),this.leaving.signal.aborted||this.problem)return}async#n(e){let{signal:t}=this.leaving;try{let n=await this.client.get(`/v1/inbox/${e}?limit=${D}`,t);this.pages={...this.pages,[e]:n},this.problem=``}catch(e){t.aborted||(this.problem=this.inWords(e))}}async#r({documents:e}){let t=e.slice(0,O).filter(e=>!this.titles.has(e)),n=(await Promise.allSettled(t.map(e=>this.client.document(e)))).flatMap(e=>e.status===`fulfilled`?[e.value]:[]);this.titles=new Map([...this.titles,...n.map(({id:e,title:t})=>[e,t])])}#i(e){this.topic=e,p(`inbox topic`,e),this.aside=``,this.#n(e)}#a(e){this.editing=null,this.reading=e,this.emit(`source-opened`,{...e})}async#o(e,t){try{await this.client.send(`POST`,`/v1/inbox/${e.topic}/${e.id}/set-aside`,{body:{why:t}}),this.announce(this.w.wasSetAside),this.emit(`inbox-set-aside`,{topic:e.topic,title:e.title}),this.aside=``,await this.#n(e.topic)}catch(e){this.problem=this.inWords(e)}}#s(e,t,n={}){this.editing={item:e,article:t,outline:n},this.reading=null}async#c(e){let t=this.editing?.item,n=x.of(this.speaks,()=>this.requestUpdate()).saved(e);this.editing=null,this.announce(n),t&&await this.#o(t,n),this.#a({document_id:e})}view(){let{t:e,w:t}=this;return this.me&&!this.#e?o`<p class="empty">${e.notAllowed(`knowledge:write`)}</p>`:o`<div class="work ${this.reading||this.editing?`beside-open`:``}" @t2r-document-closed=${()=>this.reading=null}>
      <section class="todo" aria-label=${t.inbox}>
        <div class="head" part="head"><h2>${t.inbox}</h2></div>
        <nav class="topics" aria-label=${t.topics}>
          ${_.map(e=>{let r=this.pages[e]?.total;return o`<button type="button" class="quiet" aria-pressed=${e===this.topic} data-topic=${e} @click=${()=>this.#i(e)}>
              ${t.topic[e]}${r===void 0?n:o`<span class="count">${this.format.number(r)}</span>`}
            </button>`})}
        </nav>
        <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.topic[this.topic]}>
          <p class="trail hint">${t.hint[this.topic]}</p>
          ${this.problem?o`<p class="empty problem" role="alert">${this.problem}</p>`:n}
          ${this.#u()}
        </div>
      </section>
      <div class="beside">${this.#l()}</div>
    </div>`}#l(){let{baseUrl:e,group:t,editing:n,reading:r}=this;return n?o`${l([n],({article:e,outline:t})=>e||t.id,({article:n,outline:r})=>o`<t2r-article-editor plain .baseUrl=${e} .group=${t} .article=${n} .outline=${r}
        @shut=${()=>this.editing=null} @saved=${e=>void this.#c(e.detail.id)}></t2r-article-editor>`)}`:r?o`<t2r-knowledge plain closable .baseUrl=${e} .group=${t} .place=${r}></t2r-knowledge>`:o`<p class="empty">${this.w.readerEmpty}</p>`}#u(){let{w:e,format:t}=this,r=this.pages[this.topic];return r?r.items.length?o`<div class="items">
      ${l(r.items,({id:e})=>e,e=>this.#d(e))}
      ${r.total>r.items.length?o`<p class="empty">${e.shownOf(t.number(r.items.length),t.number(r.total))}</p>`:n}
    </div>`:o`<p class="empty">${e.nothing}</p>`:o`<p class="empty">${this.problem?n:e.looking}</p>`}#d(e){let{w:t,format:r}=this,{detail:i,title:a,weight:s}=e,[c,l]=[i.first_asked,i.last_asked],u=c&&l?s===1?t.askedOnce(r.day(l)):t.asked(r.number(s),r.day(c),r.day(l)):i.likeness===void 0?``:t.likeness(r.percent(i.likeness));return o`<details class="item" part="item" data-item=${e.id} @toggle=${({target:t})=>t.open&&void this.#r(e)}>
      <summary><span lang="en">${a}</span>${u?o`<span class="trail">${u}</span>`:n}</summary>
      <div class="inside">
        ${i.questions&&i.questions.length>1?o`<h3>${t.questions}</h3><ul class="quotes">${i.questions.map(e=>o`<li>${e}</li>`)}</ul>`:n}
        ${i.reasons?o`<ul class="quotes">${i.reasons.map(e=>o`<li lang="en">${e}</li>`)}</ul>`:n}
        ${i.cases?this.#f(i.cases):n}
        ${i.draft?.body?o`<h3>${t.outline}</h3><div class="outline prose" tabindex="0" role="region" aria-label=${t.outline} lang="en">${m(i.draft.body)}</div>`:n}
        ${this.#p(e)} ${this.#m(e)}
      </div>
    </details>`}#f(e){let{w:t}=this;return o`<h3>${t.saysAgainst}</h3>
      <ul class="quotes">
        ${e.map(({case_id:e,text:n,citation:r})=>o`<li lang="en">${n}
            <button type="button" class="link" @click=${()=>this.#a(r?{...r}:{document_id:e})}>${t.openDocument(e)}</button></li>`)}
      </ul>`}#p({documents:e,topic:t,detail:r}){let{w:i}=this,a=new Set((r.cases??[]).map(({case_id:e})=>e)),s=e.filter(e=>!a.has(e));return s.length?o`<h3>${t===`gap`?i.nearest:i.documents}</h3>
      <p class="links">${s.slice(0,O).map(e=>o`<button type="button" class="link" @click=${()=>this.#a({document_id:e})} lang="en">${this.titles.get(e)??e}</button>`)}
        ${s.length>O?o`<span class="trail">${i.andMore(this.format.number(s.length-O))}</span>`:n}</p>`:n}#m(e){let{w:t,t:r}=this,{topic:i,documents:a,detail:s}=e,c=i===`contradiction`?a.slice(0,1):i===`stale`||i===`duplicate`?a:[],l=i===`draft`?s.draft:i===`gap`?A(e):null;return this.aside===e.id?o`<form class="ways" @submit=${t=>{t.preventDefault(),this.#o(e,String(new FormData(t.target).get(`why`)).trim())}}>
        <input name="why" maxlength="2000" aria-label=${t.why} placeholder=${t.why} />
        <button class="primary">${t.setAside}</button>
        <button type="button" class="quiet" @click=${()=>this.aside=``}>${r.cancel}</button>
      </form>`:o`<p class="ways">
      ${l?o`<button type="button" class="primary" @click=${()=>this.#s(e,``,l)}>${t.write}</button>`:n}
      ${c.map(e=>o`<button type="button" class="secondary" @click=${()=>this.#s(null,e)}>${c.length>1?t.mendOf(this.titles.get(e)??e):t.mend}</button>`)}
      <button type="button" class="secondary" aria-label=${t.setAsideOf(e.title)} @click=${()=>this.aside=e.id}>${t.setAside}</button>
    </p>`}};s([t()],k.prototype,`pages`,void 0),s([t()],k.prototype,`topic`,void 0),s([t()],k.prototype,`problem`,void 0),s([t()],k.prototype,`aside`,void 0),s([t()],k.prototype,`reading`,void 0),s([t()],k.prototype,`editing`,void 0),s([t()],k.prototype,`titles`,void 0);function A({id:e,detail:t,title:n}){return{id:`answer-${e.slice(0,12)}`,title:n,symptoms:t.questions??[n],body:``}}export{E as n,k as t};