import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { findCard } from './card-items.ts';
import type { CardVault } from './card-vault.ts';
import { findPin, putPin } from './pin-items.ts';

const cardId = z.string().min(1).max(80);
const setting = z.strictObject({ cardId, pinBlock: z.string().min(16).max(1024) });
const byId = z.strictObject({ cardId });

const maxTurns = 3;

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly vault: CardVault;
}

const ownerOf = (program: TenantContext, id: string): string => `${program.tenantId}/${id}/pin`;

const setPin =
  ({ table, commit, vault }: Dependencies): Call =>
  async (program, body) => {
    const { cardId: id, pinBlock } = readBody(setting, body);
    const card = await findCard(table, program, id);
    if (card === undefined) throw new Refusal(404, 'card_unknown');
    if (card.status === 'closed') throw new Refusal(409, 'status_not_allowed');
    const sealed = await vault.sealText(pinBlock, ownerOf(program, id));
    for (let turn = 1; turn <= maxTurns; turn += 1) {
      const read = await findPin(table, program, id);
      const outcome = await commit([putPin(program, read, { cardId: id, sealed, wrongTries: 0 })]);
      if (outcome === 'committed') return { status: 200, body: { cardId: id } };
    }
    throw new Error('a PIN was overtaken again and again');
  };

const readPin =
  ({ table, vault }: Dependencies): Call =>
  async (program, body) => {
    const { cardId: id } = readBody(byId, body);
    if ((await findCard(table, program, id)) === undefined) throw new Refusal(404, 'card_unknown');
    const { sealed } = await findPin(table, program, id);
    if (sealed === undefined) throw new Refusal(404, 'pin_unknown');
    return { status: 200, body: { cardId: id, pinBlock: await vault.openText(sealed, ownerOf(program, id)) } };
  };

/** PINs, as opaque blocks: set, and read by whoever holds the key of the block. */
export const pinCalls = (deps: Dependencies): Record<'set' | 'read', Call> => ({
  set: setPin(deps),
  read: readPin(deps),
});
