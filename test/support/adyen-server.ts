import { constants, createCipheriv, createHash, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type * as z from 'zod';
import type { cardInfo } from './adyen-schemas.ts';
import { accountBody, createBody, pinBody, revealBody, updateBody } from './adyen-schemas.ts';

/** What is wrong with the next request. `lost`: it is carried out and its answer never comes. */
export type AdyenFault = 'lost' | 'slow' | 'unavailable' | 'not_json' | 'busy';

export interface AdyenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Instrument {
  readonly id: string;
  readonly reference: string;
  readonly balanceAccountId: string;
  readonly issuingCountryCode: string;
  readonly pan: string;
  readonly cvc: string;
  status: string;
  statusReason?: string;
  statusComment?: string;
  card: z.output<typeof cardInfo>;
  pin?: { block: string; token: string };
}

const allowed: Readonly<Record<string, readonly string[]>> = {
  inactive: ['active', 'suspended', 'closed'],
  active: ['suspended', 'closed'],
  suspended: ['active', 'closed'],
  closed: [],
};

class Problem extends Error {
  readonly status: number;
  readonly fields: readonly string[];
  constructor(status: number, fields: readonly string[] = []) {
    super(`problem ${status}`);
    this.status = status;
    this.fields = fields;
  }
}

const luhn = (digits: string): string => {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
};

/** Adyen behind a loopback server, as far as its published schemas say what it takes and answers. */
export interface AdyenServer {
  readonly url: string;
  readonly apiKey: string;
  readonly requests: AdyenRequest[];
  /** What goes wrong with the next requests; none goes well. */
  readonly faults: (AdyenFault | 'none')[];
  readonly instruments: ReadonlyMap<string, Instrument>;
  /** Items of the batch of plastics, by payment instrument; `undefined` until printed. */
  readonly plastics: Map<string, string>;
  publicKeyOf(purpose: string): string;
  openSessionKey(encrypted: string): Buffer;
  stop(): Promise<void>;
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const json = { 'content-type': 'application/json' };

/** @param slowMs how long a slow answer takes */
export const startAdyen = async (slowMs = 400): Promise<AdyenServer> => {
  const apiKey = randomBytes(16).toString('hex');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicText = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const instruments = new Map<string, Instrument>();
  const accounts = new Map<string, { id: string; reference: string }>();
  const idempotent = new Map<string, { status: number; body: unknown }>();
  const requests: AdyenRequest[] = [];
  const faults: (AdyenFault | 'none')[] = [];
  const plastics = new Map<string, string>();
  let count = 0;

  const openSessionKey = (encrypted: string): Buffer =>
    privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(encrypted, 'hex'));
  const found = (id: string): Instrument => {
    const instrument = instruments.get(id);
    if (instrument === undefined) throw new Problem(404);
    return instrument;
  };
  const parsed = <Schema extends z.ZodType>(schema: Schema, body: string): z.output<Schema> => {
    const result = schema.safeParse(JSON.parse(body));
    if (!result.success) {
      throw new Problem(
        422,
        result.error.issues.map(({ path }) => path.join('.')),
      );
    }
    return result.data;
  };
  const shown = ({ pan, cvc: _cvc, pin: _pin, ...instrument }: Instrument): unknown => ({
    ...instrument,
    type: 'card',
    card: {
      ...instrument.card,
      bin: pan.slice(0, 6),
      lastFour: pan.slice(-4),
      number: `************${pan.slice(-4)}`,
      expiration: { month: '10', year: '2030' },
    },
  });
  const create = (body: string): unknown => {
    const { type: _type, ...order } = parsed(createBody, body);
    if (!accounts.has(order.balanceAccountId)) throw new Problem(422, ['balanceAccountId']);
    count += 1;
    const id = `PI${createHash('sha256').update(`pi${count}`).digest('hex').slice(0, 22).toUpperCase()}`;
    const digits = `411111${String(count).padStart(9, '0')}`;
    instruments.set(id, { id, ...order, pan: `${digits}${luhn(digits)}`, cvc: String(100 + count) });
    return shown(found(id));
  };
  const update = (id: string, body: string): unknown => {
    const instrument = found(id);
    const { status, statusReason, statusComment, card } = parsed(updateBody, body);
    if (status !== undefined) {
      if (allowed[instrument.status]?.includes(status) !== true) throw new Problem(422, ['status']);
      Object.assign(instrument, { status, statusReason, statusComment });
    }
    if (card !== undefined) instrument.card = { ...instrument.card, ...card };
    return shown(instrument);
  };
  const reveal = (body: string): unknown => {
    const { paymentInstrumentId, encryptedKey } = parsed(revealBody, body);
    const { pan, cvc } = found(paymentInstrumentId);
    const cipher = createCipheriv('aes-256-cbc', openSessionKey(encryptedKey), Buffer.alloc(16));
    const text = JSON.stringify({ cvc, expiration: { month: '10', year: '2030' }, pan });
    return {
      encryptedData: Buffer.concat([cipher.update(text), cipher.final()])
        .toString('hex')
        .toUpperCase(),
    };
  };
  const changePin = (body: string): unknown => {
    const { paymentInstrumentId, encryptedPinBlock, token } = parsed(pinBody, body);
    found(paymentInstrumentId).pin = { block: encryptedPinBlock, token };
    return { status: 'completed' };
  };
  const revealPin = (body: string): unknown => {
    const { paymentInstrumentId, encryptedKey } = parsed(revealBody, body);
    openSessionKey(encryptedKey);
    const { pin } = found(paymentInstrumentId);
    if (pin === undefined) throw new Problem(422, ['paymentInstrumentId']);
    return { encryptedPinBlock: pin.block, token: pin.token };
  };
  const openAccount = (body: string): unknown => {
    const order = parsed(accountBody, body);
    count += 1;
    const account = { id: `BA${String(count).padStart(24, '0')}`, reference: order.reference };
    accounts.set(account.id, account);
    return { ...account, accountHolderId: order.accountHolderId, status: 'active', timeZone: 'Europe/Amsterdam' };
  };
  const page = <Item>(items: readonly Item[], query: URLSearchParams) => {
    const offset = Number(query.get('offset') ?? 0);
    const limit = Math.min(Number(query.get('limit') ?? 10), 100);
    return {
      items: items.slice(offset, offset + limit),
      hasNext: offset + limit < items.length,
      hasPrevious: offset > 0,
    };
  };
  const cardsOf = (account: string, query: URLSearchParams): unknown => {
    const { items, ...rest } = page(
      [...instruments.values()].filter((one) => one.balanceAccountId === account),
      query,
    );
    return { paymentInstruments: items.map(shown), ...rest };
  };
  const itemsOf = (query: URLSearchParams): unknown => {
    const { items, ...rest } = page([...plastics], query);
    const data = items.map(([paymentInstrumentId, status]) => ({
      paymentInstrumentId,
      balancePlatform: 'Test',
      card: { status, trackingNumber: 'TRACK1' },
      pin: { status: 'notApplicable' },
    }));
    return { data, ...rest };
  };
  const publicKeyOf = (purpose: string): string => {
    if (!['panReveal', 'pinReveal', 'pinChange'].includes(purpose)) throw new Problem(422, ['purpose']);
    return publicText;
  };
  const answer = ({ method, path, body }: AdyenRequest): unknown => {
    const { pathname, searchParams } = new URL(path, 'http://adyen');
    const [, , , resource = '', id = '', part = ''] = pathname.split('/');
    const route = `${method} ${resource}${id === '' ? '' : '/*'}${part === '' ? '' : `/${part}`}`;
    if (route === 'POST paymentInstruments/*' && id === 'reveal') return reveal(body);
    if (route === 'POST paymentInstruments') return create(body);
    if (route === 'GET paymentInstruments/*') return shown(found(id));
    if (route === 'PATCH paymentInstruments/*') return update(id, body);
    if (route === 'POST pins/*' && id === 'change') return changePin(body);
    if (route === 'POST pins/*' && id === 'reveal') return revealPin(body);
    if (route === 'GET publicKey') {
      return { publicKey: publicKeyOf(searchParams.get('purpose') ?? ''), publicKeyExpiryDate: '2030-01-01' };
    }
    if (route === 'POST balanceAccounts') return openAccount(body);
    if (route === 'GET balanceAccounts/*/paymentInstruments') return cardsOf(id, searchParams);
    if (route === 'GET cardorders') {
      return { cardOrders: [{ id: 'ORDER1', status: 'open' }], hasNext: false, hasPrevious: false };
    }
    if (route === 'GET cardorders/*/items') return itemsOf(searchParams);
    throw new Problem(404);
  };
  const carryOut = (request: AdyenRequest): { status: number; body: unknown } => {
    const key = request.headers['idempotency-key'];
    const known = key === undefined ? undefined : idempotent.get(`${request.path} ${key}`);
    if (known !== undefined) return known;
    try {
      const result = { status: 200, body: answer(request) };
      if (key !== undefined) idempotent.set(`${request.path} ${key}`, result);
      return result;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { status } = error;
      const invalidFields = error.fields.map((name) => ({ name, value: 'hidden', message: 'invalid' }));
      const type = 'https://docs.adyen.com/errors/validation';
      return { status, body: { type, title: 'Invalid', status, detail: 'no', errorCode: '30_000', invalidFields } };
    }
  };
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
    const request = { method: message.method ?? '', path: message.url ?? '', headers, body: await readBody(message) };
    requests.push(request);
    const reply = (status: number, body: string): void => void response.writeHead(status, json).end(body);
    if (headers['x-api-key'] !== apiKey) {
      reply(401, '{"status":401}');
      return;
    }
    const fault = faults.shift() ?? 'none';
    if (fault === 'unavailable') {
      reply(503, '');
      return;
    }
    if (fault === 'busy') {
      response.setHeader('transient-error', 'true');
      reply(422, '{"status":422,"errorCode":"704"}');
      return;
    }
    const { status, body } = carryOut(request);
    if (fault === 'lost') {
      message.socket.destroy();
      return;
    }
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs));
    reply(status, fault === 'not_json' ? `card ${JSON.stringify(body)}` : JSON.stringify(body));
  };
  const server = createServer((message, response) => void serve(message, response));
  const url = await new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/bcl/v2` : '');
    });
  });
  return {
    url,
    apiKey,
    requests,
    faults,
    instruments,
    plastics,
    publicKeyOf,
    openSessionKey,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
