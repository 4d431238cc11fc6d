import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{c as t,h as n,i as r,l as i,p as a,r as o,u as s}from"./element-DBwN1AG3.js";import{t as c}from"./query-DDQkTGvL.js";import{t as l}from"./preload-helper-B08HEnpN.js";var u=e({T2rProcess:()=>d}),d=class extends s{constructor(...e){super(...e),this.xml=``,this.marks={waiting:[],passed:[],failed:[]},this.told=[``,[]],this.problem=``,this.#e=null}static{this.styles=[r,n`
      figure {
        position: relative;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        overflow: hidden;
      }
      .drawing {
        height: 22rem;
        overflow: hidden;
        resize: vertical;
      }
      .tools {
        position: absolute;
        inset-block-start: 0.5rem;
        inset-inline-end: 0.5rem;
        z-index: 10;
        display: flex;
        gap: 0.25rem;
      }
      .row {
        padding: 0.5rem 0.75rem;
      }
      @container (width < 26rem) {
        .drawing {
          height: 17rem;
        }
      }
    `]}#e;disconnectedCallback(){super.disconnectedCallback(),this.#e?.end(),this.#e=null}updated(e){(e.has(`xml`)||e.has(`marks`))&&this.#t()}async#t(){let{xml:e,marks:t}=this;if(!e)return;let n=()=>!this.isConnected||e!==this.xml||t!==this.marks;this.problem=``,await this.updateComplete;try{let{ProcessDrawing:r,processStyles:i}=await l(async()=>{let{ProcessDrawing:e,processStyles:t}=await import(`./drawing-DWTy-Rlz.js`);return{ProcessDrawing:e,processStyles:t}},[],import.meta.url);if(n())return;this.#e?.xml!==e&&(f(this.renderRoot,i),this.#e?.end(),this.#e=new r(this.box,e));let a=this.#e;if(await a.ready,n())return;a.mark(t),this.told=a.told(t),a.name(this.#n)}catch(e){if(n())return;this.problem=this.#e&&e instanceof Error?e.message:this.texts.cannotDraw,this.#e?.end(),this.#e=null}}get#n(){let[e,t]=this.told;return this.texts.drawing(e||this.texts.process,t.join(`; `))}render(){let{texts:e,problem:t}=this,n=(e,t,n)=>a`<button type="button" class="secondary icon" aria-label=${e} title=${e} @click=${n}>${t}</button>`;return a`<figure part="drawing" ?hidden=${t!==``} aria-label=${this.#n}>
        <div class="drawing"></div>
        <div class="tools">
          ${n(e.larger,`+`,()=>this.#e?.larger())}
          ${n(e.smaller,`−`,()=>this.#e?.smaller())}
          ${n(e.whole,`⤢`,()=>this.#e?.whole())}
        </div>
      </figure>
      <div class="row" ?hidden=${t===``}>
        <p class="problem" role="alert">${t}</p>
        <button type="button" class="secondary" @click=${()=>void this.#t()}>${e.retry}</button>
      </div>`}};o([i({attribute:!1})],d.prototype,`xml`,void 0),o([i({attribute:!1})],d.prototype,`marks`,void 0),o([i({attribute:!1})],d.prototype,`texts`,void 0),o([t()],d.prototype,`told`,void 0),o([t()],d.prototype,`problem`,void 0),o([c(`.drawing`)],d.prototype,`box`,void 0);function f(e,t){let n=t.flatMap(({styleSheet:e})=>e??[]);e.adoptedStyleSheets=[...e.adoptedStyleSheets.filter(e=>!n.includes(e)),...n]}export{u as n,d as t};