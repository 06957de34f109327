import type { Scorecard } from './model/scorecard';
import type { ReviewInput } from './review';

/** The library: the same review as the action and the command, over any tree of files. */
export { configure, type ConfigureInput } from './configure';
export type { ReviewInput } from './review';
export { couldNotEvaluate } from './review/frame';
export type { EffectiveConfiguration } from './config/effective';
export type { Change } from './model/change';
export { FaultError, faultOf } from './model/fault';
export type { Decision, Fault, Scorecard, ScoredFinding, Subject } from './model/scorecard';
export { memoryRevision } from './revision/memory';
export type { Entry, Revision } from './revision/revision';
export type { Material } from './revision/material';
export { localMaterial } from './cli/local';
export { folderRevision } from './node/folder-revision';
export { annotations, type Annotation } from './report/annotations';
export { renderComment } from './report/comment';
export { renderJson } from './report/json';
export { renderSarif } from './report/sarif';
export { renderSummary } from './report/summary';
export { renderTerminal } from './report/terminal';
export { TOOL } from './tool';

/** Judges a revision. What it needs for that, the compiler above all, is loaded with the first call. */
export async function review(input: ReviewInput): Promise<Scorecard> {
  return (await import('./review')).review(input);
}
