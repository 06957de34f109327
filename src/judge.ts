import { CONFIGURATION_PATHS } from './config/choose';
import type { RawPolicyInputs } from './config/inputs';
import { configure } from './configure';
import type { Scorecard, Subject } from './model/scorecard';
import type { ReviewInput } from './review';
import { couldNotEvaluate } from './review/frame';
import { headOnTarget, type Material } from './revision/material';

export interface JudgeInput {
  readonly material: Material;
  readonly subject: Subject;
  readonly inputs: RawPolicyInputs;
  /** The head lives in another repository. */
  readonly fork: boolean;
  /** Whether the target branch sets the policy; otherwise the head does, as on a push, which has been let in already. */
  readonly guarded: boolean;
  readonly progress: NonNullable<ReviewInput['progress']>;
}

/** Loads the configuration that counts and reviews. Throws what reading throws. */
export async function judge({ material, subject, inputs, fork, guarded, progress }: JudgeInput): Promise<Scorecard> {
  const target = guarded ? material.target : undefined;
  const speaks = (path: string): boolean => path === inputs.config || (CONFIGURATION_PATHS as readonly string[]).includes(path);
  const loaded = await configure({ head: target ? headOnTarget(material, speaks) : material.head, ...(target && { base: target }), inputs, fork });
  const { head, base, change } = material;
  const where = { ...subject, ...(base && { mergeBase: base.id }) };
  if (!loaded.ok) return couldNotEvaluate({ subject: where }, loaded.faults);
  // Loaded only now, because it brings the compiler along.
  const { review } = await import('./review');
  return review({ head, ...(base && { base }), ...(change && { change }), subject: where, configuration: loaded.configuration, progress });
}
