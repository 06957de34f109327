import type { GuardRole } from '../../../../facts/http';
import { indexRules } from '../../../../facts/knowledge/patterns';
import { GUARD_ROLES, type RoleRule } from '../../../../facts/knowledge/roles/http';

const RULES = indexRules(GUARD_ROLES);

/** The roles of a library's function, by the way to it. */
export function rolesOfPath(path: string): readonly GuardRole[] {
  const callee = path.endsWith('()') ? path.slice(0, -2) : path;
  const found: readonly RoleRule[] = [...RULES.find(path), ...(callee === path ? [] : RULES.find(callee))];
  return [...new Set(found.map((each) => each.role))];
}

/** The package at the beginning of a way. */
export function packageOf(path: string): string {
  return /^(@[^/]+\/[^.(]+|[^.(]+)/.exec(path)?.[0] ?? path;
}
