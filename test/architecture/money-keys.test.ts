import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationFolders, root } from './repository.ts';

/** Events that say that money moved, or is on its way. */
const movesMoney = /^(?:transaction\.|correction\.|withdrawal\.requested$|partner_balance\.reloaded$)/;

interface Keyed {
  readonly operationId: string;
  readonly idempotency: string;
  readonly emits: readonly string[];
  readonly keyRetention?: unknown;
}

const isKeyed = (value: unknown): value is Keyed =>
  typeof value === 'object' && value !== null && 'idempotency' in value && 'emits' in value && 'operationId' in value;

const changes = async (): Promise<readonly Keyed[]> => {
  const modules = await Promise.all(
    operationFolders.map(
      async ({ folder }): Promise<object> => import(path.join(root, folder, 'declaration.ts')) as Promise<object>,
    ),
  );
  return modules.flatMap((module) => Object.values(module).filter(isKeyed));
};

describe('Idempotency keys of operations that move money', () => {
  it('I4 are kept as long as what they created', async () => {
    const moving = (await changes()).filter(
      ({ idempotency, emits }) => idempotency !== 'none' && emits.some((type) => movesMoney.test(type)),
    );
    expect(moving.length).toBeGreaterThanOrEqual(4);
    const forgetful = moving.filter(({ keyRetention }) => keyRetention !== 'object');
    expect(forgetful.map(({ operationId }) => operationId)).toEqual([]);
  });
});
