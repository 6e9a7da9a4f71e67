import { expect } from 'vitest';
import * as z from 'zod';
import { cardNumbersIn } from '../../support/card-numbers.ts';
import type { Story } from '../platform.ts';
import { readyCustomer } from '../support/actors.ts';
import type { Answer } from '../support/caller.ts';
import { answered, refused, staff } from '../support/caller.ts';
import { fullCard, sealed } from '../support/cards.ts';
import { eventually } from '../support/eventually.ts';
import type { Holder } from '../support/holder.ts';
import { cardOnce, holderOf, orderFromApp, reveal, revealHeader, shownCard } from '../support/holder.ts';
import { pairedPhone } from '../support/phone.ts';

const inApp: Story = {
  title: 'AN-54 AN-55 AL-30 AL-32 the app reveals a card once for each proof of its phone',
  run: async (platform) => {
    const holder = await holderOf(platform, 'Chambal Wallet');
    const { card, cardId, me, encryption, phone } = holder;
    refused(await reveal(holder, {}), 403, 'reveal_session_required');
    refused(await reveal(holder, { 'x-reveal-session': 'rvl_unknown' }), 403, 'reveal_session_required');
    const header = await revealHeader(holder, ['pan', 'cvv']);
    const withoutKey = { 'encrypt-response': null, 'public-key': null };
    refused(await reveal(holder, { ...header, ...withoutKey }), 400, 'ENCRYPTION_REQUIRED');
    const revealed = fullCard.parse(await encryption.open(answered(await reveal(holder, header), 200, sealed)));
    expect({ pan: revealed.pan === card.pan, cvv: revealed.cvv === card.cvv }).toEqual({ pan: true, cvv: true });
    refused(await reveal(holder, header), 403, 'reveal_session_required');

    const pinOnly = await revealHeader(holder, ['pin']);
    refused(await reveal(holder, pinOnly), 403, 'reveal_session_required');
    const second = await orderFromApp(me, encryption, holder.balanceId);
    const ofAnother = await revealHeader({ ...holder, cardId: second.cardId }, ['pan', 'cvv']);
    refused(await reveal(holder, ofAnother), 403, 'reveal_session_required');

    const sessions = `/customers/me/cards/${cardId}/reveal-sessions`;
    const assertion = await phone.sign();
    answered(await me.post(sessions, { assertion, fields: ['pan'] }), 201, z.looseObject({}));
    refused(await me.post(sessions, { assertion, fields: ['pan'] }), 401, 'unauthenticated');
    refused(await me.post(sessions, { assertion: await phone.sign(), fields: ['name'] }), 400, 'validation_failed');
  },
};

const strangers: Story = {
  title: 'M-33 AN-56 no card of somebody else answers on any surface, and staff have no way to full data at all',
  run: async (platform) => {
    const holder = await holderOf(platform, 'Betwa Wallet');
    const { backend, operator, cardId } = holder;
    const other = await readyCustomer(backend, 'Ravi');
    const phone = await pairedPhone(platform, backend, other);
    const me = await phone.open();
    const own = `/customers/me/cards/${cardId}`;
    const { encryption } = holder;
    const header = await revealHeader(holder, ['pan', 'cvv']);
    const body = { assertion: await phone.sign(), fields: ['pan'] };
    const threeDs = await me.send({ method: 'PUT', path: `${own}/three-ds`, headers: encryption.answerOnly });
    const tried: readonly (readonly [string, Answer])[] = [
      ['getCard', await me.get(own)],
      ['getFullCardData', await me.get(`${own}/full-data`, { ...encryption.answerOnly, ...header })],
      ['createRevealSession', await me.post(`${own}/reveal-sessions`, body)],
      ['lockCard', await me.post(`${own}/lock`, { reasonCode: 3 })],
      ['unlockCard', await me.post(`${own}/unlock`)],
      ['activateCard', await me.post(`${own}/activate`)],
      ['removeCard', await me.delete(own)],
      ['resetCvv', await me.post(`${own}/cvv`, undefined, encryption.answerOnly)],
      ['setPin', await me.post(`${own}/pin`, await encryption.seal({ pinBlock: pinBlock() }), encryption.both)],
      ['revealPin', await me.get(`${own}/pin`, { ...encryption.answerOnly, ...header })],
      ['setThreeDs', threeDs],
      ['getStatusHistory', await me.get(`${own}/status-history`)],
      ['getDelivery', await me.get(`${own}/delivery`)],
      ['openDeliveryIncident', await me.post(`${own}/delivery-incidents`, { type: 'never_received' })],
      ['getControls', await me.get(`${own}/controls`)],
    ];
    for (const [name, answer] of tried) {
      expect([name, answer.status, codeOf(answer)]).toEqual([name, 404, 'card_not_found']);
    }
    const admin = `/admin/cards/${cardId}`;
    for (const path of [`${admin}/full-data`, `${admin}/pin`, `${admin}/reveal-sessions`, admin]) {
      const answer = await operator.get(path, encryption.answerOnly);
      expect([path, [403, 404].includes(answer.status)]).toEqual([path, true]);
    }
    fullCard.parse(await encryption.open(answered(await reveal(holder, header), 200, sealed)));
  },
};

