import * as z from 'zod';
import { defineItem } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key, Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { RandomSource } from '../../../kernel/platform/platform.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNew } from '../storage/commit.ts';
import type { TwinCard } from './card-items.ts';
import { cardKey, findCard } from './card-items.ts';
import { newCvv } from './card-number.ts';
import type { CardSecrets, CardVault } from './card-vault.ts';
import { threeDsPassword, threeDsPhone } from './three-ds.ts';

export const cvvResetItem = defineItem({
  name: 'twin_cvv_reset',
  subdomain: 'sandbox',
  summary: 'That a card got a new CVV under this reference, so that a repeat makes no other.',
  keys: { pk: 'T#<program>#CARD#<cardId>', sk: 'CVV#<reference>' },
  schema: z.object({ cardId: z.string() }),
});

const cardId = z.string().min(1).max(80);
const reset = z.strictObject({ cardId, reference: z.string().min(1).max(80) });
const threeDs = z.strictObject({ cardId, enabled: z.boolean(), phone: threeDsPhone, password: threeDsPassword });

const maxTurns = 3;

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly vault: CardVault;
  readonly random: RandomSource;
}

const resetKey = (program: TenantContext, id: string, reference: string): Key => ({
  pk: tenantKey(program, 'CARD', id),
  sk: `CVV#${reference}`,
});

const ownerOf = (program: TenantContext, id: string): string => `${program.tenantId}/${id}`;

const openCard = async ({ table }: Dependencies, program: TenantContext, id: string): Promise<TwinCard> => {
  const card = await findCard(table, program, id);
  if (card === undefined) throw new Refusal(404, 'card_unknown');
  if (card.status === 'closed') throw new Refusal(409, 'status_not_allowed');
  return card;
};

/** Replaces what a card holds sealed, and nothing else of it; refused when it was replaced meanwhile. */
const reseal = async (
  { vault }: Dependencies,
  program: TenantContext,
  { card, secrets }: { readonly card: TwinCard; readonly secrets: CardSecrets },
): Promise<TableWrite> => ({
  kind: 'update',
  key: cardKey(program, card.cardId),
  update: {
    text: 'SET sealed = :sealed',
    values: { ':sealed': await vault.seal(secrets, ownerOf(program, card.cardId)) },
  },
  condition: { text: 'sealed = :read', values: { ':read': card.sealed } },
});

const differentCvv = (old: string, random: RandomSource): string => {
  const cvv = newCvv(random);
  return cvv === old ? differentCvv(old, random) : cvv;
};

/** The CVV before is gone with it: nothing keeps it. */
const resetCvv =
  (deps: Dependencies): Call =>
  async (program, body) => {
    const { cardId: id, reference } = readBody(reset, body);
    for (let turn = 1; turn <= maxTurns; turn += 1) {
      const card = await openCard(deps, program, id);
      const secrets = await deps.vault.open(card.sealed, ownerOf(program, id));
      const key = resetKey(program, id, reference);
      if ((await deps.table.get(key)) !== undefined) return { status: 200, body: { cardId: id, cvv: secrets.cvv } };
      const renewed: CardSecrets = { ...secrets, cvv: differentCvv(secrets.cvv, deps.random) };
      const writes = [
        putNew(cvvResetItem.encode(key, { cardId: id })),
        await reseal(deps, program, { card, secrets: renewed }),
      ];
      if ((await deps.commit(writes)) === 'committed') return { status: 201, body: { cardId: id, cvv: renewed.cvv } };
    }
    throw new Error('a CVV was overtaken again and again');
  };

const setThreeDs =
  (deps: Dependencies): Call =>
  async (program, body) => {
    const { cardId: id, enabled, phone, password } = readBody(threeDs, body);
    for (let turn = 1; turn <= maxTurns; turn += 1) {
      const card = await openCard(deps, program, id);
      const before = await deps.vault.open(card.sealed, ownerOf(program, id));
      const secrets: CardSecrets = {
        ...before,
        threeDsEnabled: enabled,
        threeDsPhone: phone,
        threeDsPassword: password,
      };
      const outcome = await deps.commit([await reseal(deps, program, { card, secrets })]);
      if (outcome === 'committed') return { status: 200, body: { cardId: id, enabled } };
    }
    throw new Error('3-D Secure was overtaken again and again');
  };

/** What of a card's secrets can be renewed; one new CVV per reference. */
export const cardSecretCalls = (deps: Dependencies): Record<'resetCvv' | 'setThreeDs', Call> => ({
  resetCvv: resetCvv(deps),
  setThreeDs: setThreeDs(deps),
});
