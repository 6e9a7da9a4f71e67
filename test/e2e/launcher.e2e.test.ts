import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startMinistack, stopMinistack } from '../../local/ministack/launcher.ts';
import { createFunction, invoke } from '../../local/ministack/probes/functions.ts';
import { openSite } from '../../local/ministack/probes/site.ts';

const startLimitMs = 360_000;

test('stopping MiniStack ends its workers and removes its files', { timeout: startLimitMs }, async () => {
  const running = await startMinistack();
  const site = openSite(running.endpoint);
  const source = 'export const handler = async () => process.pid;';
  const { name } = await createFunction(site, 'worker', { files: { 'index.mjs': source } });
  const { answer: workerPid } = await invoke(site, name, {});

  await running.stop();

  expect(() => process.kill(Number(workerPid), 0)).toThrow('ESRCH');
  await expect(fetch(`${running.endpoint}/_ministack/health`)).rejects.toThrow('fetch failed');
  expect(existsSync(running.scratch)).toBe(false);
});

test('MiniStack can be stopped by its handle, and twice', { timeout: startLimitMs }, async () => {
  const { pid, scratch, endpoint } = await startMinistack({ outlive: true });

  await stopMinistack({ pid, scratch });
  await stopMinistack({ pid, scratch });

  await expect(fetch(`${endpoint}/_ministack/health`)).rejects.toThrow('fetch failed');
});

test('MiniStack does not start on a port that another process has', { timeout: startLimitMs }, async () => {
  const running = await startMinistack();
  const port = Number(new URL(running.endpoint).port);
  try {
    await expect(startMinistack({ port })).rejects.toThrow(`port ${port} is already in use`);
  } finally {
    await running.stop();
  }
});
