import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,b as n,f as r,l as i,u as a,v as o,w as s,x as c,y as l}from"./core-DRFzIaB1.js";var u=e({T2rProcess:()=>d}),d=class extends c{constructor(...e){super(...e),this.xml=``,this.marks={waiting:[],passed:[],failed:[]},this.told=[``,[]],this.problem=``,this.#e=null}static{this.styles=[a,s`
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
    `]}#e;disconnectedCallback(){super.disconnectedCallback(),this.#e?.end(),this.#e=null}updated(e){(e.has(`xml`)||e.has(`marks`))&&this.#t()}async#t(){let{xml:e,marks:t}=this;if(!e)return;let n=()=>!this.isConnected||e!==this.xml||t!==this.marks;this.problem=``,await this.updateComplete;try{let{ProcessDrawing:i,processStyles:a}=await r(async()=>{let{ProcessDrawing:e,processStyles:t}=await import(`./drawing-DminvWSN.js`);return{ProcessDrawing:e,processStyles:t}},[],import.meta.url);if(n())return;this.#e?.xml!==e&&(f(this.renderRoot,a),this.#e?.end(),this.#e=new i(this.box,e));let o=this.#e;if(await o.ready,n())return;o.mark(t),this.told=o.told(t),o.name(this.#n)}catch(e){if(n())return;this.problem=this.#e&&e instanceof Error?e.message:this.texts.cannotDraw,this.#e?.end(),this.#e=null}}get#n(){let[e,t]=this.told;return this.texts.drawing(e||this.texts.process,t.join(`; `))}render(){let{texts:e,problem:n}=this,r=(e,n,r)=>t`<button type="button" class="secondary icon" aria-label=${e} title=${e} @click=${r}>${n}</button>`;return t`<figure part="drawing" ?hidden=${n!==``} aria-label=${this.#n}>
        <div class="drawing"></div>
        <div class="tools">
          ${r(e.larger,`+`,()=>this.#e?.larger())}
          ${r(e.smaller,`−`,()=>this.#e?.smaller())}
          ${r(e.whole,`⤢`,()=>this.#e?.whole())}
        </div>
      </figure>
      <div class="row" ?hidden=${n===``}>
        <p class="problem" role="alert">${n}</p>
        <button type="button" class="secondary" @click=${()=>void this.#t()}>${e.retry}</button>
      </div>`}};i([n({attribute:!1})],d.prototype,`xml`,void 0),i([n({attribute:!1})],d.prototype,`marks`,void 0),i([n({attribute:!1})],d.prototype,`texts`,void 0),i([l()],d.prototype,`told`,void 0),i([l()],d.prototype,`problem`,void 0),i([o(`.drawing`)],d.prototype,`box`,void 0);function f(e,t){let n=t.flatMap(({styleSheet:e})=>e??[]);e.adoptedStyleSheets=[...e.adoptedStyleSheets.filter(e=>!n.includes(e)),...n]}export{u as n,d as t};