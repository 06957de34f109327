import { ts } from 'ts-morph';
import { NO_NODE, type FlowFile } from '../../../model/flow-graph';
import { lowerClass } from './classes';
import { lowerCondition } from './conditions';
import { lowerExpression } from './expressions';
import { lowerFunction } from './functions';
import { assume } from './guards';
import { ignoreComments } from './ignores';
import { lowerJsx } from './jsx';
import { commonJsGlobals } from './modules';
import { packagedLines } from './packaged';
import { scan } from './scan';
import { addNode, type Activation, type Lowering } from './state';
import { lowerStatement, lowerStatements } from './statements';
import { bindName, lowerAssignTarget } from './targets';

/** Lowers a parsed file to its flow graph. Throws RangeError on code that is nested too deeply. */
export function lowerFile(file: ts.SourceFile): FlowFile {
  const act: Activation = {
    index: -1, home: file, params: [], self: NO_NODE, ret: NO_NODE, exits: [], jumps: [], parent: undefined, yields: 'awaits', later: [],
    loop: 0, tries: 0, state: { values: new Map(), held: undefined, alive: true }, lexicalThis: undefined,
  };
  const L: Lowering = {
    file, names: scan(file), positions: [], owners: [], origins: {}, labels: {}, types: [], edges: [], calls: [], fns: [], classes: [], catches: [], loops: [], comparisons: [], presences: [], counts: [],
    imports: [], importsUnder: [], reexports: [], exportsNode: 0, constants: new Map(), globals: new Map(), derivations: new Map(), callOf: new Map(), holders: new Map(),
    madeFrom: new Map(), variables: new Map(), typeNodes: new Map(), returned: new Map(), fnNodes: new Map(), evaluated: new Map(), lists: new Map(), logical: new Map(), act,
    visit: {
      expression: lowerExpression, condition: lowerCondition, statement: lowerStatement, statements: lowerStatements, fn: lowerFunction, cls: lowerClass,
      bind: bindName, assign: lowerAssignTarget, jsx: lowerJsx, assume,
    },
  };
  addNode(L, file, { k: 'exports' }, 'exports');
  commonJsGlobals(L, file);
  lowerStatements(L, file.statements);
  for (let next = act.later.shift(); next; next = act.later.shift()) {
    act.state.alive = true;
    next();
  }
  const packaged = packagedLines(file.text);
  return {
    language: 'typescript', positions: L.positions, owners: L.owners, origins: L.origins, names: L.labels, types: L.types, edges: L.edges,
    calls: L.calls, fns: L.fns, classes: L.classes, exports: L.exportsNode, reexports: L.reexports, imports: L.imports, ...(L.importsUnder.length > 0 && { importsUnder: L.importsUnder }), catches: L.catches, loops: L.loops,
    comparisons: L.comparisons, presences: L.presences, counts: L.counts,
    ignores: ignoreComments(file.text), ...directivesOf(file), ...(packaged.length > 0 && { packaged }),
  };
}

function directivesOf(file: ts.SourceFile): Pick<FlowFile, 'directives'> {
  const directives: string[] = [];
  for (const statement of file.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    directives.push(statement.expression.text);
  }
  return directives.length > 0 ? { directives } : {};
}
