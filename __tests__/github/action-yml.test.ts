import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { DEFAULT_CHECK_NAME, INPUT_NAMES, readInputs } from '../../src/github/inputs';
import { outputsOf } from '../../src/github/outputs';
import { couldNotEvaluate } from '../../src/review/frame';

interface ActionFile {
  readonly runs: { readonly using: string; readonly main: string };
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly branding: { readonly icon: string; readonly color: string };
}

const action = parse(readFileSync('action.yml', 'utf8')) as ActionFile;

test('inputs and outputs are those of the code', () => {
  expect(Object.keys(action.inputs).sort()).toEqual([...INPUT_NAMES].sort());
  const card = couldNotEvaluate({ subject: { head: 'x', workingDirectory: '', date: '2026-01-01' } }, [{ kind: 'internal', message: 'M.', remedy: 'R.' }]);
  expect(Object.keys(action.outputs).sort()).toEqual(Object.keys(outputsOf(card, {})).sort());
});

test('no default carries policy, and the others are those of the code', () => {
  for (const name of ['profile', 'gate', 'config']) expect(action.inputs[name]).not.toHaveProperty('default');
  expect(action.inputs['check-name']?.default).toBe(DEFAULT_CHECK_NAME);
  const env = Object.fromEntries(Object.entries(action.inputs).map(([name, { default: value = '' }]) => [`INPUT_${name.toUpperCase()}`, value]));
  expect({ ...readInputs(env).inputs, token: '' }).toEqual(readInputs({}).inputs);
});

test('everything is described, and what runs is there', () => {
  for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) expect(description).toMatch(/[.]$/);
  expect(action.runs.using).toBe('node24');
  expect(existsSync(action.runs.main)).toBe(true);
});