const codeOf = ({ body }: Answer): unknown => z.looseObject({ code: z.string() }).parse(body).code;

/** As the issuer's own software on the phone makes it: nothing that the platform could read. */
const pinBlock = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(48))).toString('base64');

const newCvv = z.strictObject({
  cardId: z.string(),
  cvv: z.string().regex(/^\d{3}$/u),
  expiryMonth: z.int(),
  expiryYear: z.int(),
});

const cvv: Story = {
  title: 'AN-57 holder and staff reset the CVV of a virtual card, encrypted, and only its holder is told the new one',
  run: async (platform) => {
    const holder = await holderOf(platform, 'Ken Wallet');
    const { me, cardId, encryption, backend, tenantId } = holder;
    const path = `/customers/me/cards/${cardId}/cvv`;
    refused(await me.post(path), 400, 'ENCRYPTION_REQUIRED');
    const answer = answered(await me.post(path, undefined, encryption.answerOnly), 200, sealed);
    const reset = newCvv.parse(await encryption.open(answer));
    expect((await dataOf(holder)).cvv === reset.cvv).toBe(true);

    for (const role of ['Admin', 'Manager', 'Employee'] as const) {
      const member = staff(platform, await platform.staffToken({ role, tenant: tenantId }));
      refused(await member.post(`/admin/cards/${cardId}/cvv`), 400, 'ENCRYPTION_REQUIRED');
      const made = await member.post(`/admin/cards/${cardId}/cvv`, undefined, encryption.answerOnly);
      const told = z.looseObject({}).parse(await encryption.open(answered(made, 200, sealed)));
      expect([role, Object.hasOwn(told, 'cvv')]).toEqual([role, false]);
    }
    expect((await dataOf(holder)).pan === holder.card.pan).toBe(true);
    const onServer = await backend.post(`/secure/cards/${cardId}/cvv`, undefined, encryption.answerOnly);
    expect([403, 404]).toContain(onServer.status);
  },
};

const dataOf = async (holder: Holder) => {
  const answer = await reveal(holder, await revealHeader(holder, ['pan', 'cvv']));
  return fullCard.parse(await holder.encryption.open(answered(answer, 200, sealed)));
};

const wrongPin = z.looseObject({ cardId: z.string() });

const pin: Story = {
  title:
    'AN-64 AN-66 AL-31 D-08 a PIN is set and revealed in the app alone, three wrong ones lock, and a new one unlocks',
  run: async (platform) => {
    const holder = await holderOf(platform, 'Mahi Wallet');
    const { me, cardId, encryption, backend, pay } = holder;
    const path = `/customers/me/cards/${cardId}/pin`;
    const first = pinBlock();
    refused(await me.post(path, { pinBlock: first }), 400, 'ENCRYPTION_REQUIRED');
    const set = await me.post(path, await encryption.seal({ pinBlock: first }), encryption.both);
    expect([set.status, set.body]).toEqual([204, undefined]);
    refused(await me.get(path), 400, 'ENCRYPTION_REQUIRED');
    refused(await me.get(path, encryption.answerOnly), 403, 'reveal_session_required');
    const header = await revealHeader(holder, ['pin']);
    const shown = answered(await me.get(path, { ...encryption.answerOnly, ...header }), 200, sealed);
    const { pinBlock: revealed } = z.strictObject({ pinBlock: z.string() }).parse(await encryption.open(shown));
    expect(revealed === first).toBe(true);
    refused(await me.get(path, { ...encryption.answerOnly, ...header }), 403, 'reveal_session_required');

    answered(await backend.post(`/sandbox/cards/${cardId}/pin-failures`), 201, wrongPin);
    answered(await backend.post(`/sandbox/cards/${cardId}/pin-failures`, { count: 2 }), 201, wrongPin);
    const locked = await cardOnce(backend, cardId, ({ status }) => status === 'locked');
    expect(locked.locks).toMatchObject([{ code: 6, origin: 'network' }]);
    expect((await pay(1_000)).actionCode).toBe('1006');
    refused(await me.post(`/customers/me/cards/${cardId}/unlock`), 403, 'forbidden_role');
    const again = await me.post(path, await encryption.seal({ pinBlock: pinBlock() }), encryption.both);
    expect(again.status).toBe(204);
    expect(answered(await me.get(`/customers/me/cards/${cardId}`), 200, shownCard)).toMatchObject({
      status: 'active',
      locks: [],
    });
    expect((await pay(1_000)).decision).toBe('approved');
  },
};

