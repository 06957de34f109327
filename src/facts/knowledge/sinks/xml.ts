import type { SinkRule } from '../rules';

const xml = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'xxe', note: 'an XML parser that resolves entities' });
const LIBXML = ['libxmljs.{parseXml,parseXmlString,parseXmlAsync,Document.fromXml}', 'libxmljs.parseHtml'];

/** XML read by parsers that resolve entities. Most of those written in JavaScript do not, and are none. */
export const XML_SINKS: readonly SinkRule[] = [
  ...['noent', 'replaceEntities', 'dtdload', 'dtdattr'].map((option): SinkRule => ({ ...xml(LIBXML, 'arg0'), when: [{ place: `arg1.${option}`, is: [true] }] })),
  { ...xml(['libxmljs.{SaxParser,SaxPushParser}().{parseString,push}'], 'arg0') },
  xml(['node-expat.Parser().{parse,write,end}', 'node-expat.createParser().{parse,write,end}', 'node-expat.Parser', 'expat.Parser().{parse,write}'], 'arg0'),
  { ...xml(['libxml2-wasm.XmlDocument.{fromString,fromBuffer}'], 'arg0'), when: [{ place: 'arg1.option', is: [], api: ['libxml2-wasm.ParseOption.{XML_PARSE_NOENT,XML_PARSE_DTDLOAD}'] }] },
  xml(['xml2json.toJson', 'xml2json-light.toJson'], 'arg0'),
  { ...xml(['libxslt.parse', 'xslt4node.transform', 'libxslt-js.parse'], 'arg0'), warn: true },
  { ...xml(['ActiveXObject().{loadXML,load}'], 'arg0') },
];
