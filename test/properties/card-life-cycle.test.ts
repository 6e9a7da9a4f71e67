import { describe, expect, it } from 'vitest';
import type { Card, CardStatus } from '../../functions/cards/domain/card.ts';
import { effectiveStatus } from '../../functions/cards/domain/card.ts';
import type { CardCommand } from '../../functions/cards/domain/card-commands.ts';
import {
  activate,
  cardCommands,
  close,
  expire,
  lift,
  lock,
  remove,
  transitions,
  unlock,
} from '../../functions/cards/domain/card-commands.ts';
import { replaced } from '../../functions/cards/domain/card-replacement.ts';
import { isForGood } from '../../functions/cards/domain/card-lock.ts';
import { withIssuerStatus } from '../../functions/cards/domain/issuer-word.ts';
import { issuerReasons } from '../../functions/cards/domain/issuer-reason.ts';
import type { Actor, LockCode } from '../../functions/cards/domain/lock-table.ts';
import { actors, lockCodes, lockTable, mayLift, mayLock } from '../../functions/cards/domain/lock-table.ts';
import { DomainError } from '../../functions/kernel/errors/domain-error.ts';
import { domainCard, issuedAt } from '../support/domain-card.ts';

const newCard = domainCard({ type: 'physical' });

interface Move {
  readonly name: string;
  readonly command: CardCommand | 'issuer' | 'replace';
  readonly actor: Actor;
  readonly code?: LockCode;
  readonly apply: (card: Card) => Card;
}

const later = (card: Card) => card.issuerStatusAt.add({ seconds: 1 });

/** The issuer follows what it is asked for. */
const followed = (card: Card): Card =>
  withIssuerStatus({ ...card, sequence: card.sequence - 1 }, { status: 'active', at: later(card) }) ?? card;

const commandsOf = (actor: Actor): readonly Move[] => {
  const asking = (card: Card) => ({ actor, by: actor, at: later(card) });
  return [
    ...lockCodes.map((code) => ({
      name: `lock ${code}`,
      command: 'lock' as const,
      actor,
      code,
      apply: (card: Card) => lock(card, { code }, asking(card)),
    })),
    ...lockCodes.map((code) => ({
      name: `lift ${code}`,
      command: 'unlock' as const,
      actor,
      code,
      apply: (card: Card) => lift(card, code, actor),
    })),
    { name: 'unlock', command: 'unlock', actor, apply: (card) => unlock(card, actor) },
    { name: 'unlock, followed', command: 'unlock', actor, apply: (card) => followed(unlock(card, actor)) },
    { name: 'activate', command: 'activate', actor, apply: (card) => followed(activate(card)) },
    { name: 'close', command: 'close', actor, apply: close },
    { name: 'remove', command: 'remove', actor, apply: (card) => remove(card, later(card)) },
    { name: 'expire', command: 'expire', actor, apply: expire },
  ];
};

const issuerMoves: readonly Move[] = (['active', 'suspended', 'closed'] as const).flatMap((status) =>
  issuerReasons.map((reason) => ({
    name: `issuer says ${status}, ${reason}`,
    command: 'issuer' as const,
    actor: 'network' as const,
    apply: (card: Card) => withIssuerStatus(card, { status, reason, at: later(card) }) ?? card,
  })),
);

/** Another card is used in its place; incidents are its locks 1 and 2. */
const replacement: Move = {
  name: 'replaced',
  command: 'replace',
  actor: 'system',
  apply: (card) => replaced(card, 'crd_2', { by: 'system', at: later(card) }),
};

const moves: readonly Move[] = [...actors.flatMap(commandsOf), ...issuerMoves, replacement];

type Outcome = { readonly kind: 'moved'; readonly card: Card } | { readonly kind: 'refused'; readonly code: string };

