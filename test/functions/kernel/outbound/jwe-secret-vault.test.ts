import { describe, expect, it } from 'vitest';
import { jweSecretOpener } from '../../../../functions/kernel/outbound/jwe-secret-opener.ts';
import { jweSecretVault } from '../../../../functions/kernel/outbound/jwe-secret-vault.ts';
import type { KeyRing } from '../../../../functions/kernel/platform/platform.ts';
import { localKeyRing } from '../../../../local/key-ring.ts';

const keys = localKeyRing('msg-test-1');
const secret = `whsec_${'QUJD'.repeat(8)}`;

const countingUnwraps = () => {
  const count = { unwraps: 0 };
  const counted: KeyRing = {
    ...keys,
    unwrap: (wrapped) => {
      count.unwraps += 1;
      return keys.unwrap(wrapped);
    },
  };
  return { count, counted };
};

describe('Sealed signing secrets', () => {
  it('are opened by whoever has the key, with the vault or with the opener alone', async () => {
    const sealed = await jweSecretVault(keys).seal('whe_1', secret);
    expect(sealed).not.toContain(secret);
    expect(await jweSecretVault(keys).open('whe_1', sealed)).toBe(secret);
    expect(await jweSecretOpener(keys).open('whe_1', sealed)).toBe(secret);
  });

  it('do not open for another owner, nor under another key', async () => {
    const sealed = await jweSecretVault(keys).seal('whe_1', secret);
    const opener = jweSecretOpener(keys);
    expect(await opener.open('whe_1', sealed)).toBe(secret);
    await expect(opener.open('whe_2', sealed)).rejects.toThrow('belongs to another owner');
    await expect(jweSecretOpener(localKeyRing('msg-test-1')).open('whe_1', sealed)).rejects.toThrow();
  });

  it('cost the key service one call, however often they are used', async () => {
    const sealed = await jweSecretVault(keys).seal('whe_1', secret);
    const { count, counted } = countingUnwraps();
    const opener = jweSecretOpener(counted);
    for (const _ of [1, 2, 3]) expect(await opener.open('whe_1', sealed)).toBe(secret);
    expect(count.unwraps).toBe(1);
  });
});
