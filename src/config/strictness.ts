import type { GateMode, Profile } from '../model/scorecard';

/** Profiles by how much they require. */
export const PROFILE_STRICTNESS: Readonly<Record<Profile, number>> = { minimal: 0, standard: 1, strict: 2 };

/** Gate modes by how much they block on. */
export const GATE_STRICTNESS: Readonly<Record<GateMode, number>> = { changes: 0, head: 1 };
