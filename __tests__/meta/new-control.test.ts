import { describe, expect, test } from '@jest/globals';
import { registered } from '../../scripts/new-control';

const registry = `import type { ControlId } from '../checklist/ids';
import type { Control } from './control';
import { sqlInjection } from './input-validation/sql-injection';

export const CONTROLS = {
  'rate-limiting': notExamined,
  'sql-injection': sqlInjection,
  xss: notExamined,
};
`;

describe('entering a control in the registry', () => {
  test.each([
    ['rate-limiting', 'authentication', "import { rateLimiting } from './authentication/rate-limiting';", "  'rate-limiting': rateLimiting,", 2],
    ['xss', 'input-validation', "import { xss } from './input-validation/xss';", '  xss: xss,', 3],
  ] as const)('%s', (id, section, imported, entry, line) => {
    const lines = registered(registry, id, section).split('\n');
    expect(lines).toContain(entry);
    expect(lines.indexOf(imported)).toBe(line);
    expect(lines).toHaveLength(registry.split('\n').length + 1);
  });

  test('a control that is there is not entered again', () => {
    expect(() => registered(registry, 'sql-injection', 'input-validation')).toThrow('by hand');
  });
});
