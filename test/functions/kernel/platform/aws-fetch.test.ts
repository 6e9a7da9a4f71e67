import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsFetch } from '../../../../functions/kernel/platform/aws-fetch.ts';

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: '/ok' }).end();
    else if (request.url === '/ok') response.end('here');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('HTTP to the outside', () => {
  it('design 7 answers what the other side answered', async () => {
    const response = await awsFetch()(`${base}/ok`, { method: 'POST', body: '{}' });
    expect(await response.text()).toBe('here');
  });

  it('design 7 follows no redirect', async () => {
    await expect(awsFetch()(`${base}/moved`, {})).rejects.toThrow(TypeError);
  });

  it('design 7 keeps the deadline that the caller set', async () => {
    const silent = awsFetch()(`${base}/silent`, { signal: AbortSignal.timeout(50) });
    await expect(silent).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
