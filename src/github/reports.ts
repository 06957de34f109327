import type { Scorecard } from '../model/scorecard';
import { annotations, commandLines, type Annotation } from '../report/annotations';
import { renderCheckRun } from '../report/check-run';
import { commentMarker, renderComment } from '../report/comment';
import type { CheckAnnotation } from './check-run';
import type { Reports } from './publish';

/** More annotations than this help nobody, and each fifty cost a request. The summary lists every finding. */
const MAX_ANNOTATIONS = 1000;

/**
 * The scorecard in the forms that are published. `instance` tells several gates on one pull request apart; `has` says
 * which paths the head commit has, since an annotation on another (a configuration that is missing) shows nowhere.
 */
export function reportsOf(card: Scorecard, instance: string, has: (path: string) => boolean): Reports {
  return {
    checkRun: (links) => ({ ...renderCheckRun(card, { links }), annotations: annotations(card).filter(({ path }) => has(path)).slice(0, MAX_ANNOTATIONS).map(inApiForm) }),
    comment: (links) => ({ marker: commentMarker(instance), body: renderComment(card, { instance, links }) }),
    commands: () => commandLines(card),
  };
}

function inApiForm(annotation: Annotation): CheckAnnotation {
  const { path, startLine, endLine, startColumn, endColumn, level, title, message, rawDetails } = annotation;
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    ...(startColumn !== undefined && { start_column: startColumn }),
    ...(endColumn !== undefined && { end_column: endColumn }),
    annotation_level: level,
    message,
    title,
    ...(rawDetails !== undefined && { raw_details: rawDetails }),
  };
}
