import { NO_NODE, type Call, type NodeId } from '../../model/flow-graph';
import type { ModelledFlow, PointsTo } from '../points-to/result';
import type { Program } from '../program';
import { ABSOLUTE, DOTS, ENCODED, maskOf, type KindMask } from './kinds';

const PATHS = maskOf(['path-traversal', 'zip-slip']);
/** Calls of `path` that change what a path can do; others leave it as it is. */
const FORMS = new Set(['join', 'normalize', 'resolve', 'relative']);
const DECODERS = /^(decodeURIComponent|decodeURI|unescape)$/;
/** Ways to folders that are absolute. */
const FOLDERS = /^(__dirname|__filename|process\.cwd\(\)|os\.(homedir|tmpdir)\(\)|path\.resolve\(\)|import\.meta\.(dirname|filename)|url\.fileURLToPath\(\))$/;
const NESTED = 4;

/**
 * What a call makes of a path from outside. Escapes come in two ways: `..` climbs out of the folder in front, and an
 * absolute path needs no folder. A test for `..` helps against the one alone, a folder in front against the other, and
 * once `..` is resolved behind an absolute folder what is left of it is an absolute path.
 */
export function pathAfter(program: Program, points: PointsTo, call: Call, flow: ModelledFlow, node: NodeId, mask: KindMask): KindMask {
  const [member] = flow.toPath;
  // The parts of a path that hold no separator.
  if (call.name === 'parse' && member !== undefined && /^(base|name|ext)$/.test(member)) return mask & ~PATHS;
  // Percent signs hide dots from a test.
  if (DECODERS.test(call.name)) return (mask & ENCODED) === 0 ? mask : (mask | DOTS) & ~ENCODED;
  if (!flow.normalises || !FORMS.has(call.name) || (mask & (DOTS | ABSOLUTE)) === 0) return mask;
  const [first = NO_NODE] = call.args;
  switch (call.name) {
    case 'relative': return (mask | DOTS) & ~ABSOLUTE;
    case 'resolve': return resolved(mask);
    case 'normalize': return isAbsolute(program, points, first) ? resolved(mask) : mask;
    default: {
      const behind = first === node ? mask : mask & ~ABSOLUTE;
      return isAbsolute(program, points, first) ? resolved(behind) : behind;
    }
  }
}

function resolved(mask: KindMask): KindMask {
  return (mask & DOTS) === 0 ? mask : (mask & ~DOTS) | ABSOLUTE;
}

/** Whether a path begins at the root of the file system, whatever is behind. */
function isAbsolute(program: Program, points: PointsTo, node: NodeId, depth = 0): boolean {
  if (node === NO_NODE || depth > NESTED) return false;
  const concats = program.concatsByResult.get(node);
  if (concats) return concats.every(({ parts: [part] }) => (typeof part === 'string' ? part.startsWith('/') : part !== undefined && isAbsolute(program, points, part, depth + 1)));
  const values = points.of(node);
  return values.length > 0 && values.every((value) => {
    if (value.k === 'const') return typeof value.value === 'string' && /^(\/|[A-Za-z]:[\\/])/.test(value.value);
    if (value.k !== 'api') return false;
    const joined = value.path === 'path.join()' && value.call >= 0;
    return FOLDERS.test(value.path) || (joined && isAbsolute(program, points, program.calls[value.call]?.args[0] ?? NO_NODE, depth + 1));
  });
}
