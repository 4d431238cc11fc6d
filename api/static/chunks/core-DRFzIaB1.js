import{c as e,i as t,n,o as r,r as i}from"./client-D65S0Hh_.js";var a=globalThis,o=a.ShadowRoot&&(a.ShadyCSS===void 0||a.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,s=Symbol(),c=new WeakMap,l=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==s)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(o&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=c.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&c.set(t,e))}return e}toString(){return this.cssText}},u=e=>new l(typeof e==`string`?e:e+``,void 0,s),d=(e,...t)=>new l(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,s),f=(e,t)=>{if(o)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=a.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},p=o?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return u(t)})(e):e,{is:m,defineProperty:ee,getOwnPropertyDescriptor:te,getOwnPropertyNames:ne,getOwnPropertySymbols:re,getPrototypeOf:ie}=Object,h=globalThis,ae=h.trustedTypes,oe=ae?ae.emptyScript:``,se=h.reactiveElementPolyfillSupport,g=(e,t)=>e,_={toAttribute(e,t){switch(t){case Boolean:e=e?oe:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},ce=(e,t)=>!m(e,t),le={attribute:!0,type:String,converter:_,reflect:!1,useDefault:!1,hasChanged:ce};Symbol.metadata??=Symbol(`metadata`),h.litPropertyMetadata??=new WeakMap;var v=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=le){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&ee(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=te(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??le}static _$Ei(){if(this.hasOwnProperty(g(`elementProperties`)))return;let e=ie(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(g(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(g(`properties`))){let e=this.properties,t=[...ne(e),...re(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(p(e))}else e!==void 0&&t.push(p(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return f(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?_:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?_:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??ce)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};v.elementStyles=[],v.shadowRootOptions={mode:`open`},v[g(`elementProperties`)]=new Map,v[g(`finalized`)]=new Map,se?.({ReactiveElement:v}),(h.reactiveElementVersions??=[]).push(`2.1.2`);var ue=globalThis,de=e=>e,y=ue.trustedTypes,fe=y?y.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,pe=`$lit$`,b=`lit$${Math.random().toFixed(9).slice(2)}$`,x=`?`+b,me=`<${x}>`,S=document,C=()=>S.createComment(``),w=e=>e===null||typeof e!=`object`&&typeof e!=`function`,he=Array.isArray,ge=e=>he(e)||typeof e?.[Symbol.iterator]==`function`,_e=`[ 	
\f\r]`,T=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ve=/-->/g,ye=/>/g,E=RegExp(`>|${_e}(?:([^\\s"'>=/]+)(${_e}*=${_e}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),be=/'/g,xe=/"/g,Se=/^(?:script|style|textarea|title)$/i,D=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),O=Symbol.for(`lit-noChange`),k=Symbol.for(`lit-nothing`),Ce=new WeakMap,A=S.createTreeWalker(S,129);function we(e,t){if(!he(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return fe===void 0?t:fe.createHTML(t)}var Te=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=T;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===T?c[1]===`!--`?o=ve:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=E):(Se.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=E):o=ye:o===E?c[0]===`>`?(o=i??T,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?E:c[3]===`"`?xe:be):o===xe||o===be?o=E:o===ve||o===ye?o=T:(o=E,i=void 0);let d=o===E&&e[t+1].startsWith(`/>`)?` `:``;a+=o===T?n+me:l>=0?(r.push(s),n.slice(0,l)+pe+n.slice(l)+b+d):n+b+(l===-2?t:d)}return[we(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},Ee=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Te(t,n);if(this.el=e.createElement(l,r),A.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=A.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(pe)){let t=u[o++],n=i.getAttribute(e).split(b),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Oe:r[1]===`?`?ke:r[1]===`@`?Ae:N}),i.removeAttribute(e)}else e.startsWith(b)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(Se.test(i.tagName)){let e=i.textContent.split(b),t=e.length-1;if(t>0){i.textContent=y?y.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],C()),A.nextNode(),c.push({type:2,index:++a});i.append(e[t],C())}}}else if(i.nodeType===8){if(i.data===x)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(b,e+1))!==-1;)c.push({type:7,index:a}),e+=b.length-1}}a++}}static createElement(e,t){let n=S.createElement(`template`);return n.innerHTML=e,n}};function j(e,t,n=e,r){if(t===O)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=w(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=j(e,i._$AS(e,t.values),i,r)),t}var De=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??S).importNode(t,!0);A.currentNode=r;let i=A.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new M(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new je(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=A.nextNode(),a++)}return A.currentNode=S,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},M=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=k,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=j(this,e,t),w(e)?e===k||e==null||e===``?(this._$AH!==k&&this._$AR(),this._$AH=k):e!==this._$AH&&e!==O&&this._(e):e._$litType$===void 0?e.nodeType===void 0?ge(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==k&&w(this._$AH)?this._$AA.nextSibling.data=e:this.T(S.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=Ee.createElement(we(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new De(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Ce.get(e.strings);return t===void 0&&Ce.set(e.strings,t=new Ee(e)),t}k(t){he(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(C()),this.O(C()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=de(e).nextSibling;de(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},N=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=k,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=k}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=j(this,e,t,0),a=!w(e)||e!==this._$AH&&e!==O,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=j(this,r[n+o],t,o),s===O&&(s=this._$AH[o]),a||=!w(s)||s!==this._$AH[o],s===k?e=k:e!==k&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===k?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},Oe=class extends N{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===k?void 0:e}},ke=class extends N{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==k)}},Ae=class extends N{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=j(this,e,t,0)??k)===O)return;let n=this._$AH,r=e===k&&n!==k||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==k&&(n===k||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},je=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){j(this,e)}},Me={M:pe,P:b,A:x,C:1,L:Te,R:De,D:ge,V:j,I:M,H:N,N:ke,U:Ae,B:Oe,F:je},Ne=ue.litHtmlPolyfillSupport;Ne?.(Ee,M),(ue.litHtmlVersions??=[]).push(`3.3.3`);var Pe=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new M(t.insertBefore(C(),e),e,void 0,n??{})}return i._$AI(e),i},Fe=globalThis,P=class extends v{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Pe(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return O}};P._$litElement$=!0,P.finalized=!0,Fe.litElementHydrateSupport?.({LitElement:P});var Ie=Fe.litElementPolyfillSupport;Ie?.({LitElement:P}),(Fe.litElementVersions??=[]).push(`4.2.2`);var Le={attribute:!0,type:String,converter:_,reflect:!1,hasChanged:ce},Re=(e=Le,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function F(e){return(t,n)=>typeof n==`object`?Re(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function I(e){return F({...e,state:!0,attribute:!1})}var ze=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n);function Be(e,t){return(n,r,i)=>{let a=t=>t.renderRoot?.querySelector(e)??null;if(t){let{get:e,set:t}=typeof r==`object`?n:i??(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})();return ze(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return ze(n,r,{get(){return a(this)}})}}var Ve={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},He=e=>(...t)=>({_$litDirective$:e,values:t}),Ue=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},We={},Ge=He(class extends Ue{constructor(){super(...arguments),this.ot=We}render(e,t){return t()}update(e,[t,n]){if(Array.isArray(t)){if(Array.isArray(this.ot)&&this.ot.length===t.length&&t.every((e,t)=>e===this.ot[t]))return O}else if(this.ot===t)return O;return this.ot=Array.isArray(t)?Array.from(t):t,this.render(t,n)}}),{I:Ke}=Me,qe=e=>e,Je=()=>document.createComment(``),L=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new Ke(r.insertBefore(Je(),i),r.insertBefore(Je(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=qe(e).nextSibling;qe(r).insertBefore(e,i),e=t}}}return n},R=(e,t,n=e)=>(e._$AI(t,n),e),Ye={},Xe=(e,t=Ye)=>e._$AH=t,Ze=e=>e._$AH,Qe=e=>{e._$AR(),e._$AA.remove()},$e=(e,t,n)=>{let r=new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},et=He(class extends Ue{constructor(e){if(super(e),e.type!==Ve.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=Ze(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=R(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=R(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=R(i[d],a[m]),L(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=R(i[f],a[p]),L(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=$e(o,p,m),u=$e(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=L(e,i[d]);R(t,a[p]),c[p]=t}else c[p]=R(n,a[p]),L(e,i[d],n),i[t]=null;p++}else Qe(i[f]),f--}else Qe(i[d]),d++;for(;p<=m;){let t=L(e,c[m+1]);R(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&Qe(e)}return this.ut=o,Xe(e,c),O}}),tt=class extends EventTarget{#e;#t=null;constructor(t){super(),this.group=t,this.#e=e(`context ${t}`,{case:null,msisdn:null})}get case(){return this.#e.case}get msisdn(){return this.#e.msisdn}get lang(){return this.#t}set lang(e){e!==this.#t&&(this.#t=e,this.dispatchEvent(new Event(`change`)))}pick(e){let t=e.msisdn===void 0?this.#e.msisdn:nt(e.msisdn),n={msisdn:t,case:e.case===void 0&&t!==this.#e.msisdn?null:e.case===void 0?this.#e.case:e.case};(n.case!==this.#e.case||n.msisdn!==this.#e.msisdn)&&(this.#e=n,r(`context ${this.group}`,n),this.dispatchEvent(new Event(`change`)),globalThis.dispatchEvent?.(new CustomEvent(`t2r-context`,{detail:{group:this.group,...n}})))}open(e){return!this.dispatchEvent(new CustomEvent(`document`,{detail:e,cancelable:!0}))}highlight(e){this.dispatchEvent(new CustomEvent(`highlight`,{detail:e}))}},nt=e=>e?.replace(/\D/g,``)||null,rt=new Map;function it(e=``){let t=rt.get(e);return t||(t=new tt(e),rt.set(e,t)),t}var at=new Map;function z(e,t){let n=at.get(e)??t();return at.set(e,n),n}function ot(e){return globalThis.navigator?.languages?.find(t=>t.toLowerCase().startsWith(e))??e}var st=class{#e;constructor(e){this.lang=e,this.#e=ot(e)}number(e,t=0){return z(`n ${this.#e} ${t}`,()=>new Intl.NumberFormat(this.#e,{maximumFractionDigits:t})).format(e)}percent(e){return z(`p ${this.#e}`,()=>new Intl.NumberFormat(this.#e,{style:`percent`,maximumFractionDigits:0})).format(e)}day(e){return this.#t(`d`,e,{day:`numeric`,month:`short`,year:`numeric`})}clock(e,t=new Date){let n=new Date(e),r={hour:`2-digit`,minute:`2-digit`};if(n.toDateString()===t.toDateString())return this.#t(`t`,e,r);let i={day:`numeric`,month:`short`};return n.getFullYear()===t.getFullYear()?this.#t(`s`,e,{...i,...r}):this.#t(`y`,e,{...i,year:`numeric`,...r})}whole(e){return this.#t(`w`,e,{dateStyle:`medium`,timeStyle:`medium`})}age(e,t=Date.now()){let n=Math.max(0,(t-new Date(e).getTime())/1e3),r=z(`r ${this.#e}`,()=>new Intl.RelativeTimeFormat(this.#e,{numeric:`auto`,style:`short`}));return n<45?r.format(0,`second`):n<3600?r.format(-Math.round(n/60),`minute`):this.clock(e,new Date(t))}#t(e,t,n){return z(`${e} ${this.#e}`,()=>new Intl.DateTimeFormat(this.#e,n)).format(new Date(t))}},ct=/\b(apn|dns|imei|ims|imsi|lan|odb|ont|otp|pin|sim|sms|vpn)\b/g,lt=e=>e.replace(/([a-z])([A-Z])/g,`$1 $2`).replace(/[_-]+/g,` `).toLowerCase().replace(ct,e=>e.toUpperCase()),ut=e=>{let t=lt(e);return t.charAt(0).toUpperCase()+t.slice(1)},dt={close:`Close`,cancel:`Cancel`,retry:`Try again`,search:`Search`,optional:`optional`,loading:`Looking…`,offline:`The server cannot be reached. What you type is kept; it goes on by itself when the server is back.`,offlineShort:`Offline`,slow:`The connection is slow.`,backOnline:`Connected again.`,unreachable:`The server cannot be reached.`,signedOut:`You are signed out. Sign in on the page this is part of, then try again.`,signIn:`Sign in`,notAllowed:e=>`Your role does not allow this (${e}).`,keys:`Keyboard`,keysTitle:`Keyboard shortcuts`,keysHere:`Single letters work while the focus is in an answer, not while you type.`,yes:`Yes`,no:`No`,send:`Send`,saved:`Thank you, kept.`,tellCustomer:`Tell the customer`,copied:`Copied.`,copyFailed:`It could not be copied: this page may not use the clipboard.`,internal:`Internal`,forCustomers:`May be sent`,internalLong:`Internal: not for customers`,internalPartly:`Partly internal`,unknownAudience:`Not known to be for customers`,article:`Article`,resolution:`Past case`,articles:`Articles`,resolutions:`Past cases`,assist:`Assistant`,assistWelcome:`What is the trouble?`,assistHint:`Ask in your words or the customer’s, in English or Hinglish. Every sentence of the answer shows where it is from.`,examples:[`Mobile data does not work but calls do`,`recharge ho gaya hai par net nahi chal raha`,`The LOS light on the modem is red`,`otp nahi aa rha hai`],question:`Your question`,questionPlaceholder:`Ask about a trouble…`,ask:`Ask`,stop:`Stop`,newConversation:`New conversation`,filters:`Narrow down`,product:`Product`,any:`any`,sources:`Sources`,allSources:`all`,customerSources:`may be sent to customers`,conversation:`Questions and answers`,asking:`Looking…`,waiting:`Waiting for the connection. It is asked as soon as the server is back.`,stopped:`Stopped.`,brokeOff:`The answer broke off.`,verdict:{answered:`Answer`,suggested:`Suggested knowledge`,abstained:`Not known`},suggestedHint:`Similar, but not sure to be the answer: check it before you act.`,confidence:(e,t)=>`${{high:`High`,medium:`Medium`,low:`Low`}[e]} confidence, ${t}`,ownWords:`in the sources’ own words`,wordedBy:e=>`worded by ${e}`,readAs:`Read as`,source:(e,t)=>`Source ${e}: ${t}`,openSource:e=>`Open ${e}`,networkSays:`The network says`,openArticle:e=>`Open article ${e}`,checkNext:`Check this next`,askCustomer:`Ask the customer`,orAskCustomer:`Or ask the customer`,against:`A past case speaks against this`,alsoFound:e=>`Also found (${e})`,why:e=>`Why it is here · ${e}`,sameAs:e=>`Says nearly the same: ${e}`,version:e=>`version ${e}`,parts:{dense:`meaning`,lexical:`words`,title:`title`,symptom:`customers’ words`,freshness:`freshness`,stayed_fixed:`stayed fixed`},copyCustomer:`Copy for customer`,copyNotes:`Copy for notes`,nothingForCustomer:`Nothing was copied: all of it rests on internal sources.`,leftOut:(e,t)=>`Copied without ${e} of ${t} sentences: they rest on internal sources.`,audienceLooking:`Whether these sources may be sent is still being looked up.`,correct:`Correct`,wrongDocument:`Wrong document`,unclearDocument:`Unclear document`,notCorrect:`Not correct`,feedback:`What do you think of this answer?`,whatIsWrong:`What is wrong? (optional)`,feedbackWaits:`Kept here; it is sent when the server is back.`,followUps:`Go on with`,withoutLine:`The network knows no line of this number: answered without it.`,olderLeft:`Earlier questions are no longer shown.`,oneLine:e=>`About +${e}`,knowledge:`Knowledge`,searchKnowledge:`Search articles and past cases`,nothingFound:`Nothing found.`,found:e=>`${e} found`,changed:`This document has changed since it was cited. It said:`,back:`Back`,validFrom:e=>`valid from ${e}`,validUntil:e=>`until ${e}`,closedOn:e=>`closed ${e}`,stayedFixed:`stayed fixed`,cameBack:`was re-opened within 7 days`,isCorrect:`Is it correct?`,isClear:`Is it clear?`,knowledgeEmpty:`Search, or open a source of an answer: the cited passage is shown here.`,from:`From`,badges:`What the network says of this line`,badgesNone:`No customer is picked.`,badgesLooking:`Looking at the network…`,noTrouble:`No trouble is known of this line.`,asOf:e=>`as of ${e}`,since:e=>`since ${e}`,until:e=>`expected to end ${e}`,goodUntil:e=>`valid until ${e}`,severity:{critical:`Critical`,major:`Major`,minor:`Minor`,info:`Good to know`,unknown:`Not known`,clear:`Nothing wrong`,stale:`Out of date, measure anew`},kind:{outage:`Outage`,barring:`Barring`,coverage:`Coverage`,congestion:`Congestion`},retest:`To be measured anew`,evidence:`Evidence`,flow:`Case`,cases:`Cases`,openCases:`Open cases`,myCases:`Mine`,everyCase:`All`,noCases:`There is none.`,allCases:`All cases`,newCase:`New case`,beginCase:`Open case`,customerWords:`What the customer says`,customerNumber:`Customer’s number`,opening:`Reading what the network and the systems know…`,caseTitle:e=>`Case ${e}`,withOwner:e=>`with ${e}`,inQueue:e=>`in the queue ${e}`,priority:{critical:`critical priority`,high:`high priority`,medium:`medium priority`,low:`low priority`},opened:e=>`opened ${e}`,status:{acknowledged:`Taken in`,inProgress:`In progress`,pending:`Waits for the customer`,held:`On hold`,resolved:`Resolved`,closed:`Closed`,cancelled:`Cancelled`,rejected:`Rejected`},outcome:{solved:`It works again`,escalated:`Handed over`,abandoned:`Broken off`,linked_to_outage:`An outage explains it`,nothing_wrong:`Nothing is wrong`},stepKind:{action:`Next step`,actionCustomer:`Next step, on the customer’s device`,tell:`The customer does this`,hand_over:`Nothing is left to try here`,reading:`To be read again`,toAgent:`A question to you`,toCustomer:`A question to the customer`},say:`Say`,because:e=>`Because ${e}`,risk:{free:`changes nothing`,reversible:`can be undone`,customer_visible:`the customer will notice`,costs_money:`costs the customer money`,irreversible:`cannot be undone`},willDo:`What it does`,tool:`Tool`,undoable:`Undo: the flow can turn this back as a step of its own.`,approve:`Approve`,approveFor:e=>`Approve: ${e}`,confirmMoney:`This costs the customer money. Have they agreed?`,confirmFinal:`This cannot be undone.`,agreed:`Yes, approve`,skip:`Skip`,done:`Done`,couldNot:`Could not`,handOver:`Hand over`,closeWithout:`Close without`,readIt:`Read it`,readFromDevice:`Read it from the device`,orSay:`Or say what you know:`,sayKnown:`Say what you know:`,nobodyKnows:`Nobody can tell`,answer:`Answer`,correctIt:`Change`,questions:`Questions`,notNeeded:e=>`${e} not needed so far`,standing:{next:`Next`,answered:`Answered`,stale:`Answered, too old to decide anything: it is tested anew`,unknown:`Nobody could tell`,open:`Not needed so far`},by:{system:``,agent:`the agent says`,customer:`the customer says`},sure:e=>`${e} sure`,underWay:(e,t)=>`${e} is being carried out by ${t}.`,doneTitle:`Done`,toQueue:e=>`to ${e}`,escalate:`Escalate or pass on`,escalateHint:`The case goes with its whole log: nothing is asked again.`,toPerson:`To a person`,toQueueLabel:`Or to a queue`,reason:`Why`,passOn:`Pass on`,passedOn:`Passed on.`,takeOver:`Take it over`,putOff:`Put off`,closeCase:`Close the case`,causeLabel:`What was wrong`,resolutionLabel:`How it ended`,note:`Note`,noteDraft:`Drafted from what was done; change it as you like.`,satisfaction:`How satisfied is the customer?`,satisfactions:[`not asked`,`1 – not at all`,`2`,`3`,`4`,`5 – very`],reopen:`It does not work after all`,nextAnnounced:e=>`Next: ${e}`,changedMeanwhile:`Somebody else has changed the case; this is how it is now.`,more:`Show more`,history:`History`,timeline:`What was done`,timelineNone:`No case is picked.`,timelineEmpty:`Nothing has been done yet.`,who:{A:`automatic`,M:`by hand`,AM:`approved`},etom:e=>`eTOM ${e}`,details:`Details`,filterAll:`All`,filterPeople:`By people`,brand:`Trouble to Resolve`,size:(e,t)=>`${e} articles · ${t} past cases`,customer:`Customer`,line:`Customer’s number`,linePlaceholder:`+91…`,show:`Show`,clear:`Clear`,views:`Views`,view:{ask:`Ask`,flow:`Case`,knowledge:`Articles`,timeline:`Log`},signOut:`Sign out`,theme:`Theme`,themeAuto:`As the system`,themeLight:`Light`,themeDark:`Dark`,language:`Language`,settings:`Settings`,accessToken:`Access token`,linkHint:`Open the sign-in link that you were given. It works once; ask whoever looks after this page for another.`,linkMake:`You look after this page?`,linkMakeHint:`Its server prints a link when it starts. For another one, run this on the machine that serves it:`,signInEnded:{"link-used":`That link has been used already, or its hour is over.`,"sign-in-failed":`The sign-in did not work. Please try again.`,"no-role":`You are known, but have no role here. Ask whoever gives out roles.`},withProvider:`Sign in with your organisation`,orToken:`Or use an access token`,keyAsk:`Ask / send`,keyNewLine:`New line`,keyQuestion:`Go to the question`,keyLine:`Go to the customer’s number`,keyClear:`Clear, then go to the answer`,keyCorrect:`Answer is correct`,keyWrong:`Wrong document`,keyUnclear:`Unclear document`,keyCopyCustomer:`Copy for customer`,keyCopyNotes:`Copy for notes`,keyTurn:`Next / previous answer`,keySource:`Open source 1…9`,keySheet:`This sheet`,keyStep:`Go to the next step of the case`,keyViews:`Show a view`,keyBack:`Close the document`},ft=(function(){let e=typeof document<`u`&&document.createElement(`link`).relList;return e&&e.supports&&e.supports(`modulepreload`)?`modulepreload`:`preload`})(),pt=function(e,t){return new URL(e,t).href},mt={},ht=function(e){return e.pathname.endsWith(`.css`)},gt=function(e,t,n){if(t in e)return e[t];let r=n();if(!r){e[t]=void 0;return}let i=r.then(()=>{e[t]=void 0},n=>{throw e[t]=void 0,n});return e[t]=i,i},_t=function(e,t,n){let r=Promise.resolve();if(t&&t.length>0){let e,i=document.querySelector(`meta[property=csp-nonce]`),a=i?.nonce||i?.getAttribute(`nonce`);function o(e){return Promise.all(e.map(e=>Promise.resolve(e).then(e=>({status:`fulfilled`,value:e}),e=>({status:`rejected`,reason:e}))))}function s(e){return import.meta.resolve?new URL(import.meta.resolve(e)):new URL(e,import.meta.url)}r=o(t.map(t=>{t=pt(t,n);let r=s(t),i=ht(r);return gt(mt,r.href,()=>{if(e===void 0){e={all:new Set,styles:new Set};let t=document.getElementsByTagName(`link`);for(let n=t.length-1;n>=0;n--){let r=t[n];e.all.add(r.href),r.rel===`stylesheet`&&e.styles.add(r.href)}}if((i?e.styles:e.all).has(r.href))return;let t=document.createElement(`link`);if(t.rel=i?`stylesheet`:ft,i||(t.as=`script`),t.crossOrigin=``,t.href=r.href,a&&t.setAttribute(`nonce`,a),document.head.appendChild(t),i)return new Promise((e,n)=>{let i=a=>{t.removeEventListener(`load`,i),t.removeEventListener(`error`,i),a.type===`error`?n(Error(`Unable to preload CSS for ${r}`)):e(a)};t.addEventListener(`load`,i),t.addEventListener(`error`,i)})})}).filter(e=>e!==void 0))}function i(e){let t=new Event(`vite:preloadError`,{cancelable:!0});if(t.payload=e,window.dispatchEvent(t),!t.defaultPrevented)throw e}return r.then(t=>{for(let e of t||[])e.status===`rejected`&&i(e.reason);return e().catch(i)})},vt={hi:async()=>(await _t(async()=>{let{hi:e}=await import(`./texts.hi-Ck_pz2YV.js`);return{hi:e}},[],import.meta.url)).hi},yt=new Map([[`en`,dt]]),bt={en:`English`,hi:`हिन्दी`};function xt(...e){for(let t of e){let e=t?.slice(0,2).toLowerCase();if(e&&e in bt)return e}return`en`}function St(e,t){return yt.get(e)||(vt[e]?.().then(n=>{yt.set(e,n),t()},()=>void 0),dt)}var Ct=d`
  :host {
    --ground: var(--t2r-ground, light-dark(#f4f5f8, #0f1217));
    --surface: var(--t2r-surface, light-dark(#ffffff, #171b22));
    --sunken: var(--t2r-sunken, light-dark(#f0f2f6, #1f252e));
    --line: var(--t2r-line, light-dark(#e0e4eb, #2a313c));
    --line-strong: var(--t2r-line-strong, light-dark(#868f9f, #6f7a8b));
    --text: var(--t2r-text, light-dark(#161a21, #e8ebf0));
    --muted: var(--t2r-muted, light-dark(#535c6a, #a3acba));
    --accent: var(--t2r-accent, light-dark(#1f5fcf, #84b2ff));
    --accent-strong: var(--t2r-accent-strong, light-dark(#174ea6, #a9caff));
    --on-accent: var(--t2r-on-accent, light-dark(#ffffff, #0a1a33));
    --accent-soft: var(--t2r-accent-soft, light-dark(#e8effc, #1a2a45));
    --good: var(--t2r-good, light-dark(#0a6a3d, #7cdba5));
    --good-soft: var(--t2r-good-soft, light-dark(#e2f4ea, #12301f));
    --warn: var(--t2r-warn, light-dark(#7a4800, #f2c46e));
    --warn-soft: var(--t2r-warn-soft, light-dark(#fdf1da, #33260d));
    --bad: var(--t2r-bad, light-dark(#a81d2a, #ff9ca4));
    --bad-soft: var(--t2r-bad-soft, light-dark(#fde8e9, #3a171b));
    --mark: var(--t2r-mark, light-dark(#ffe88a, #6b5710));
    --on-mark: var(--t2r-on-mark, light-dark(#161a21, #fff6d6));
    --radius: var(--t2r-radius, 10px);
    --font: var(
      --t2r-font,
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      "Noto Sans Devanagari",
      "Liberation Sans",
      sans-serif
    );
    --code: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    display: block;
    container-type: inline-size;
    box-sizing: border-box;
    font: var(--t2r-font-size, 0.875rem) / 1.5 var(--font);
    color: var(--text);
    background: var(--surface);
    overflow-wrap: anywhere;
    text-align: start;
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
  :host([theme="auto"]) {
    color-scheme: light dark;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  pre,
  blockquote,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2,
  h3,
  h4 {
    font-size: 1em;
    font-weight: 650;
    line-height: 1.35;
  }
  a {
    color: var(--accent);
    text-underline-offset: 2px;
  }
  code,
  pre,
  kbd {
    font-family: var(--code);
    font-size: 0.92em;
  }
  mark {
    background: var(--mark);
    color: var(--on-mark);
    border-radius: 3px;
    padding: 0.1em 0;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
    border-radius: 6px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    margin: 0;
  }
  button {
    cursor: pointer;
    min-height: 1.9rem;
    padding: 0.2rem 0.7rem;
    border: 1px solid transparent;
    border-radius: 7px;
    background: none;
    line-height: 1.35;
  }
  button:disabled {
    cursor: default;
    opacity: 0.6;
  }
  .primary {
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  .primary:hover:not(:disabled) {
    background: var(--accent-strong);
  }
  .secondary {
    background: var(--surface);
    border-color: var(--line-strong);
  }
  .secondary:hover:not(:disabled) {
    border-color: var(--accent);
    color: var(--accent-strong);
  }
  .quiet {
    color: var(--muted);
  }
  .quiet:hover:not(:disabled) {
    background: var(--sunken);
    color: var(--text);
  }
  .quiet[aria-pressed="true"] {
    background: var(--accent-soft);
    color: var(--accent-strong);
    border-color: currentcolor;
  }
  .link {
    min-height: 0;
    padding: 0;
    border: 0;
    color: var(--accent);
    text-align: start;
  }
  .link:hover {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .icon {
    min-width: 1.9rem;
    padding: 0;
    display: inline-grid;
    place-items: center;
  }
  input,
  select,
  textarea {
    min-height: 1.9rem;
    min-width: 0;
    max-width: 100%;
    padding: 0.2rem 0.5rem;
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: 7px;
  }
  ::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  label {
    color: var(--muted);
    font-size: 0.93em;
  }
  summary {
    cursor: pointer;
    width: fit-content;
    color: var(--muted);
    border-radius: 6px;
  }
  summary:hover {
    color: var(--text);
  }

  .trail {
    color: var(--muted);
    font-size: 0.9em;
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    padding: 0 0.5em;
    border-radius: 999px;
    background: var(--sunken);
    color: var(--muted);
    font-size: 0.86em;
    line-height: 1.6;
    white-space: nowrap;
  }
  .tag[data-tone="good"] {
    background: var(--good-soft);
    color: var(--good);
  }
  .tag[data-tone="warn"] {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .tag[data-tone="bad"] {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .tag[data-tone="accent"] {
    background: var(--accent-soft);
    color: var(--accent-strong);
  }
  .notice {
    padding: 0.5rem 0.75rem;
    border-radius: 8px;
    background: var(--warn-soft);
  }
  .notice h4 {
    color: var(--warn);
    font-size: 0.9em;
  }
  .notice.calm {
    background: var(--accent-soft);
  }
  .notice.calm h4 {
    color: var(--accent-strong);
  }
  .problem {
    color: var(--bad);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
  }
  .panel {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
  }
  .head {
    flex: none;
    display: flex;
    align-items: center;
    gap: 0.4rem;
    min-height: 2.6rem;
    padding: 0.25rem 0.5rem 0.25rem 1rem;
    border-bottom: 1px solid var(--line);
  }
  .head h2 {
    flex: 1;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .empty {
    padding: 1.5rem 1rem;
    color: var(--muted);
    text-align: center;
    text-wrap: balance;
  }
  .connection {
    flex: none;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding: 0.3rem 1rem;
    background: var(--warn-soft);
    color: var(--warn);
    font-size: 0.93em;
  }
  .connection[data-state="offline"] {
    background: var(--bad-soft);
    color: var(--bad);
  }

  dialog {
    width: min(34rem, calc(100vw - 2rem));
    max-height: calc(100dvh - 2rem);
    padding: 1rem 1.25rem 1.25rem;
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    box-shadow: 0 20px 60px rgb(0 0 0 / 25%);
  }
  dialog::backdrop {
    background: rgb(10 14 20 / 45%);
  }
  dialog .bar {
    padding: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-bottom: 0.6rem;
  }
  .keys {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 0.35rem 1rem;
    align-items: center;
  }
  .keys + .trail {
    margin-top: 0.6rem;
  }
  .keys dt {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
  }
  kbd {
    min-width: 1.6em;
    padding: 0 0.4em;
    border: 1px solid var(--line-strong);
    border-bottom-width: 2px;
    border-radius: 5px;
    background: var(--surface);
    text-align: center;
    line-height: 1.5;
  }

  .prose > * + * {
    margin-top: 0.6rem;
  }
  .prose h2,
  .prose h3,
  .prose h4,
  .prose h5,
  .prose h6 {
    margin: 1.1rem 0 0;
    font-size: 1em;
    line-height: 1.4;
  }
  .prose ul,
  .prose ol {
    padding-inline-start: 1.5rem;
  }
  .prose ul {
    list-style: disc;
  }
  .prose ol {
    list-style: decimal;
  }
  .prose li + li {
    margin-top: 0.25rem;
  }
  .prose li::marker {
    color: var(--muted);
  }
  .prose code {
    padding: 0.1em 0.3em;
    border-radius: 5px;
    background: var(--sunken);
  }
  .prose pre {
    padding: 0.6rem 0.8rem;
    overflow-x: auto;
    border-radius: 8px;
    background: var(--sunken);
  }
  .prose pre code {
    padding: 0;
  }
  .prose blockquote {
    padding-inline-start: 0.8rem;
    border-inline-start: 3px solid var(--line);
    color: var(--muted);
  }
  .prose .table {
    overflow-x: auto;
  }
  .prose table {
    border-collapse: collapse;
  }
  .prose th,
  .prose td {
    padding: 0.25rem 0.7rem;
    border: 1px solid var(--line);
    text-align: start;
  }
  .prose th {
    background: var(--sunken);
    font-weight: 650;
  }
  .prose hr {
    border: 0;
    border-top: 1px solid var(--line);
  }

  @media (prefers-reduced-motion: no-preference) {
    .busy::before {
      animation: pulse 1.1s ease-in-out infinite;
    }
    @keyframes pulse {
      50% {
        opacity: 0.25;
      }
    }
  }
  @media (pointer: coarse) {
    button:not(.link),
    input,
    select {
      min-height: 2.5rem;
    }
  }
  @media (forced-colors: active) {
    .tag,
    .notice,
    .primary {
      border: 1px solid;
    }
  }
`;function B(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var wt=import.meta.url.includes(`/static/`)?import.meta.url.split(`/static/`)[0]:globalThis.location?.origin,Tt=new Map,V=class extends P{constructor(...e){super(...e),this.baseUrl=``,this.tokenUrl=``,this.group=``,this.case=null,this.msisdn=null,this.lang=``,this.theme=``,this.plain=!1,this.me=null,this.unknown=null,this.said=``,this.leaving=new AbortController,this.#e=null}static{this.styles=Ct}#e;set token(e){this.#e=e,this.client&&(this.client.tokens=e)}connectedCallback(){super.connectedCallback(),this.leaving=new AbortController;let{signal:e}=this.leaving;this.client=i(this.baseUrl||wt||``),this.context=it(this.group),this.#e?this.client.tokens=this.#e:this.tokenUrl&&(this.client.tokens=Et(this.tokenUrl)),(this.case!==null||this.msisdn!==null)&&this.#t(),this.context.addEventListener(`change`,()=>this.#n(),{signal:e}),this.client.connection.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.client.addEventListener(`signed-out`,()=>this.emit(`signed-out`,{}),{signal:e}),this.addEventListener(`keydown`,e=>this.#r(e),{signal:e}),this.identify(),this.moved()}disconnectedCallback(){super.disconnectedCallback(),this.leaving.abort()}willUpdate(e){(e.has(`case`)||e.has(`msisdn`))&&this.#t()}#t(){this.context.pick({...this.msisdn!==null&&{msisdn:this.msisdn},...this.case!==null&&{case:this.case}})}#n(){this.moved(),this.requestUpdate()}moved(){}async identify(){try{this.me=await this.client.me(),this.unknown=null,this.identified()}catch(e){if(this.unknown=e instanceof n?e:new n({detail:String(e)}),this.unknown.status!==0)return;await this.client.connection.back(this.leaving.signal).then(()=>this.identify(),()=>void 0)}}identified(){}get speaks(){return xt(this.context?.lang,this.lang,document.documentElement.lang,navigator.language)}get t(){return St(this.speaks,()=>this.requestUpdate())}get format(){return new st(this.speaks)}emit(e,t){this.dispatchEvent(new CustomEvent(`t2r-${e}`,{detail:t,bubbles:!0,composed:!0}))}announce(e){this.said=e===this.said?`${e}\u00a0`:e}inWords(e){if(!(e instanceof n))return String(e);if(e.status===0)return this.t.unreachable;if(e.status===401)return this.t.signedOut;let[t,r]=e.fields,i=t&&!r?t.message:e.message;return i.charAt(0).toUpperCase()+i.slice(1)}shortcuts(){return[]}openKeys(){let e=this.renderRoot.querySelector(`dialog.sheet`);e&&!e.open&&e.showModal()}#r(e){this.plain||e.key!==`?`||Dt(e)||e.defaultPrevented||(e.preventDefault(),this.openKeys())}render(){let e=this.speaks;return D`
      <div class="panel" part="panel" lang=${e}>${this.plain?k:this.connectionNote()}${this.view()}</div>
      <p class="unseen" role="status" lang=${e}>${this.said}</p>
      ${this.plain?k:this.sheet(this.shortcuts())}
    `}connectionNote(){let e=this.client?.connection.state??`online`;return e===`online`?k:D`<p class="connection" part="connection" role="status" data-state=${e}>
      ${e===`slow`?this.t.slow:this.t.offline}
    </p>`}sheet(e){let{t}=this;return D`<dialog class="sheet" aria-labelledby="keys-title">
      <div class="bar">
        <h2 id="keys-title">${t.keysTitle}</h2>
        <button type="button" class="quiet" @click=${e=>e.target.closest(`dialog`)?.close()}>${t.close}</button>
      </div>
      <dl class="keys">
        ${e.map(([e,t])=>D`<dt>${e.map(e=>D`<kbd>${e}</kbd>`)}</dt><dd>${t}</dd>`)}
        <dt><kbd>?</kbd></dt>
        <dd>${t.keySheet}</dd>
      </dl>
      <p class="trail">${t.keysHere}</p>
    </dialog>`}};B([F({attribute:`base-url`})],V.prototype,`baseUrl`,void 0),B([F({attribute:`token-url`})],V.prototype,`tokenUrl`,void 0),B([F()],V.prototype,`group`,void 0),B([F({type:Number})],V.prototype,`case`,void 0),B([F()],V.prototype,`msisdn`,void 0),B([F()],V.prototype,`lang`,void 0),B([F({reflect:!0})],V.prototype,`theme`,void 0),B([F({type:Boolean,reflect:!0})],V.prototype,`plain`,void 0),B([I()],V.prototype,`me`,void 0),B([I()],V.prototype,`unknown`,void 0),B([I()],V.prototype,`said`,void 0);function Et(e){let n=Tt.get(e)??t(e);return Tt.set(e,n),n}function Dt(e){let t=e.composedPath()[0];return t instanceof HTMLElement&&(t.isContentEditable||/^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName))}var Ot=500,kt=15e3;async function*At(e){let t=new TextDecoder,n=e.getReader(),r=``;try{for(;;){let{done:e,value:i}=await n.read();if(e)return;r+=t.decode(i,{stream:!0});let a=r.split(/\r?\n\r?\n/);r=a.pop()??``;let o=a.map(jt).filter(e=>e!==null);o.length&&(yield o)}}finally{await n.cancel().catch(()=>void 0)}}function jt(e){let t=[],n=`message`,r=null;for(let i of e.split(/\r?\n/)){let[,e,a]=/^([^:]*):? ?(.*)$/.exec(i)??[];e===`data`?t.push(a??``):e===`event`?n=a??``:e===`id`&&(r=a??null)}return t.length?{event:n,data:t.join(`
`),id:r}:null}async function Mt(e,t,r,i,a=()=>void 0,o=()=>void 0){let s=null,c=Ot;for(;!i.aborted;){await Nt(i);let l=new AbortController,u=()=>l.abort(),d=()=>document.hidden&&u();i.addEventListener(`abort`,u,{once:!0}),document.addEventListener(`visibilitychange`,d);try{let n={Accept:`text/event-stream`,...s!==null&&{"Last-Event-ID":s}},i=await e.send(`GET`,t,{headers:n,signal:l.signal});c=Ot;for await(let e of At(i.body))for(let t of e)s=t.id??s,r(t)}catch(e){if(e instanceof n&&e.isFinal){i.aborted||a(e);return}}finally{i.removeEventListener(`abort`,u),document.removeEventListener(`visibilitychange`,d)}i.aborted||o(),!i.aborted&&!document.hidden&&(await Pt(c,i),c=Math.min(c*2,kt))}}async function Nt(e){for(;document.hidden&&!e.aborted;)await Ft(e,(e,t)=>document.addEventListener(`visibilitychange`,e,{once:!0,signal:t}))}function Pt(e,t){return Ft(t,(t,n)=>{let r=setTimeout(t,e);n.addEventListener(`abort`,()=>clearTimeout(r))})}async function Ft(e,t){let n=new AbortController;await new Promise(r=>{t(r,n.signal),e.addEventListener(`abort`,()=>r(),{once:!0,signal:n.signal})}),n.abort()}function H(e,t){let n=0;for(let r=0;r<t&&n<e.length;r+=1)n+=e.codePointAt(n)>65535?2:1;return n}function It(e,t,n){return e.slice(H(e,t),H(e,n))}function Lt(e,t=null){let n=t?[H(e,t.start),H(e,t.end)]:[0,0],r=document.createDocumentFragment(),i=[],a=0;for(let t of e.split(`
`))i.push({text:t.replace(/\r$/,``),at:a}),a+=t.length+1;return Ht(i,r,n),r}var Rt=30,zt=/^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/,U=/^ {0,3}(`{3,}|~{3,})/,Bt=/^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/,W=/^( {0,3})([-*+]|\d{1,9}[.)])([ \t]+|$)/,G=/^ {0,3}> ?/,Vt=/^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/,K=(e,t)=>e[t],q=e=>e.text.trim()===``,J=(e,t)=>e.exec(t),Y=(e,t)=>({text:e.text.slice(t),at:e.at+Math.min(t,e.text.length)}),X=e=>e.text.length-e.text.trimStart().length;function Ht(e,t,n,r=0){let i=0;for(;i<e.length;){let a=K(e,i),o=zt.exec(a.text);if(q(a))i+=1;else if(U.test(a.text))i=Kt(e,i,t,n);else if(o){let e=a.text.indexOf(K(o,2),a.text.indexOf(`#`)+K(o,1).length),r=t.appendChild(document.createElement(`h${Math.min(6,K(o,1).length+1)}`));Q(Z([{text:K(o,2),at:a.at+e}]),r,n),i+=1}else Bt.test(a.text)?(t.appendChild(document.createElement(`hr`)),i+=1):i=r<Rt&&G.test(a.text)?qt(e,i,t,n,r):r<Rt&&W.test(a.text)?Jt(e,i,t,n,r):Ut(e,i)?Xt(e,i,t,n):Gt(e,i,t,n)}}function Ut(e,t){return t+1<e.length&&K(e,t).text.includes(`|`)&&K(e,t+1).text.includes(`-`)&&Vt.test(K(e,t+1).text)}function Wt(e,t){let{text:n}=K(e,t);return q(K(e,t))||[zt,U,Bt,G,W].some(e=>e.test(n))||Ut(e,t)}function Gt(e,t,n,r){let i=t+1;for(;i<e.length&&!Wt(e,i);)i+=1;let a=n.appendChild(document.createElement(`p`));return Q(Z(e.slice(t,i).map(e=>Y(e,X(e)))),a,r),i}function Kt(e,t,n,r){let i=K(J(U,K(e,t).text),1),a=t+1;for(;a<e.length&&!(K(e,a).text.trim().startsWith(i)&&U.test(K(e,a).text));)a+=1;let o=n.appendChild(document.createElement(`pre`)).appendChild(document.createElement(`code`)),{text:s,map:c}=Z(e.slice(t+1,a));return $(o,s,c,0,s.length,r),a+1}function qt(e,t,n,r,i){let a=t,o=[];for(;a<e.length&&G.test(K(e,a).text);)o.push(Y(K(e,a),K(J(G,K(e,a).text),0).length)),a+=1;return Ht(o,n.appendChild(document.createElement(`blockquote`)),r,i+1),a}function Jt(e,t,n,r,i){let a=/\d/.test(K(J(W,K(e,t).text),2)),o=n.appendChild(document.createElement(a?`ol`:`ul`));o instanceof HTMLOListElement&&(o.start=Number.parseInt(K(J(W,K(e,t).text),2),10));let s=t;for(;s<e.length;){let t=W.exec(K(e,s).text);if(!t||/\d/.test(K(t,2))!==a||Bt.test(K(e,s).text))break;let n=K(t,0).length,c=[Y(K(e,s),n)];for(s+=1;s<e.length;){let t=e.slice(s).find(e=>!q(e));if(q(K(e,s))?t&&X(t)>=n:X(K(e,s))>=Math.min(n,2))c.push(Y(K(e,s),Math.min(X(K(e,s)),n)));else if(q(K(e,s))||q(K(e,s-1))||Wt(e,s))break;else c.push(K(e,s));s+=1}let l=o.appendChild(document.createElement(`li`));Ht(c,l,r,i+1);let u=l.firstChild;for(l.childElementCount===1&&u?.nodeName===`P`&&l.replaceChildren(...u.childNodes);s<e.length&&q(K(e,s))&&e.slice(s).find(e=>!q(e))&&Yt(e,s,a);)s+=1}return s}function Yt(e,t,n){let r=W.exec(e.slice(t).find(e=>!q(e))?.text??``);return r!==null&&/\d/.test(K(r,2))===n}function Xt(e,t,n,r){let i=n.appendChild(document.createElement(`div`));i.className=`table`;let a=i.appendChild(document.createElement(`table`)),o=a.appendChild(document.createElement(`thead`)).appendChild(document.createElement(`tr`));for(let n of Zt(K(e,t)))Q(Z([n]),o.appendChild(document.createElement(`th`)),r);let s=a.appendChild(document.createElement(`tbody`)),c=t+2;for(;c<e.length&&!q(K(e,c))&&K(e,c).text.includes(`|`);){let t=s.appendChild(document.createElement(`tr`));for(let n of Zt(K(e,c)))Q(Z([n]),t.appendChild(document.createElement(`td`)),r);c+=1}return c}function Zt(e){let t=[],n=0;for(let r=0;r<=e.text.length;r+=1)if(e.text[r]===`\\`)r+=1;else if(r===e.text.length||e.text[r]===`|`){let i=e.text.slice(n,r),a=i.length-i.trimStart().length;t.push({text:i.trim(),at:e.at+n+a}),n=r+1}return e.text.trimStart().startsWith(`|`)&&t.shift(),e.text.trimEnd().endsWith(`|`)&&t.pop(),t}function Z(e){let t=``,n=[];return e.forEach((r,i)=>{i>0&&(t+=`
`,n.push(K(e,i-1).at+K(e,i-1).text.length));for(let e=0;e<r.text.length;e+=1)n.push(r.at+e);t+=r.text}),{text:t,map:n}}var Qt=/\\[!-/:-@[-`{-~]/y,$t=/(`+)(?!`)([\s\S]{0,2000}?[^`])\1(?!`)/y,en=/(!?)\[((?:[^[\]\\]|\\.)*)\]\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+"[^"]*")?\s*\)/y,tn=/<?(https?:\/\/[^\s<>]*[^\s<>.,;:!?'")\]])>?/y,nn=/(\*\*|__)(?=\S)([\s\S]{0,2000}?\S)\1/y,rn=/([*_])(?=[^\s*_])((?:[^*_\\]|\\.|\*\*[^*]*\*\*)*?[^\s*_])\1/y,an=/(?: {2,}|\\)\n/y;function Q({text:e,map:t},n,r,i=0,a=e.length){let o=i,s=i,c=i=>{$(n,e,t,o,s,r),o=i,s=i},l=t=>{t.lastIndex=s;let n=t.exec(e);return n&&s+K(n,0).length<=a?n:null},u=(i,a,o)=>{n.appendChild(i),Q({text:e,map:t},i,r,a,a+o)};for(;s<a;){let a,o=s>i&&/[\p{L}\p{N}]/u.test(e.charAt(s-1));if(a=l(an))c(s+K(a,0).length),n.appendChild(document.createElement(`br`));else if(a=l(Qt))c(s+1),s+=1;else if(a=l($t)){let i=s+K(a,1).length;c(s+K(a,0).length),$(n.appendChild(document.createElement(`code`)),e,t,i,i+K(a,2).length,r)}else if(a=l(en)){let e=s+K(a,1).length+1;c(s+K(a,0).length),u(K(a,1)?document.createElement(`span`):on(K(a,3)),e,K(a,2).length)}else if(!o&&(a=l(tn))){let i=s+K(a,0).indexOf(`h`);c(s+K(a,0).length),$(n.appendChild(on(K(a,1))),e,t,i,i+K(a,1).length,r)}else if(!(o&&e[s]===`_`)&&(a=l(nn)??l(rn))){let e=s+K(a,1).length,t=document.createElement(K(a,1).length===2?`strong`:`em`);c(s+K(a,0).length),u(t,e,K(a,2).length)}else s+=1}c(a)}function on(e){if(!/^https?:\/\//i.test(e))return document.createElement(`span`);let t=document.createElement(`a`);return t.href=e,t.rel=`noopener noreferrer`,t.target=`_blank`,t}function $(e,t,n,r,i,[a,o]){let s=e=>K(n,e)>=a&&K(n,e)<o;for(let n=r;n<i;){let r=n+1;for(;r<i&&s(r)===s(n);)r+=1;let a=document.createTextNode(t.slice(n,r));s(n)?e.appendChild(document.createElement(`mark`)).append(a):e.append(a),n=r}}var sn=class{#e;constructor(e,t){this.en=e,this.others=t,this.#e=new Map([[`en`,e]])}of(e,t){return this.#e.get(e)||(this.others[e]?.().then(n=>{this.#e.set(e,n),t()},()=>void 0),this.en)}},cn=300,ln=class extends EventTarget{#e;#t;#n;#r;constructor(e,t){super(),this.client=e,this.context=t,this.case=null,this.steps=[],this.problem=null,this.busy=!1,this.#e=null,this.#t=0,this.#n=new AbortController,this.#r=null,t.addEventListener(`change`,()=>this.#t&&this.#i())}use(e){this.#t+=1,e.addEventListener(`abort`,()=>{--this.#t,this.#t||this.#a()}),this.#i()}#i(){this.context.case!==this.#e&&(this.#a(),this.#e=this.context.case,this.#u(),this.#e!==null&&this.#o(this.#e))}#a(){this.#n.abort(),this.#n=new AbortController,this.#r&&clearTimeout(this.#r),this.#r=this.#e=this.case=this.problem=null,this.steps=[],this.busy=!1}again(){let e=this.#e;this.#a(),this.#e=e,this.#u(),e!==null&&this.#o(e)}async#o(e){let{signal:t}=this.#n;await this.#s(e,t),t.aborted||this.problem||await Mt(this.client,`/v1/cases/${e}/events`,({event:e,data:t})=>e===`step`&&this.#c(JSON.parse(t)),t,e=>this.#l(e))}async#s(e,t){try{let n=await this.client.get(`/v1/cases/${e}`,t);t.aborted||this.show(n)}catch(e){t.aborted||this.#l(e)}}show(e){(this.#e===null||e.id===this.#e)&&(this.case=e,this.problem=null,this.#e=e.id,this.context.pick({case:e.id,...e.msisdn&&{msisdn:e.msisdn}}),this.#u())}#c(e){if(this.steps.some(({seq:t})=>t===e.seq))return;this.steps=[...this.steps,e],this.#u();let{signal:t}=this.#n;!this.case||e.version<=this.case.version||this.busy||this.#r||(this.#r=setTimeout(()=>{this.#r=null,this.#e!==null&&!this.busy&&this.#s(this.#e,t)},cn))}async send(e,t){let r=this.case;if(!r||this.busy)return new n({});this.busy=!0,this.#u();try{let n=`/v1/cases/${r.id}/${e}`,i=await this.client.post(n,t&&{...t,version:r.version});return this.busy=!1,this.show(i),i}catch(e){this.busy=!1;let t=e instanceof n?e:new n({detail:String(e)});return t.status===409&&await this.#s(r.id,this.#n.signal),this.#u(),t}}#l(e){this.problem=e instanceof n?e:new n({detail:String(e)}),this.#u()}#u(){this.dispatchEvent(new Event(`change`))}},un=new WeakMap;function dn(e,t){let n=un.get(t)??new Map;un.set(t,n);let r=n.get(e)??new ln(e,t);return n.set(e,r),r}export{D as C,k as S,u as T,Ge as _,Mt as a,F as b,Dt as c,bt as d,_t as f,et as g,it as h,It as i,B as l,lt as m,sn as n,At as o,ut as p,Lt as r,V as s,dn as t,Ct as u,Be as v,d as w,P as x,I as y};