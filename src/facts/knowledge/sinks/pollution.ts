import type { SinkRule } from '../rules';

const merged = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'prototype-pollution', note: 'a deep merge of objects, in which `__proto__` is a key like any other', warn: true });
const named = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'prototype-pollution', note: 'the path of a member that is written', warn: true });

/**
 * Functions that copy members at any depth, or write a member by its path. Current versions of most refuse the keys
 * that do harm, so these are warnings; computed keys in the program's own code are judged by the data flow.
 */
export const POLLUTION_SINKS: readonly SinkRule[] = [
  merged(['lodash.{merge,mergeWith,defaultsDeep}', 'merge-deep', 'deep-extend', 'defaults-deep', 'deep-defaults', 'assign-deep', 'mixin-deep', 'merge-recursive', 'merge-recursive.recursive', 'merge-objects', 'merge.recursive', 'merge', 'node.extend', 'putil-merge', 'smart-extend', 'object-extend', '@hapi/hoek.merge', '@hapi/hoek.applyToDefaults', 'hoek.{merge,applyToDefaults}', 'just-extend', 'class-transformer.plainToClassFromExist', 'extend2', 'deap.{merge,extend}', 'jquery-deparam', 'deep-assign'], 'rest1'),
  { ...merged(['$.extend', 'extend', 'just-extend', 'node.extend'], 'rest1'), when: [{ place: 'arg0', is: [true] }] },
  merged(['flat.unflatten', 'dot-object.object', 'dot-object().object', 'jquery-deparam', 'deparam', 'can-deparam', 'ini.parse', 'locutus.php.strings.parse_str'], 'arg0'),
  { ...merged(['qs.parse'], 'arg0'), when: [{ place: 'arg1.allowPrototypes', is: [true] }] },
  { ...merged(['qs.parse'], 'arg0'), when: [{ place: 'arg1.plainObjects', is: [true] }] },
  named(['lodash.{set,setWith,update,updateWith,unset}', 'set-value', 'dot-prop.{set,setProperty}', 'object-path.{set,ensureExists,push,insert}', 'object-path().set', 'dottie.set', 'dset', 'dset.dset', 'nested-property.set', 'keypather().set', 'getobject.set', 'mpath.set', 'jsonpointer.set', 'json-pointer.set', 'json-ptr.{set,JsonPointer.set}', 'just-safe-set', 'deep-set', 'property-expr.setter', 'set-in', 'set-object-value', 'ts-dot-prop.set', '@cookbook/dot-notation.set', 'safe-obj.{expand}', 'object-path-set', 'object-path-immutable.set', 'convict().set'], 'arg1'),
  named(['lodash.zipObjectDeep'], 'arg0'),
  named(['nconf.set', 'nconf.Provider().set', 'dot-object.{str,set}'], 'arg0'),
];
