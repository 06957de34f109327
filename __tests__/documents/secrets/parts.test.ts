import { describe, expect, test } from '@jest/globals';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import fc from 'fast-check';
import { crc32, crc62Holds, crcHexHolds, isDiscordToken, isPrivateKey } from '../../../src/documents/secrets/checks';
import { environmentVariables } from '../../../src/documents/secrets/environment';
import { hintFinder } from '../../../src/documents/secrets/hints';
import { PATTERNS } from '../../../src/documents/secrets/patterns';
import { isEnvironmentFile, isEnvironmentTemplate } from '../../../src/documents/secrets/places';
import { isPlaceholder, isRandom } from '../../../src/documents/secrets/placeholder';
import { USED_RULES } from '../../../src/documents/secrets/preset';
import { scanSecrets } from '../../../src/documents/secrets/scan';
import { secretSigns } from '../../../src/documents/secrets/signs';
import { checksummed, privateKey, random } from '../../support/made-up';

describe('the rule set of the library', () => {
  test('has every rule that is used', () => {
    const ids = rules.map((rule) => rule.meta.id);
    for (const rule of USED_RULES) expect(ids).toContain(`@secretlint/secretlint-rule-${rule}`);
  });
});

describe('checksums', () => {
  test('CRC-32 is that of ISO 3309', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
  });

  test('a token with one character changed no longer holds', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 4, max: 39 }), (seed, at) => {
      const token = checksummed('ghp', seed);
      const changed = `${token.slice(0, at)}${token[at] === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`;
      expect([crc62Holds(token), crc62Holds(changed)]).toEqual([true, false]);
    }));
  });

  test('Grafana writes its own in hexadecimal', () => {
    const body = `glsa_${random(32)}`;
    expect(crcHexHolds(`${body}_${crc32(body).toString(16).padStart(8, '0')}`)).toBe(true);
    expect(crcHexHolds(`${body}_00000000`)).toBe(false);
  });

  test('the inside of keys and of tokens', () => {
    const body = (pem: string): string => pem.split('\n').filter((line) => !line.startsWith('-----')).join('');
    for (const type of ['rsa', 'ec', 'ed25519'] as const) expect(isPrivateKey(body(privateKey(type)))).toBe(true);
    expect(isPrivateKey(body(privateKey('rsa')).slice(0, 400))).toBe(false);
    expect(isPrivateKey(random(800))).toBe(false);
    expect(isDiscordToken(`${Buffer.from('123456789012345678').toString('base64')}.${random(6)}.${random(27)}`)).toBe(true);
    expect(isDiscordToken(`${random(24)}.${random(6)}.${random(27)}`)).toBe(false);
  });
});

describe('the patterns', () => {
  test('each has hints, is global, and has a group for the credential', () => {
    for (const { hints, pattern, kind } of PATTERNS) {
      expect(hints.every((hint) => hint.length >= 2)).toBe(true);
      expect(pattern.global).toBe(true);
      expect(pattern.source).toMatch(/(?<!\\)\((?!\?)/);
      expect(kind).toMatch(/^an? /);
    }
  });

  test('a hint is found wherever it stands, in whatever case', () => {
    const finder = hintFinder(['AKIA', 'sk_', '://']);
    fc.assert(fc.property(fc.string(), fc.string(), (before, after) => {
      expect(finder.find(`${before}akia${after}`).has('AKIA')).toBe(true);
      expect([...finder.find(before)].every((hint) => before.toLowerCase().includes(hint.toLowerCase()))).toBe(true);
    }));
  });
});

describe('stand-ins', () => {
  test('random values are none, whatever their seed', () => {
    let missed = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const value = random(40, undefined, seed);
      if (isPlaceholder(value) || !isRandom(value)) missed++;
    }
    expect(missed).toBeLessThan(9);
  });

  test.each(['your-token', 'xxxxxxxxxxxx', 'changeme', '<token>', '${TOKEN}', '{{token}}', 'sk-...', '0123456789abcdef', 'replace_me', 'process.env.TOKEN', 'op://vault/item/field', 'aaaaaaaaaaaaaaaa', 'test-token', 'example', ''])('%s is one', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });

  test.each(['getUserByEmailAddress', 'notes-prod-database', 'ThisIsASentenceInCamelCase', '2024-01-01T00:00:00', '/usr/local/lib/node'])('%s is not random', (value) => {
    expect(isRandom(value)).toBe(false);
  });
});

describe('environment files', () => {
  test.each([['.env', true, false], ['.env.production', true, false], ['config/prod.env', true, false], ['.dev.vars', true, false], ['.env.example', true, true], ['.env.sample', true, true], ['.env.test', true, true], ['example.env', true, true], ['.environment', false, false], ['src/env.ts', false, false]])('%s', (path, file, template) => {
    expect([isEnvironmentFile(path), isEnvironmentTemplate(path)]).toEqual([file, template]);
  });

  test('names, and what kind of value each has', () => {
    const text = `# remarks\nexport A=1\nAPI_KEY=\nDB_PASSWORD='summer in the city'\nTOKEN=your-token # here\nSECRET=${checksummed('ghp')}\n`;
    expect(environmentVariables(text, scanSecrets('.env', text)).map(({ name, line, telling, value }) => [name, line, telling, value])).toEqual([
      ['A', 2, false, 'plain'], ['API_KEY', 3, true, 'empty'], ['DB_PASSWORD', 4, true, 'plain'], ['TOKEN', 5, true, 'placeholder'], ['SECRET', 6, true, 'secret'],
    ]);
  });
});

describe('signs of how secrets are kept', () => {
  test.each([
    ['.gitignore', 'node_modules\n/.env\n', 'ignored-env-file', 2], ['secrets.yaml', 'a: ENC[AES256_GCM,data:x]\nsops:\n  mac: x\n', 'encrypted-file', 1], ['.env', 'DOTENV_PUBLIC_KEY="x"\n', 'encrypted-file', 1], ['k8s/s.yaml', 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\n', 'encrypted-file', 2],
    ['k8s/e.yaml', 'kind: ExternalSecret\n', 'secret-manager', 1], ['main.tf', 'data "aws_secretsmanager_secret" "a" {\n', 'secret-manager', 1], ['package.json', '{\n "dependencies": {\n  "@aws-sdk/client-secrets-manager": "3"\n', 'secret-manager', 3], ['.github/workflows/a.yml', 'env:\n  A: ${{ secrets.A }}\n', 'platform-secret', 2],
    ['.env.example', 'A=\n', 'env-template', 1],
  ])('%s', (path, text, what, line) => {
    expect(secretSigns(path, text).map((sign) => [sign.what, sign.line])).toContainEqual([what, line]);
  });

  test('the token that every workflow has is no sign', () => {
    expect(secretSigns('.github/workflows/a.yml', 'env:\n  A: ${{ secrets.GITHUB_TOKEN }}\n')).toEqual([]);
  });
});
