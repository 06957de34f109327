import type { SinkRule } from '../rules';

const template = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'template-injection', note: 'the text of a template' });

/** Text that a template engine compiles: its expressions are code, or read what they should not. */
export const TEMPLATE_SINKS: readonly SinkRule[] = [
  template([
    'ejs.{render,compile}', 'ejs-locals', 'handlebars.{compile,precompile,template,parse}', 'handlebars.create().{compile,precompile}', 'pug.{compile,compileClient,compileClientWithDependenciesTracked,render}', 'jade.{compile,compileClient,render}', 'nunjucks.{renderString,compile,precompileString,Template}', 'nunjucks.{configure,Environment}().renderString', 'lodash.template', 'eta.{render,renderAsync,renderString,renderStringAsync,compile,parse}', 'eta.Eta().{renderString,renderStringAsync,compile}',
    'dot.{template,compile}', 'doT.{template,compile}', 'squirrelly.{render,compile}', 'swig.{render,compile}', 'swig-templates.{render,compile}', 'swig.Swig().{render,compile}', 'hogan.js.{compile,parse}', 'whiskers.render', 'art-template.{render,compile}', 'dustjs-linkedin.{compile,renderSource,loadSource}', 'vash.compile', 'velocityjs.{render,parse}', 'ect().render', 'marko.load', 'haml.render', 'hamljs.render', 'jsrender.templates', 'toffee.compile', 'atpl.renderSync', 'twing.TwingEnvironment().createTemplate', 'mote.compile', 'plates.bind', 'template7.compile', 'microtemplate', 'tempura.{render,compile}', 'edge.js.Edge.create().{renderRaw,renderRawSync}',
    'vue.compile', 'vue-template-compiler.{compile,compileToFunctions}', '@vue/compiler-dom.compile', '@vue/compiler-sfc.compileTemplate', 'consolidate.{ejs,handlebars,pug,jade,nunjucks,swig,hogan,dot,underscore,lodash,eta}.render',
  ], 'arg0'),
  { ...template([], 'arg0'), method: ['$compile', '$interpolate', '$parse'] },
  template(['ejs.compile', 'vue.createApp', 'Vue', 'vue', 'vue.defineComponent', 'vue.extend', 'Vue.component', 'twig.twig', '@angular/core.Component'], 'arg0.template', 'arg0.data.template'),
  template(['twig.twig'], 'arg0.data'),
  template(['vue.component', 'Vue.component', 'vue.createApp().component'], 'arg1.template'),
  // These only put values in: whoever writes the template can read every value that it is given, and no more.
  { ...template(['mustache.{render,to_html,parse}', 'liquidjs.Liquid().{parse,parseAndRender,parseAndRenderSync}', 'markup-js.up'], 'arg0'), warn: true },
  // Engines take their options from the same object as the values.
  { api: ['express.Response().render', 'express()..render'], places: ['arg1'], kind: 'template-injection', note: 'the values of a template as a whole, among which engines look for their options' },
  { api: ['ejs.{render,renderFile}', 'pug.{render,renderFile}', 'eta.{render,renderFile}', 'handlebars.compile()', 'squirrelly.{render,renderFile}', 'dot.process'], places: ['arg2', 'arg1.settings', 'arg1.escapeFunction', 'arg1.outputFunctionName', 'arg1.localsName'], kind: 'template-injection', note: 'the options of a template engine' },
  { api: ['ejs.{render,renderFile}', 'pug.{render,renderFile}', 'jade.{render,renderFile}', 'express-handlebars.create().render', 'hbs.render'], places: ['arg1'], kind: 'template-injection', note: 'the values of a template as a whole, among which the engine looks for its options' },
];
