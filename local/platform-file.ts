import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** How to reach a running platform; the shape of `.local/platform.json`. */
export interface PlatformFile {
  readonly baseUrl: string;
  readonly authorizationIngressUrl: string;
  readonly issuerIngressUrl: string;
  readonly paymentIngressUrl: string;
  /** Base URL behind mutual TLS, and the file with whom to trust there; with `--tls`. */
  readonly secureTlsUrl?: string;
  readonly secureTlsCaFile?: string;
  /** Where the messages to customers are that nobody sent; a line of JSON each. */
  readonly mailFile?: string;
  readonly smsFile?: string;
  readonly operatorToken: string;
  readonly managerToken: string;
  readonly employeeToken: string;
  readonly demo: { readonly tenantId: string; readonly programId: string; readonly apiKey: string };
}

/** Writes the file by rename: who waits for it never reads half of one. It holds credentials, so only for its owner. */
export const writePlatformFile = (path: string, content: PlatformFile): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
};
