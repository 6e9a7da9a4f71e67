import type { ChainBlock } from '../../functions/balances/domain/chain.ts';
import type {
  BlockFault,
  ChainFault,
  ChainFindings,
  ChainMark,
  EntryFault,
} from '../../functions/balances/domain/chain-check.ts';
import { checkChain } from '../../functions/balances/domain/chain-check.ts';
import { chainHash } from '../../functions/balances/infrastructure/dynamo-chain.ts';
import type { JournalEntry } from '../../functions/balances/ports/ledger-fold.ts';

/** A link of a tenant's chain that somebody wrote down: `<tenantId>:<sequence>:<hash>`, as the report prints it. */
export interface TenantMark extends ChainMark {
  readonly tenantId: string;
}

/** @throws Error that shows the form */
export const tenantMarkOf = (text: string): TenantMark => {
  const match = /^(?<tenantId>ten_[a-z0-9]+):(?<sequence>[1-9]\d*):(?<hash>[A-Za-z0-9_-]{43})$/u.exec(text);
  const { tenantId, sequence, hash } = match?.groups ?? {};
  if (tenantId === undefined || sequence === undefined || hash === undefined) {
    throw new Error(`A head is <tenantId>:<links>:<hash>, as a report prints it, and not "${text}".`);
  }
  return { tenantId, sequence: Number(sequence), hash };
};

export interface ChainReport {
  /** The newest link of each chain, to be kept where nobody who can write the table can write. */
  readonly heads: readonly TenantMark[];
  readonly waiting: number;
  /** One line each. */
  readonly differences: readonly string[];
}

/** What a report may take for granted. */
export interface ChainTerms {
  readonly isNew: (eventId: string) => boolean;
  readonly marks: readonly TenantMark[];
}

const blockSentences: Readonly<Record<BlockFault['kind'], string>> = {
  block_missing: 'is missing',
  block_twice: 'is there twice',
  block_detached: 'does not continue what stands before it',
  block_changed: 'was changed: its links do not lead to its hash',
};

const entrySentences: Readonly<Record<EntryFault['kind'], string>> = {
  entry_missing: 'is in the chain and not in the journal',
  entry_unlinked: 'is in the journal and not in the chain',
  entry_changed: 'was changed after it was chained',
  entry_linked_twice: 'is in the chain more than once',
  entry_twice: 'is in the journal more than once',
};

const sentenceOf = (fault: ChainFault): string => {
  if ('block' in fault) return `block ${fault.block} ${blockSentences[fault.kind]}`;
  if ('eventId' in fault) return `${fault.eventId} ${entrySentences[fault.kind]}`;
  return `link ${fault.sequence} is not the one that was written down`;
};

const ofTenant = <Value>(values: Map<string, Value[]>, tenantId: string): Value[] => {
  const own = values.get(tenantId) ?? [];
  values.set(tenantId, own);
  return own;
};

/** Collects journals and chains of all tenants, in any order. */
export class ChainAudit {
  readonly #entries = new Map<string, JournalEntry[]>();
  readonly #blocks = new Map<string, ChainBlock[]>();

  addEntry(entry: JournalEntry): void {
    ofTenant(this.#entries, entry.tenantId).push(entry);
  }

  addBlock(tenantId: string, block: ChainBlock): void {
    ofTenant(this.#blocks, tenantId).push(block);
  }

  /** Entries that are in their tenant's chain, and those that are not. */
  divided(): { readonly chained: readonly JournalEntry[]; readonly unchained: readonly JournalEntry[] } {
    const linked = new Set([...this.#blocks.values()].flat().flatMap(({ links }) => links.map((link) => link.eventId)));
    const all = [...this.#entries.values()].flat();
    return {
      chained: all.filter(({ eventId }) => linked.has(eventId)),
      unchained: all.filter(({ eventId }) => !linked.has(eventId)),
    };
  }

  report({ isNew, marks }: ChainTerms): ChainReport {
    const tenants = [...this.#entries.keys(), ...this.#blocks.keys(), ...marks.map(({ tenantId }) => tenantId)];
    const found = [...new Set(tenants)].sort().map((tenantId): readonly [string, ChainFindings] => [
      tenantId,
      checkChain(chainHash, {
        blocks: this.#blocks.get(tenantId) ?? [],
        entries: this.#entries.get(tenantId) ?? [],
        isNew,
        marks: marks.filter((mark) => mark.tenantId === tenantId),
      }),
    ]);
    return {
      heads: found.flatMap(([tenantId, { head }]) => (head === undefined ? [] : [{ tenantId, ...head }])),
      waiting: found.reduce((sum, [, { waiting }]) => sum + waiting, 0),
      differences: found.flatMap(([tenantId, { faults }]) =>
        faults.map((fault) => `${tenantId} chain: ${sentenceOf(fault)}`),
      ),
    };
  }
}
