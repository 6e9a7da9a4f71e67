import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writePlatformFile } from '../../local/platform-file.ts';
import { localSecrets } from '../../local/secrets.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodal-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('local secrets', () => {
  test('are random per start, long, and different by name', async () => {
    const first = localSecrets();
    const [pepper] = await first.values('api-key-pepper');
    expect(pepper.length).toBeGreaterThanOrEqual(32);
    expect(await first.values('api-key-pepper')).toEqual([pepper]);
    expect(await first.values('cursor-signing')).not.toEqual([pepper]);
    expect(await localSecrets().values('api-key-pepper')).not.toEqual([pepper]);
  });

  test('beside kept data they are kept, for their owner only', async () => {
    const file = join(folder, 'nodal.db.secrets');
    const [pepper] = await localSecrets(file).values('api-key-pepper');
    expect(await localSecrets(file).values('api-key-pepper')).toEqual([pepper]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('platform file', () => {
  test('is written whole, for its owner only', () => {
    const path = join(folder, 'deep', 'platform.json');
    const content = {
      baseUrl: 'http://127.0.0.1:1/api/v1.0',
      authorizationIngressUrl: 'http://127.0.0.1:1/y',
      issuerIngressUrl: 'http://127.0.0.1:1/x',
      paymentIngressUrl: 'http://127.0.0.1:1/z',
      operatorToken: 'a',
      managerToken: 'b',
      employeeToken: 'c',
      demo: { tenantId: 'ten_1', programId: 'prg_1', apiKey: 'k' },
    };
    writePlatformFile(path, content);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(content);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