const newPassword = z.strictObject({
  cardId: z.string(),
  enabled: z.boolean(),
  password: z.string().min(1).nullable(),
});

const threeDs: Story = {
  title: 'AL-27 AL-29 3-D Secure is on from issuance, and its password is shown once, encrypted',
  run: async (platform) => {
    const { me, cardId, encryption, backend } = await holderOf(platform, 'Son Wallet');
    const secure = `/secure/cards/${cardId}`;
    const enabled = z.looseObject({ threeDs: z.looseObject({ enabled: z.literal(true) }) });
    answered(await backend.get(secure), 200, enabled);
    refused(await backend.put(`${secure}/three-ds`, {}), 400, 'ENCRYPTION_REQUIRED');
    const put = (path: string) => ({ method: 'PUT' as const, path, headers: encryption.answerOnly });
    const ways = [
      await backend.send(put(`${secure}/three-ds`)),
      await backend.put(`${secure}/three-ds`, { enabled: true }, encryption.answerOnly),
      await me.send(put(`/customers/me/cards/${cardId}/three-ds`)),
    ];
    const passwords = new Set<string | null>();
    for (const answer of ways) {
      passwords.add(newPassword.parse(await encryption.open(answered(answer, 200, sealed))).password);
    }
    expect([passwords.size, passwords.has(null)]).toEqual([3, false]);
    const headers = { ...encryption.answerOnly, 'idempotency-key': crypto.randomUUID() };
    answered(await backend.put(`${secure}/three-ds`, {}, headers), 200, sealed);
    const repeat = answered(await backend.put(`${secure}/three-ds`, {}, headers), 200, sealed);
    expect(newPassword.parse(await encryption.open(repeat)).password).toBe(null);
  },
};

const list = z.object({ data: z.array(shownCard), nextCursor: z.string().nullable() });

const fromPhone: Story = {
  title:
    'AN-12 AN-41 AL-02 AL-03 the app orders cards of its customer, at once and in the background, and lists them masked',
  run: async (platform) => {
    const { me, cardId, balanceId, card } = await holderOf(platform, 'Banas Wallet');
    refused(await me.post('/customers/me/cards', { balanceId }), 400, 'ENCRYPTION_REQUIRED');
    const started = z.looseObject({ issuanceId: z.string().startsWith('iss_') });
    const asked = await me.post('/customers/me/cards/async', { balanceId }, { 'idempotency-key': null });
    const { issuanceId } = answered(asked, 202, started);
    const issued = z.looseObject({ status: z.string(), cardId: z.string().optional() });
    const { cardId: second } = await eventually('the card of the issuance', async () => {
      const found = answered(await me.get(`/customers/me/issuances/${issuanceId}`), 200, issued);
      return found.status === 'completed' ? found : undefined;
    });
    const listed = await me.get('/customers/me/cards?limit=1');
    const { data, nextCursor } = answered(listed, 200, list);
    expect(data.map((each) => each.cardId)).toEqual([second]);
    const rest = await me.get(`/customers/me/cards?limit=1&cursor=${encodeURIComponent(nextCursor ?? '')}`);
    expect(answered(rest, 200, list).data).toMatchObject([{ cardId, firstSix: card.pan.slice(0, 6) }]);
    expect(cardNumbersIn(JSON.stringify([listed.body, rest.body]))).toHaveLength(0);
    refused(await me.get('/customers/me/cards?cursor=x'), 400, 'cursor_invalid');
  },
};

export const cardSecretStories: readonly Story[] = [fromPhone, inApp, strangers, cvv, pin, threeDs];
