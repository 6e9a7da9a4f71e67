import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { runDemo } from '../local/demo/demo.ts';
import type { DemoTenant } from '../local/demo-tenant.ts';
import { createDemoTenant, keptDemoTenant } from '../local/demo-tenant.ts';
import type { ApiClient } from '../local/demo/api-client.ts';
import { apiClient } from '../local/demo/api-client.ts';
import type { LocalPlatform } from '../local/platform.ts';
import type { PlatformFile } from '../local/platform-file.ts';
import { writePlatformFile } from '../local/platform-file.ts';
import { startPlatform } from '../local/start.ts';

const localFolder = fileURLToPath(new URL('../.local', import.meta.url));
const defaultPort = 8787;

/** Messages to customers and tenants: none leaves the machine. */
const messageFiles = { mailFile: join(localFolder, 'mail.jsonl'), smsFile: join(localFolder, 'sms.jsonl') };

const given = (name: string): string | undefined => {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
};

const portSetting = (fallback: number): number => {
  const text = given('PORT') ?? String(fallback);
  const port = Number(text);
  const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535;
  if (!isPort) throw new Error(`PORT must be a port number, not "${text}".`);
  return port;
};

const start = (defaultTo: number, more: { readonly tls?: boolean } = {}): Promise<LocalPlatform> =>
  startPlatform({
    ...more,
    port: portSetting(defaultTo),
    dataFile: given('NODAL_DATA'),
    tableEndpoint: given('DYNAMODB_ENDPOINT'),
    logFile: join(localFolder, 'platform.log'),
    ...messageFiles,
  });

const playDemo = async (): Promise<void> => {
  const platform = await start(0);
  try {
    await runDemo(platform, (line) => console.log(line));
  } finally {
    await platform.stop();
  }
};

const demoTenantOf = (operator: ApiClient): Promise<DemoTenant> => {
  const dataFile = given('NODAL_DATA');
  return dataFile === undefined ? createDemoTenant(operator) : keptDemoTenant(operator, `${dataFile}.demo`);
};

/** Leaves what callers need to trust the door with mutual TLS beside the file that names it. */
const describeSecureDoor = ({ secureDoor }: LocalPlatform): Pick<PlatformFile, 'secureTlsUrl' | 'secureTlsCaFile'> => {
  if (secureDoor === undefined) return {};
  const secureTlsCaFile = join(localFolder, 'secure-tls-ca.pem');
  mkdirSync(localFolder, { recursive: true });
  writeFileSync(secureTlsCaFile, secureDoor.serverAuthority);
  return { secureTlsUrl: secureDoor.baseUrl, secureTlsCaFile };
};

const describe = async (platform: LocalPlatform): Promise<PlatformFile> => {
  const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${platform.operatorToken}` });
  const { operatorToken, managerToken, employeeToken } = platform;
  const demo = await demoTenantOf(operator);
  const { baseUrl, authorizationIngressUrl, issuerIngressUrl, paymentIngressUrl } = platform;
  const ingress = { authorizationIngressUrl, issuerIngressUrl, paymentIngressUrl };
  const tokens = { operatorToken, managerToken, employeeToken };
  return { baseUrl, ...ingress, ...describeSecureDoor(platform), ...messageFiles, ...tokens, demo };
};

const serve = async (more: { readonly tls: boolean }): Promise<void> => {
  const platform = await start(defaultPort, more);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  try {
    const reachable = await describe(platform);
    writePlatformFile(join(localFolder, 'platform.json'), reachable);
    console.log(JSON.stringify(reachable, null, 2));
    await stopped;
  } finally {
    await platform.stop();
  }
};

const flag = { type: 'boolean', default: false } as const;
const { values } = parseArgs({ options: { demo: flag, tls: flag } });

try {
  await (values.demo ? playDemo() : serve({ tls: values.tls }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
