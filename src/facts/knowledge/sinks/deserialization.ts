import type { SinkRule } from '../rules';

const unsafe = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'unsafe-deserialization', note: 'a parser that can make functions and objects of any kind' });

/** Schemas of js-yaml under which a document may hold functions. Its own default is safe since version 4. */
const YAML_WITH_FUNCTIONS = ['js-yaml.DEFAULT_FULL_SCHEMA', 'js-yaml-js-types', 'js-yaml-js-types.{all,function,regexp}', 'js-yaml.DEFAULT_SCHEMA.extend()', 'js-yaml.{DEFAULT_SCHEMA,CORE_SCHEMA,JSON_SCHEMA,FAILSAFE_SCHEMA}.extend()', 'js-yaml.Schema.create()'];

/** Text that is turned into objects by something that runs code on the way. */
export const DESERIALIZATION_SINKS: readonly SinkRule[] = [
  unsafe(['node-serialize.unserialize', 'serialize-to-js.deserialize', 'funcster.{deepDeserialize,deserialize}', 'cryo.parse', 'serialijse.deserialize', 'esserializer.deserialize', 'esserializer.ESSerializer.deserialize', 'resurrect-js().resurrect', 'jsonpickle.decode', 'node-pickle.loads', 'json-fn.parse', 'json-fns.parse', 'fnson.parse', 'deserialize-javascript', 'serialize-anything.deserialize'], 'arg0'),
  unsafe(['js-yaml.{unsafeLoad,unsafeLoadAll}'], 'arg0'),
  { ...unsafe(['js-yaml.{load,loadAll}'], 'arg0'), when: [{ place: 'arg1.schema', is: [], api: YAML_WITH_FUNCTIONS }] },
  { ...unsafe(['js-yaml.loadAll'], 'arg0'), when: [{ place: 'arg2.schema', is: [], api: YAML_WITH_FUNCTIONS }] },
  { ...unsafe(['bson.deserialize', 'bson.BSON.deserialize'], 'arg0'), when: [{ place: 'arg1.evalFunctions', is: [true] }] },
  { ...unsafe(['v8.deserialize'], 'arg0'), note: 'a parser that is not made for what strangers send', warn: true },
];
