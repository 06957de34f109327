import type { Analysis } from '../../../../flow/analyse';
import type { Call } from '../../../../model/flow-graph';
import { literalsAt, memberAt, queryOf } from '../query';
import { sliceOf } from '../slice';
import type { WriteDraft } from './drafts';

/** What leads to the folder of whoever runs a program. */
const HOME = /^(?:node:)?os\.(?:homedir|userInfo)\b|^env-paths\b|^xdg-basedir\b|^process\.env\.(?:HOME|USERPROFILE|APPDATA|LOCALAPPDATA|XDG_\w+)$/;
const OTHERS = 0o077;

/** Whether a file is written below the home folder of whoever runs the program, and whether only that person may read it. */
export function ownFile(analysis: Analysis, index: number, call: Call): Pick<WriteDraft, 'own'> {
  const path = call.args[0];
  if (path === undefined || ![...sliceOf(analysis, [path], { callers: true }).paths].some((each) => HOME.test(each))) return {};
  const beside = queryOf(analysis).callsIn(call.fn).filter((other) => other !== index && analysis.points.apis(other).some((api) => /^fs\.(?:promises\.)?(?:chmod|chmodSync|fchmod|fchmodSync)$/.test(api)));
  const modes = [memberAt(analysis, call.args[2], 'mode'), ...beside.map((other) => analysis.program.calls[other]?.args[1])].flatMap((node) => literalsAt(analysis, node)).map((mode) => (typeof mode === 'string' ? parseInt(mode, 8) : Number(mode)));
  return { own: modes.some((mode) => (mode & OTHERS) === 0) ? 'private' : 'readable' };
}