const tried = (move: Move, card: Card): Outcome => {
  try {
    return { kind: 'moved', card: move.apply(card) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { kind: 'refused', code: error.code };
  }
};

/** What of a card decides where it goes next. */
const stateOf = ({ status, requestedStatus, issuerStatus, locks, removedAt }: Card): string =>
  JSON.stringify([
    status,
    requestedStatus,
    issuerStatus,
    locks.map(({ code, origin }) => `${code}${origin}`).toSorted(),
    removedAt !== undefined,
  ]);

/** Every state that can be reached with at most so many locks open at once, and every move out of each. */
const walk = (mostLocks: number, visit: (card: Card, move: Move, outcome: Outcome) => void): number => {
  const seen = new Set([stateOf(newCard)]);
  const open: Card[] = [newCard];
  for (let card = open.pop(); card !== undefined; card = open.pop()) {
    for (const move of moves) {
      const outcome = tried(move, card);
      visit(card, move, outcome);
      if (outcome.kind === 'refused' || outcome.card.locks.length > mostLocks) continue;
      const state = stateOf(outcome.card);
      if (seen.has(state)) continue;
      seen.add(state);
      open.push(outcome.card);
    }
  }
  return seen.size;
};

const usable = new Set<CardStatus>(['active']);

describe('The life of a card, every state, command and actor', () => {
  it('I23 no path reactivates a card that is locked for good, closed or expired, and none lifts such a lock', () => {
    const wrong: unknown[] = [];
    let steps = 0;
    const states = walk(2, (card, move, outcome) => {
      steps += 1;
      if (outcome.kind === 'refused') return;
      const isOver = isForGood(card.locks) || card.status === 'closed' || card.status === 'expired';
      const kept = card.locks.filter(({ code }) => !lockTable[code].reversible);
      const isLost = kept.some(({ code }) => outcome.card.locks.every((open) => open.code !== code));
      if (isOver && (isLost || usable.has(outcome.card.status) || outcome.card.status === 'inactive')) {
        wrong.push([stateOf(card), move.name, move.actor, stateOf(outcome.card)]);
      }
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(states).toBeGreaterThan(500);
    expect(steps).toBe(states * moves.length);
  });

  it('AL-16 commands lead where the published transitions say and nowhere else', () => {
    const wrong: unknown[] = [];
    const met = new Set<string>();
    walk(1, (card, move, outcome) => {
      if (move.command === 'issuer' || move.command === 'replace' || outcome.kind === 'refused') return;
      const allowed = transitions[card.status][move.command];
      const isSame = outcome.card === card;
      met.add(`${card.status} ${move.command}`);
      if (!isSame && allowed?.includes(outcome.card.status) !== true) {
        wrong.push([stateOf(card), move.name, move.actor, outcome.card.status]);
      }
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    for (const [status, commands] of Object.entries(transitions)) {
      const reachable = status !== 'requested' && status !== 'failed';
      for (const command of Object.keys(commands)) expect(met.has(`${status} ${command}`)).toBe(reachable);
    }
    expect([...met].every((pair) => cardCommands.some((command) => pair.endsWith(command)))).toBe(true);
  });

  it('AN-42 D-04 D-05 a lock is set by those of the table, and lifted by those of the table', () => {
    const wrong: unknown[] = [];
    walk(1, (card, move, outcome) => {
      const { code, actor } = move;
      if (code === undefined || outcome.kind === 'refused' || outcome.card === card) return;
      const open = card.locks.find((one) => one.code === code);
      const isAllowed = move.command === 'lock' ? mayLock(code, actor) : open !== undefined && mayLift(open, actor);
      if (!isAllowed) wrong.push([stateOf(card), move.name, actor]);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it('D-04 D-05 whoever sets a lock, nobody else who may not lift it opens the card, whatever was open before', () => {
    const wrong: unknown[] = [];
    walk(1, (card, move, outcome) => {
      const { code, actor: origin, command } = move;
      if (command !== 'lock' || code === undefined || outcome.kind === 'refused') return;
      for (const actor of actors.filter((other) => !mayLift({ code, origin }, other))) {
        const asked = { name: 'unlock', command: 'unlock', actor, apply: (held: Card) => unlock(held, actor) } as const;
        const opened = tried(asked, outcome.card);
        if (opened.kind === 'moved' && opened.card.locks.length === 0) {
          wrong.push([stateOf(card), move.name, origin, actor]);
        }
      }
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it('AN-66 a suspension that the network repeats stays the network’s, whatever was locked here meanwhile', () => {
    const suspended = (card: Card): Card =>
      withIssuerStatus(card, { status: 'suspended', reason: 'other', at: later(card) }) ?? card;
    const asked = { actor: 'server', by: 'server', at: issuedAt } as const;
    const both = suspended(lock(suspended(followed(activate(newCard))), { code: 3 }, asked));
    expect(both.locks.map(({ code, origin }) => [code, origin])).toEqual([
      [3, 'server'],
      [3, 'network'],
    ]);
    expect(unlock(both, 'server').locks).toMatchObject([{ code: 3, origin: 'network' }]);
  });

  it('AN-59 D-02 a card is active only when nobody holds it and the issuer says so', () => {
    const wrong: unknown[] = [];
    walk(2, (_card, move, outcome) => {
      if (outcome.kind === 'refused') return;
      const { card } = outcome;
      const isHeld = card.locks.length > 0 || card.issuerStatus !== 'active' || card.removedAt !== undefined;
      if (card.status !== effectiveStatus(card) || (card.status === 'active' && isHeld)) {
        wrong.push([move.name, stateOf(card)]);
      }
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it.each(lockCodes)('AN-43..AN-50 lock %i is as reversible as the table says', (code) => {
    const asking = { actor: 'operator', by: 'staff', at: issuedAt } as const;
    const active = followed(activate(newCard));
    const locked = lock(
      active,
      { code },
      lockTable[code].setBy.includes('operator') ? asking : { ...asking, actor: 'system' },
    );
    expect(locked.status).toBe('locked');
    const lifted = tried(
      { name: 'unlock', command: 'unlock', actor: 'operator', apply: (card) => unlock(card, 'operator') },
      locked,
    );
    expect(lifted.kind === 'moved' ? lifted.card.status : lifted.code).toBe(
      [3, 4, 6, 7].includes(code) ? 'active' : 'lock_irreversible',
    );
  });

  it.each([
    ['customer', [1, 2, 3]],
    ['server', [1, 2, 3]],
    ['operator', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['network', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['system', [5, 6, 7, 8]],
  ] as const)('AN-66 D-05 %s may set %j', (actor, codes) => {
    expect(lockCodes.filter((code) => mayLock(code, actor))).toEqual(codes);
  });

  it('a lock for good takes the place of those that could be lifted, and never the reverse', () => {
    const by = { actor: 'operator', by: 'staff', at: issuedAt } as const;
    const both = lock(lock(followed(activate(newCard)), { code: 3 }, by), { code: 7 }, by);
    expect(both.locks.map(({ code }) => code)).toEqual([3, 7]);
    const lost = lock(both, { code: 1 }, by);
    expect(lost.locks.map(({ code }) => code)).toEqual([1]);
    expect(() => lock(lost, { code: 3 }, by)).toThrow('locked for good');
    expect(lock(lost, { code: 8 }, by).locks.map(({ code }) => code)).toEqual([1, 8]);
  });
});
